package nextbest.store.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nextbest.deal.StageKind;
import nextbest.learning.statistics.StableHash;

/**
 * The visits of stages of one kind, as they were known at a moment, and which catalogue actions were carried out in them.
 *
 * <p>Visits are put into strata of the same stage and the same size of company (or, where that is not known, the same order
 * of magnitude of the amount), and inside a stratum into an order that has nothing to do with what came of them.
 */
final class PastVisits {
    private static final long SECOND = 1;

    final long asOf;
    /** Which deal a visit is of: the same number for all visits of a deal. */
    final int[] deal;

    /** A hash per visit's deal, for whatever is drawn. */
    final long[] hash;

    /** How long the visit lasted, in seconds; while it lasts, until the moment. */
    final long[] length;

    /** How it ended, one of {@link HistoryBlock#STAYS} and so on. */
    final int[] leftBy;

    /** How long it could be watched: from the entry to the moment. */
    final long[] watched;

    final int[] segment;
    final int[] stratum;
    final int[] stratumStart;
    final int deals;
    /** Per action, the first time that it was carried out in a visit. */
    final Map<String, Acts> actions;

    /** Visits in which an action was carried out, and how long after the entry it was first. */
    record Acts(List<Act> first) {}

    /**
     * @param at seconds after the entry
     * @param ours whether we had recommended it
     */
    record Act(int visit, long at, boolean ours) {}

    private record Visit(
            int stratum,
            long hash,
            int deal,
            long length,
            int leftBy,
            long watched,
            int segment,
            Map<Integer, Act> acts) {}

    PastVisits(PastDeals past, StageKind kind, long asOf) {
        this.asOf = asOf;
        List<Visit> visits = collect(past, kind, asOf);
        visits.sort(Comparator.comparingInt(Visit::stratum)
                .thenComparingLong(Visit::hash)
                .thenComparingLong(Visit::watched));
        int n = visits.size();
        deal = new int[n];
        hash = new long[n];
        length = new long[n];
        leftBy = new int[n];
        watched = new long[n];
        segment = new int[n];
        stratum = new int[n];
        actions = new TreeMap<>();
        List<Integer> starts = new ArrayList<>();
        for (int v = 0; v < n; v++) {
            Visit visit = visits.get(v);
            if (v == 0 || visit.stratum() != visits.get(v - 1).stratum()) {
                starts.add(v);
            }
            deal[v] = visit.deal();
            hash[v] = visit.hash();
            length[v] = visit.length();
            leftBy[v] = visit.leftBy();
            watched[v] = visit.watched();
            segment[v] = visit.segment();
            stratum[v] = starts.size() - 1;
            int place = v;
            visit.acts()
                    .forEach((action, act) -> actions.computeIfAbsent(
                                    past.codes().valueOf(action), a -> new Acts(new ArrayList<>()))
                            .first()
                            .add(new Act(place, act.at(), act.ours())));
        }
        starts.add(n);
        stratumStart = starts.stream().mapToInt(Integer::intValue).toArray();
        deals = Math.toIntExact(Arrays.stream(deal).max().orElse(-1) + 1L);
    }

    int count() {
        return deal.length;
    }

    /** Whether the deal moved on within a window that begins so long after the entry. */
    boolean advancedWithin(int visit, long at, long window) {
        return leftBy[visit] == HistoryBlock.ADVANCED && length[visit] <= at + window;
    }

    /** Whether it is known what came of that window: it is over, or the deal has left the stage. */
    boolean observed(int visit, long at, long window) {
        return leftBy[visit] != HistoryBlock.STAYS || watched[visit] >= at + window;
    }

    private static List<Visit> collect(PastDeals past, StageKind kind, long asOf) {
        int wanted = past.codes().find(HistoryLoader.kindText(kind));
        Map<Long, Integer> strata = new HashMap<>();
        List<Visit> visits = new ArrayList<>();
        int number = 0;
        for (PastDeals.Part part : past.parts()) {
            HistoryBlock b = part.block();
            for (int i = part.gone().nextClearBit(0);
                    i < b.deals();
                    i = part.gone().nextClearBit(i + 1)) {
                for (int v = b.visitStart()[i]; v < b.visitStart()[i + 1]; v++) {
                    boolean ofKind = wanted >= 0 && past.kinds().getOrDefault(b.visitStage()[v], Codes.NONE) == wanted;
                    if (ofKind && b.visitEntered()[v] <= asOf && b.visitKnown()[v] <= asOf) {
                        visits.add(visit(b, i, v, number, asOf, strata));
                    }
                }
                number++;
            }
        }
        return visits;
    }

    private static Visit visit(HistoryBlock b, int deal, int v, int number, long asOf, Map<Long, Integer> strata) {
        long entered = b.visitEntered()[v];
        boolean left = b.visitLeft()[v] <= asOf && b.visitLeftKnown()[v] <= asOf;
        long length = (left ? b.visitLeft()[v] : asOf) - entered;
        Map<Integer, Act> acts = new TreeMap<>();
        for (int a = b.actStart()[deal]; a < b.actStart()[deal + 1]; a++) {
            long at = b.actAt()[a] - entered;
            if (at >= 0 && at < length + SECOND && b.actAt()[a] <= asOf && b.actKnown()[a] <= asOf) {
                // what happened at the very moment of leaving belongs to the next stage
                if (!left || at < length) {
                    acts.putIfAbsent(b.actAction()[a], new Act(v, at, b.actOurs()[a] == 1));
                }
            }
        }
        long band = b.size()[deal] >= 0 ? b.size()[deal] : -2 - magnitude(b, deal, entered);
        long key = ((long) b.visitStage()[v] << 32) ^ (band & 0xFFFF_FFFFL);
        return new Visit(
                strata.computeIfAbsent(key, k -> strata.size()),
                StableHash.mix(b.idHigh()[deal], b.idLow()[deal]),
                number,
                length,
                left ? b.leftBy()[v] : HistoryBlock.STAYS,
                asOf - entered,
                b.segment()[deal],
                acts);
    }

    /** Half decades of the amount that was known at the entry; 0 if none was. */
    private static int magnitude(HistoryBlock b, int deal, long moment) {
        int row = b.rowAt(deal, moment);
        return row < 0 || b.rowAmount()[row] <= 0 ? 0 : 1 + (int) (2 * Math.log10((double) b.rowAmount()[row]));
    }
}
