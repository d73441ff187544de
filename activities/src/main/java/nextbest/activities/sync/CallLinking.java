package nextbest.activities.sync;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import nextbest.store.vendor.Talk;
import nextbest.store.vendor.TalkTraces.Basis;
import nextbest.store.vendor.TalkTraces.Trace;

/**
 * Says which deal a call belongs to, and how sure that is. The numbers are assigned, not measured: they put what can speak for a
 * deal in an order and leave what is doubtful to a person. They stand in docs/vendor/README.md too.
 */
final class CallLinking {
    /** The vendor names the deal by the CRM's id. */
    static final double TIE = 0.98;
    /** A stakeholder of the deal took part. */
    static final double STAKEHOLDER = 0.90;
    /** Somebody of the deal's client took part, or the vendor names the client. */
    static final double CLIENT = 0.80;
    /** Somebody took part whose mail address is like those of the client's people. */
    static final double DOMAIN = 0.65;
    /** The deal's rep was there too: by so much surer. */
    static final double OWNER_THERE = 0.05;
    /** An address that is like the client's says little by itself, and more where the rep was there. */
    static final double OWNER_AND_DOMAIN = 0.15;
    /** Only the rep's presence tells one deal from others: so much less sure than if there were no others. */
    static final double AMONG_OTHERS = 0.10;
    /** The vendor names a deal that we do not know: it is hardly another one. */
    static final double AGAINST_THE_VENDOR = 0.50;

    private CallLinking() {}

    /**
     * All deals that something speaks for, the surest first.
     *
     * @param traces what speaks for which deal
     * @param namesADeal whether the vendor names a deal by a CRM's id
     */
    static List<Talk.Candidate> candidates(List<Trace> traces, boolean namesADeal) {
        Optional<Basis> best = traces.stream().map(Trace::basis).min(Comparator.naturalOrder());
        if (best.isEmpty()) {
            return List.of();
        }
        List<Trace> rivals =
                traces.stream().filter(trace -> trace.basis() == best.get()).toList();
        long owners = rivals.stream().filter(Trace::ownerThere).count();
        boolean unknownTie = namesADeal && best.get() != Basis.TIE;
        return traces.stream()
                .map(trace -> {
                    double sure = trace.basis() == best.get()
                            ? confidence(trace, rivals.size(), owners)
                            // a weaker trace beside a stronger one
                            : alone(trace) / (1 + rivals.size());
                    return new Talk.Candidate(
                            trace.deal(),
                            rounded(unknownTie ? Math.min(AGAINST_THE_VENDOR, sure) : sure),
                            trace.basis().name().toLowerCase(java.util.Locale.ROOT)
                                    + (trace.ownerThere() ? "+owner" : ""));
                })
                .sorted(Comparator.comparing(Talk.Candidate::confidence)
                        .reversed()
                        .thenComparing(one -> one.deal().value()))
                .toList();
    }

    /** Four decimals: a threshold is not missed by the last bit. */
    private static double rounded(double sure) {
        return Math.round(sure * 10_000) / 10_000.0;
    }

    private static double confidence(Trace trace, int rivals, long owners) {
        if (rivals == 1) {
            return alone(trace);
        }
        if (trace.basis() == Basis.TIE || owners != 1) {
            return alone(trace) / rivals;
        }
        return trace.ownerThere() ? alone(trace) - AMONG_OTHERS : alone(trace) / rivals;
    }

    private static double alone(Trace trace) {
        double owner = trace.ownerThere() ? OWNER_THERE : 0;
        return switch (trace.basis()) {
            case TIE -> TIE;
            case STAKEHOLDER -> STAKEHOLDER + owner;
            case CLIENT -> CLIENT + owner;
            case DOMAIN -> DOMAIN + (trace.ownerThere() ? OWNER_AND_DOMAIN : 0);
        };
    }
}
