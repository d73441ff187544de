package nextbest.engine;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import nextbest.catalogue.Finding;
import nextbest.catalogue.PatternRow;
import nextbest.catalogue.Truth;
import nextbest.signal.BuyerSignal;
import nextbest.signal.SignalType;

/**
 * What calls for an action in one deal, and how much it scores by that alone.
 *
 * @param truth whether something calls for it
 * @param baseline 0 to 100; empty: the action is not meant for this stage
 * @param potential the highest baseline that it could have at this stage, 0 to 100
 * @param row the pattern row that gives the baseline, if one does
 * @param fired the triggers that fired, by key
 * @param expired triggers that fired by signals that are too old, by key
 * @param unknown keys of fields that would tell more
 * @param inBaseline ids of evidence that the baseline already counts: what fired a trigger moves no line
 */
record Calling(
        Truth truth,
        Optional<Integer> baseline,
        int potential,
        Optional<PatternRow> row,
        SortedMap<String, Finding> fired,
        SortedMap<String, Finding> expired,
        SortedSet<String> unknown,
        SortedSet<String> inBaseline) {

    static final Calling NOT_MEANT = new Calling(
            Truth.NO,
            Optional.empty(),
            0,
            Optional.empty(),
            Collections.emptySortedMap(),
            Collections.emptySortedMap(),
            Collections.emptySortedSet(),
            Collections.emptySortedSet());

    boolean fires() {
        return truth == Truth.YES;
    }

    /** The signals that fired, the youngest first. */
    List<BuyerSignal> signals() {
        if (fired.isEmpty()) {
            return List.of();
        }
        return fired.values().stream()
                .flatMap(finding -> finding.signals().stream())
                .distinct()
                .sorted(java.util.Comparator.comparing(BuyerSignal::at)
                        .reversed()
                        .thenComparing(BuyerSignal::id))
                .toList();
    }

    /** The fields that fired. */
    SortedSet<String> fields() {
        SortedSet<String> fields = new TreeSet<>();
        fired.values().forEach(finding -> fields.addAll(finding.fields()));
        return fields;
    }

    /**
     * The ids of all evidence that says the same as what fired: a competitor that was mentioned is also a competitor of
     * record, and must not be counted twice.
     */
    static SortedSet<String> explainedBy(SortedMap<String, Finding> fired, List<BuyerSignal> heard) {
        SortedSet<String> ids = new TreeSet<>();
        SortedSet<String> fields = new TreeSet<>();
        for (Finding finding : fired.values()) {
            fields.addAll(finding.fields());
            for (BuyerSignal signal : finding.signals()) {
                ids.add(Evidences.signalId(signal));
                fields.addAll(SignalFields.of(signal.type()));
            }
        }
        fields.forEach(field -> ids.add(Evidences.factId(field)));
        if (fields.isEmpty()) {
            return ids;
        }
        for (BuyerSignal signal : heard) {
            if (SignalFields.of(signal.type()).stream().anyMatch(field -> fields.contains(field))) {
                ids.add(Evidences.signalId(signal));
            }
        }
        return ids;
    }

    /** Which fields of the snapshot say the same as a signal. */
    static final class SignalFields {
        private SignalFields() {}

        static List<String> of(SignalType type) {
            return switch (type) {
                case PAIN_POINT_MENTIONED -> List.of("pain-points");
                case BUDGET_DISCUSSED, BUDGET_APPROVAL_NEEDED, BUDGET_UNCLEAR -> List.of("budget");
                case TIMELINE_MENTIONED, TIMELINE_CHANGED -> List.of("timeline", "proposed-close-date");
                case COMPETITOR_MENTIONED -> List.of("competitors");
                case DEMO_COMPLETED -> List.of("demo-held-at");
                case TECHNICAL_REVIEW_NEEDED, TECHNICAL_VALIDATION_NEEDED -> List.of("technical-review");
                case CONTRACT_REVIEW_STARTED, NON_STANDARD_TERMS_WANTED -> List.of("contract", "legal-review");
                case DISCOUNT_REQUESTED -> List.of("discount", "discount-asked");
                case EXECUTIVE_SIGN_OFF_NEEDED -> List.of("decision-process");
                case FEATURE_INTEREST -> List.of("features");
                case SECURITY_REVIEW_STARTED -> List.of("security-review");
                case INTEGRATION_DISCUSSED -> List.of("tech-stack");
                case NEW_STAKEHOLDER, CHAMPION_DEPARTURE_RISK -> List.of("stakeholders");
                case OBJECTION_RAISED -> List.of("open-objections");
                case ENGAGEMENT_DECLINING -> List.of("engagement-trend", "engagement-level");
                case ROI_DISCUSSED,
                        PRICING_DISCUSSED,
                        EXECUTIVE_ATTENTION_NEEDED,
                        SKEPTICISM_VOICED,
                        EVALUATION_STARTED,
                        HANDS_ON_WANTED,
                        INDUSTRY_INSIGHT_WANTED,
                        SOCIAL_PROOF_NEEDED,
                        CHAMPION_NEEDS_MATERIAL -> List.of();
            };
        }
    }
}
