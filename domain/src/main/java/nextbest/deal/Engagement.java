package nextbest.deal;

import java.time.Instant;
import java.util.List;
import nextbest.fact.Fact;

/**
 * How the two sides are in touch.
 *
 * @param activities what took place, in any order
 * @param lastTouch when the two sides were last in touch
 * @param level how much the buyer's side takes part
 * @param trend where that is going
 * @param nextMeeting the next meeting in the calendar
 */
public record Engagement(
        Fact<List<Activity>> activities,
        Fact<Instant> lastTouch,
        Fact<EngagementLevel> level,
        Fact<EngagementTrend> trend,
        Fact<Meeting> nextMeeting) {}
