package nextbest.workflows.subjectloop;

import java.time.Duration;

/**
 * The paces of a loop, in business time.
 *
 * @param debounce after a decision, further news waits this long, so that a burst makes one decision
 * @param reviewEvery without news, the deal is looked at again after this long: time itself is news
 */
public record LoopSettings(Duration debounce, Duration reviewEvery) {
    /** Ten minutes and a day. */
    public static LoopSettings standard() {
        return new LoopSettings(Duration.ofMinutes(10), Duration.ofDays(1));
    }
}
