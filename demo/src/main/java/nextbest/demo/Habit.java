package nextbest.demo;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.deal.ActivityKind;
import nextbest.deal.StageKind;
import nextbest.signal.SignalType;

/**
 * What reps do of their own accord, as they did before anything was recommended to them. Whether and when they do it does
 * not depend on what becomes of the deal, so that the past of the demo organisation has planted effects and no others.
 *
 * @param stage in which stage
 * @param after what the buyer has let us know; empty: on any day
 * @param action key in the catalogue
 * @param share how often it follows the signal; without a signal how likely it is on a day
 */
record Habit(StageKind stage, Optional<SignalType> after, String action, double share) {
    private static final List<Habit> ALL = List.of(
            onAnyDay(StageKind.PROSPECTING, "schedule-follow-up-meeting", 0.020),
            after(StageKind.PROSPECTING, SignalType.PAIN_POINT_MENTIONED, "send-case-study", 0.25),
            after(StageKind.PROSPECTING, SignalType.INDUSTRY_INSIGHT_WANTED, "share-benchmark-report", 0.40),
            after(StageKind.DISCOVERY, SignalType.BUDGET_DISCUSSED, "send-roi-calculator", 0.55),
            onAnyDay(StageKind.DISCOVERY, "send-roi-calculator", 0.006),
            after(StageKind.DISCOVERY, SignalType.BUDGET_DISCUSSED, "ask-budget-process", 0.30),
            after(StageKind.DISCOVERY, SignalType.PAIN_POINT_MENTIONED, "send-case-study", 0.40),
            after(StageKind.DISCOVERY, SignalType.PAIN_POINT_MENTIONED, "ask-current-solution", 0.30),
            after(StageKind.DISCOVERY, SignalType.COMPETITOR_MENTIONED, "pull-battle-card", 0.40),
            after(StageKind.DISCOVERY, SignalType.COMPETITOR_MENTIONED, "send-competitive-matrix", 0.40),
            after(StageKind.DISCOVERY, SignalType.FEATURE_INTEREST, "book-feature-demo", 0.45),
            after(StageKind.DISCOVERY, SignalType.TIMELINE_MENTIONED, "share-implementation-timeline", 0.30),
            after(StageKind.DISCOVERY, SignalType.OBJECTION_RAISED, "address-objection", 0.40),
            after(StageKind.PROPOSAL, SignalType.DEMO_COMPLETED, "send-demo-recap", 0.55),
            after(StageKind.PROPOSAL, SignalType.DEMO_COMPLETED, "follow-up-with-technical-buyer", 0.20),
            onAnyDay(StageKind.PROPOSAL, "engage-economic-buyer", 0.030),
            after(StageKind.PROPOSAL, SignalType.PRICING_DISCUSSED, "generate-quote", 0.50),
            after(StageKind.PROPOSAL, SignalType.PRICING_DISCUSSED, "send-roi-justification", 0.20),
            after(StageKind.PROPOSAL, SignalType.TECHNICAL_REVIEW_NEEDED, "provide-security-documentation", 0.40),
            after(StageKind.PROPOSAL, SignalType.OBJECTION_RAISED, "address-objection", 0.40),
            after(StageKind.NEGOTIATION, SignalType.CONTRACT_REVIEW_STARTED, "route-to-legal-review", 0.55),
            after(StageKind.NEGOTIATION, SignalType.CONTRACT_REVIEW_STARTED, "share-contract-template", 0.35),
            after(StageKind.NEGOTIATION, SignalType.DISCOUNT_REQUESTED, "request-concession", 0.45),
            after(StageKind.NEGOTIATION, SignalType.DISCOUNT_REQUESTED, "offer-value-add", 0.35),
            after(StageKind.NEGOTIATION, SignalType.EXECUTIVE_SIGN_OFF_NEEDED, "schedule-executive-call", 0.30));

    private static final Map<String, ActivityKind> KINDS = Map.of(
            "schedule-follow-up-meeting", ActivityKind.CALL,
            "ask-budget-process", ActivityKind.CALL,
            "ask-current-solution", ActivityKind.CALL,
            "book-feature-demo", ActivityKind.DEMO,
            "address-objection", ActivityKind.MEETING,
            "engage-economic-buyer", ActivityKind.MEETING,
            "follow-up-with-technical-buyer", ActivityKind.CALL,
            "pull-battle-card", ActivityKind.OTHER,
            "generate-quote", ActivityKind.OTHER,
            "schedule-executive-call", ActivityKind.CALL);

    private static Habit after(StageKind stage, SignalType signal, String action, double share) {
        return new Habit(stage, Optional.of(signal), action, share);
    }

    private static Habit onAnyDay(StageKind stage, String action, double share) {
        return new Habit(stage, Optional.empty(), action, share);
    }

    static List<Habit> all() {
        return ALL;
    }

    static List<Habit> after(StageKind stage, SignalType signal) {
        return ALL.stream()
                .filter(habit -> habit.stage == stage && habit.after.equals(Optional.of(signal)))
                .toList();
    }

    static List<Habit> onAnyDay(StageKind stage) {
        return ALL.stream()
                .filter(habit -> habit.stage == stage && habit.after.isEmpty())
                .toList();
    }

    /** How an action is carried out: by mail, unless it is something else by its nature. */
    static ActivityKind kindOf(String action) {
        return KINDS.getOrDefault(action, ActivityKind.EMAIL);
    }
}
