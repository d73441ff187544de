package nextbest.store.report;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * What the loop did in a period, on three levels that never mix. The counts of each level add up to one line of the level
 * above: candidates by engine disposition; delivered ones by rep disposition; presented ones by client disposition.
 *
 * @param from decisions from here on
 * @param until and before here
 * @param decisions how many decisions
 * @param candidates how many candidates they considered
 * @param engine candidates by engine disposition
 * @param rep delivered recommendations by what the rep did
 * @param client recommendations that were presented to the client, by what the client said
 * @param observed delivered recommendations by what was observed of them: key such as {@code advanced.yes}
 * @param deals deals that had a recommendation delivered, by how they stand
 * @param revenue of those that were won, by currency, in minor units; each deal counted once
 * @param reasons why recommendations were dismissed or kept back
 * @param actions by action, the most delivered first
 * @param addsUp whether every level adds up; anything else is a defect
 */
public record LoopReport(
        Instant from,
        Instant until,
        long decisions,
        long candidates,
        SortedMap<String, Long> engine,
        SortedMap<String, Long> rep,
        SortedMap<String, Long> client,
        SortedMap<String, Long> observed,
        SortedMap<String, Long> deals,
        SortedMap<String, Long> revenue,
        SortedMap<String, Long> reasons,
        List<ActionLine> actions,
        boolean addsUp) {
    /**
     * One action.
     *
     * @param delivered how often it was delivered
     * @param accepted accepted or executed
     * @param dismissed dismissed
     * @param keptBack kept back from the client
     * @param advanceObserved of how many it is known whether the deal moved on within the window
     * @param advanced of those, how many did
     * @param won how many of the deals were won within the window
     */
    public record ActionLine(
            String action,
            long delivered,
            long accepted,
            long dismissed,
            long keptBack,
            long advanceObserved,
            long advanced,
            long won) {}
}
