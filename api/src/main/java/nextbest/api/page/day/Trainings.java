package nextbest.api.page.day;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import nextbest.identity.RepId;
import nextbest.identity.TenantId;
import nextbest.store.Store;
import nextbest.store.team.SkillGaps;

/**
 * What a rep could be trained in, by the results of the last year. A page that is opened all day asks for it each time, and it
 * changes slowly: what was found is kept for a while.
 */
final class Trainings {
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int MOST_KEPT = 10_000;
    private static final int MOST = 3;

    private final Store store;
    private final SkillGaps gaps;
    private final Map<Whose, Found> known = new ConcurrentHashMap<>();

    Trainings(Store store) {
        this.store = store;
        this.gaps = new SkillGaps(store.database());
    }

    private record Whose(TenantId tenant, RepId rep) {}

    private record Found(List<SkillGaps.Gap> gaps, Instant until) {}

    /** At most {@value #MOST}, the largest first. */
    List<SkillGaps.Gap> of(TenantId tenant, RepId rep) {
        Instant real = store.time().realNow();
        Whose whose = new Whose(tenant, rep);
        Found found = known.get(whose);
        if (found == null || !found.until().isAfter(real)) {
            if (known.size() >= MOST_KEPT) {
                known.clear();
            }
            found = new Found(
                    gaps.of(tenant, Set.of(rep), store.time().now().minus(YEAR)).stream()
                            .limit(MOST)
                            .toList(),
                    real.plus(KEPT));
            known.put(whose, found);
        }
        return found.gaps();
    }
}
