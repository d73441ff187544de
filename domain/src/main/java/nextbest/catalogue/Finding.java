package nextbest.catalogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import nextbest.signal.BuyerSignal;

/**
 * What became of a condition for one deal.
 *
 * @param truth the answer
 * @param fields keys of the fields that the answer rests on
 * @param signals the signals that the answer rests on
 * @param unknown keys of the fields that would have to be known to answer
 */
public record Finding(Truth truth, SortedSet<String> fields, List<BuyerSignal> signals, SortedSet<String> unknown) {
    private static final SortedSet<String> NOTHING = Collections.emptySortedSet();

    public Finding {
        Objects.requireNonNull(truth, "truth");
        fields = Collections.unmodifiableSortedSet(fields);
        signals = List.copyOf(signals);
        unknown = Collections.unmodifiableSortedSet(unknown);
    }

    public boolean holds() {
        return truth == Truth.YES;
    }

    static Finding of(Truth truth, String field) {
        SortedSet<String> about = single(field);
        return truth == Truth.UNKNOWN
                ? new Finding(truth, NOTHING, List.of(), about)
                : new Finding(truth, about, List.of(), NOTHING);
    }

    static Finding ofSignals(List<BuyerSignal> signals) {
        return new Finding(Truth.of(!signals.isEmpty()), NOTHING, signals, NOTHING);
    }

    Finding negated() {
        return new Finding(truth.negated(), fields, signals, unknown);
    }

    /** The evidence of those parts that the answer follows from; the unknown fields of those that leave it open. */
    static Finding merge(Truth truth, List<Finding> parts) {
        SortedSet<String> fields = new TreeSet<>();
        SortedSet<String> unknown = new TreeSet<>();
        List<BuyerSignal> signals = new ArrayList<>();
        for (Finding part : parts) {
            if (part.truth == truth && truth != Truth.UNKNOWN) {
                fields.addAll(part.fields);
                part.signals.stream()
                        .filter(signal -> !signals.contains(signal))
                        .forEach(signals::add);
            }
            if (part.truth == Truth.UNKNOWN && truth == Truth.UNKNOWN) {
                unknown.addAll(part.unknown);
            }
        }
        return new Finding(truth, fields, signals, unknown);
    }

    private static SortedSet<String> single(String field) {
        SortedSet<String> set = new TreeSet<>();
        set.add(field);
        return set;
    }
}
