package nextbest.engine;

import java.util.Map;
import nextbest.deal.DealField;
import nextbest.deal.DealSnapshot;
import nextbest.fact.Provenance;
import nextbest.recommendation.Argument;
import nextbest.recommendation.Evidence;
import nextbest.recommendation.Text;
import nextbest.signal.BuyerSignal;

/** Makes evidence out of what a snapshot says, with ids that are the same in every decision. */
final class Evidences {
    private Evidences() {}

    static String factId(String field) {
        return "fact:" + field;
    }

    static String signalId(BuyerSignal signal) {
        return "signal:" + signal.id();
    }

    /** A field of the snapshot that is known or known to be absent. */
    static Evidence fact(DealSnapshot deal, DealField<?> field, String key, Map<String, Argument> arguments) {
        Provenance provenance = field.in(deal)
                .source()
                .orElseThrow(() -> new IllegalStateException("the unknown field " + field + " cannot be evidence"));
        return new Evidence.Recorded(factId(field.key()), Text.of(key, arguments), provenance);
    }

    static Evidence fact(DealSnapshot deal, DealField<?> field, String key) {
        return fact(deal, field, key, Map.of());
    }

    static Evidence signal(BuyerSignal signal) {
        return new Evidence.Recorded(
                signalId(signal),
                Text.of("evidence.signal." + signal.type().key(), Map.of("at", Argument.moment(signal.at()))),
                signal.provenance());
    }

    /** What a field says, without more: for triggers. */
    static Evidence plainFact(DealSnapshot deal, String key) {
        DealField<?> field = DealField.find(key).orElseThrow();
        return field.in(deal).isUnknown()
                ? new Evidence.Ruled(
                        factId(key), Text.of("evidence.unknown", Map.of("field", Argument.message("field." + key))))
                : fact(deal, field, "evidence.fact", Map.of("field", Argument.message("field." + key)));
    }
}
