package nextbest.learning.offpolicy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Decides whether a challenger replaces the champion. 'No' is the normal answer: the challenger's lower bound must exceed
 * the champion's value, and no guard may object.
 */
public final class PromotionGate {
    private PromotionGate() {}

    /**
     * The answer, with every reason against.
     *
     * @param promoted whether the challenger replaces the champion
     * @param reasons why not; empty exactly when promoted
     */
    public record Decision(boolean promoted, List<String> reasons) {
        public Decision {
            reasons = List.copyOf(reasons);
            if (promoted != reasons.isEmpty()) {
                throw new IllegalArgumentException("promoted must go with no reasons, but got " + reasons);
            }
        }
    }

    /**
     * Compares on value and collects the objections of the guards.
     *
     * @param challenger the challenger's value on the log
     * @param championValue the champion's value on the same scale
     * @param objections what calibration, fairness or other guards have against it
     */
    public static Decision decide(Verdict challenger, double championValue, List<String> objections) {
        List<String> reasons = new ArrayList<>();
        switch (challenger) {
            case Verdict.Refused refused -> reasons.add("no value can be given: " + refused.reason());
            case Verdict.Estimate estimate -> {
                if (!(estimate.lower() > championValue)) {
                    // in hundredths of the best outcome, as the report's table has them
                    reasons.add(String.format(
                            Locale.ROOT,
                            "its value is certain only down to %.1f, which does not exceed the champion's %.1f",
                            100 * estimate.lower(),
                            100 * championValue));
                }
            }
        }
        reasons.addAll(objections);
        return new Decision(reasons.isEmpty(), reasons);
    }
}
