package nextbest.store.report;

import java.time.Instant;
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
        boolean addsUp) {}
