package nextbest.recommendation;

import java.util.List;
import java.util.Objects;
import nextbest.catalogue.ImpactClass;

/**
 * What a person sees of a decision, as message keys and arguments, for mail, web, CRM and terminal alike.
 *
 * @param candidate the main candidate's key
 * @param title the action with its parameters
 * @param points 0 to 100
 * @param factors the four factors in whole points, adding up to {@code points}
 * @param urgency how soon
 * @param impact what it is expected to bring
 * @param why reasons, the strongest first; each rests on evidence of the decision
 * @param how steps, in order
 * @param window when best
 * @param successRate how often deals moved on after it
 * @param alternatives at most two, by score
 * @param missing what is not known and would matter, the most valuable first
 * @param conflicts contradictions that a person should see
 * @param flipPoints what would put an alternative first
 * @param mandatory whether compliance demands it
 * @param fallback whether this is the stage's default because nothing else qualified
 */
public record CardContent(
        String candidate,
        Text title,
        int points,
        List<FactorPoints> factors,
        Urgency urgency,
        ImpactClass impact,
        List<Reason> why,
        List<Text> how,
        BestWindow window,
        SuccessRate successRate,
        List<Alternative> alternatives,
        List<Text> missing,
        List<Conflict> conflicts,
        List<FlipPoint> flipPoints,
        boolean mandatory,
        boolean fallback) {
    public CardContent {
        Objects.requireNonNull(candidate, "candidate");
        Objects.requireNonNull(title, "title");
        factors = List.copyOf(factors);
        Objects.requireNonNull(urgency, "urgency");
        Objects.requireNonNull(impact, "impact");
        why = List.copyOf(why);
        how = List.copyOf(how);
        Objects.requireNonNull(window, "window");
        Objects.requireNonNull(successRate, "successRate");
        alternatives = List.copyOf(alternatives);
        missing = List.copyOf(missing);
        conflicts = List.copyOf(conflicts);
        flipPoints = List.copyOf(flipPoints);
    }

    /**
     * Whole points of a factor.
     *
     * @param points as a person sees them
     * @param max the factor's weight
     */
    public record FactorPoints(Factor factor, int points, int max) {}

    /**
     * A sentence of the why.
     *
     * @param evidence ids of the evidence that it rests on
     */
    public record Reason(Text text, List<String> evidence) {
        public Reason {
            Objects.requireNonNull(text, "text");
            evidence = List.copyOf(evidence);
        }
    }

    /**
     * Another action that may be done instead.
     *
     * @param candidate its key
     * @param remark in what way it is an alternative
     */
    public record Alternative(
            String candidate, Text title, int points, Urgency urgency, ImpactClass impact, Text remark) {
        public Alternative {
            Objects.requireNonNull(candidate, "candidate");
            Objects.requireNonNull(title, "title");
            Objects.requireNonNull(urgency, "urgency");
            Objects.requireNonNull(impact, "impact");
            Objects.requireNonNull(remark, "remark");
        }
    }
}
