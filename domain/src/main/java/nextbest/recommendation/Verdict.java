package nextbest.recommendation;

import java.util.List;
import java.util.Objects;

/**
 * Why a candidate is where it is: the why-not of all that are not shown.
 *
 * @param rule the rule that decided; it says the tier and the disposition
 * @param text the rule as a sentence about this candidate
 * @param evidence what the rule rests on
 */
public record Verdict(Rule rule, Text text, List<Evidence> evidence) {
    public Verdict {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(text, "text");
        evidence = List.copyOf(evidence);
    }

    public Disposition disposition() {
        return rule.disposition();
    }

    public Tier tier() {
        return rule.tier();
    }
}
