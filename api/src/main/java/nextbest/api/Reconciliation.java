package nextbest.api;

import io.temporal.common.SearchAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import nextbest.identity.CardId;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.store.Store;
import nextbest.store.loop.LoopStandings;
import nextbest.store.loop.LoopStandings.Latest;
import nextbest.store.loop.LoopStandings.Standing;
import nextbest.workflows.digest.RepDigests;
import nextbest.workflows.subjectloop.LoopView;
import nextbest.workflows.subjectloop.SubjectLoopState;
import nextbest.workflows.subjectloop.SubjectLoops;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reconciliation of an organisation's loops with the database, which is the record. A loop that is missing goes on where
 * it stood: with its card, its timers and the results it waits for, so that nothing is decided or sent that would not have
 * been.
 */
final class Reconciliation {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);
    /** A loop that ended within this time may have shown something today, wherever the rep is. */
    private static final Duration TODAY = Duration.ofHours(26);

    private static final int AT_ONCE = 8;

    private final TenantId tenant;
    private final SubjectLoops loops;
    private final RepDigests digests;
    private final Store store;
    private final LoopStandings standings;
    private final Queue<UUID> failed = new ConcurrentLinkedQueue<>();

    Reconciliation(TenantId tenant, SubjectLoops loops, RepDigests digests, Store store) {
        this.tenant = tenant;
        this.loops = loops;
        this.digests = digests;
        this.store = store;
        this.standings = new LoopStandings(store.database());
    }

    Reconciled run(boolean rebuild) {
        Set<SubjectId> running = loops.running(tenant);
        Set<SubjectId> orphans = new HashSet<>(running);
        orphans.removeAll(standings.mayHaveLoops(tenant, running));
        List<Standing> wanted = standings.all(tenant);
        Set<SubjectId> held = rebuild ? holdWhatIsAhead(running) : Set.of();
        Set<SubjectId> toEnd = rebuild ? running : orphans;
        forEach(toEnd, subject -> loops.end(tenant, subject, rebuild ? "reconcile --rebuild" : "reconcile: an orphan"));
        List<Standing> missing = wanted.stream()
                .filter(standing -> rebuild || !running.contains(standing.subject()))
                .toList();
        Map<SubjectId, Standing> bySubject = new ConcurrentHashMap<>();
        missing.forEach(standing -> bySubject.put(standing.subject(), standing));
        forEach(bySubject.keySet(), subject -> start(bySubject.get(subject), held.contains(subject)));
        int digestsStarted = digests(rebuild);
        return new Reconciled(
                wanted.size(),
                wanted.size() - missing.size(),
                missing.size(),
                count(missing, standing -> standing.resultDue().isPresent()),
                count(missing, Standing::unseenNews),
                count(missing, Standing::paused),
                toEnd.size(),
                values(orphans),
                digestsStarted,
                values(held),
                List.copyOf(new HashSet<>(failed)));
    }

    /** Ends the loops of some subjects and starts them where the database says they stand. */
    void startAnew(Set<SubjectId> subjects) {
        forEach(subjects, subject -> loops.end(tenant, subject, "a card is sent again"));
        Map<SubjectId, Standing> bySubject = new ConcurrentHashMap<>();
        standings.all(tenant).stream()
                .filter(standing -> subjects.contains(standing.subject()))
                .forEach(standing -> bySubject.put(standing.subject(), standing));
        forEach(bySubject.keySet(), subject -> start(bySubject.get(subject), false));
        digests(false);
    }

    /**
     * The loops know more than a database that was restored from an older backup. What they showed and it does not know of
     * could be shown again: the day of such a subject is closed. So is the day of one that cannot be asked.
     */
    private Set<SubjectId> holdWhatIsAhead(Set<SubjectId> running) {
        Set<SubjectId> recent = new HashSet<>(running);
        recent.addAll(loops.endedSince(tenant, store.time().realNow().minus(TODAY)));
        recent.retainAll(standings.mayHaveLoops(tenant, recent));
        Map<SubjectId, CardId> shown = new ConcurrentHashMap<>();
        Set<SubjectId> held = ConcurrentHashMap.newKeySet();
        forEach(recent, subject -> {
            try {
                LoopView view = loops.view(tenant, subject);
                Optional.ofNullable(view.card()).map(CardId::new).ifPresent(card -> shown.put(subject, card));
            } catch (RuntimeException e) {
                LOG.warn("the loop of {} could not be asked what it showed; nothing more is shown today", subject, e);
                held.add(subject);
            }
        });
        Set<CardId> known = standings.known(tenant, shown.values());
        shown.forEach((subject, card) -> {
            if (!known.contains(card)) {
                held.add(subject);
            }
        });
        Instant now = store.time().now();
        forEach(held, subject -> store.deliveries().closeDay(tenant, subject, now));
        return held;
    }

    private void start(Standing standing, boolean held) {
        loops.restore(tenant, standing.subject(), state(standing, held), searchable(standing));
    }

    /**
     * Null for a subject that was never looked at: its loop does so at once. One that is held looks at it with its next review:
     * its last decision is not the one that the database knows.
     */
    private SubjectLoopState state(Standing standing, boolean held) {
        if (standing.latest().isEmpty() && !held) {
            return standing.paused() ? state(standing, Optional.empty(), false) : null;
        }
        return state(standing, standing.latest(), held);
    }

    private SubjectLoopState state(Standing standing, Optional<Latest> latest, boolean held) {
        Instant decidedAt = held ? store.time().now() : latest.map(Latest::at).orElse(null);
        UUID card = standing.card().map(shown -> shown.id().value()).orElse(null);
        boolean present = !held
                && standing.rep().isPresent()
                && standing.card().filter(LoopStandings.Card::waiting).isPresent();
        return new SubjectLoopState(
                standing.unseenNews() ? 1 : 0,
                "reconcile",
                standing.paused(),
                card,
                latest.map(decision -> decision.id().value()).orElse(null),
                present ? card : null,
                present
                        && latest.filter(decision -> "HIGH".equals(decision.urgency()))
                                .isPresent(),
                standing.rep().map(RepId::value).orElse(null),
                decidedAt,
                standing.open() && decidedAt != null ? decidedAt.plus(loops.reviewEvery()) : null,
                standing.resultDue().orElse(null),
                !standing.open(),
                latest.map(Latest::count).orElse(0L));
    }

    /** Operators find the loop as before; what the database does not keep comes with the next decision. */
    private static SearchAttributes searchable(Standing standing) {
        SearchAttributes.Builder known = SearchAttributes.newBuilder();
        standing.rep().ifPresent(rep -> known.set(nextbest.workflows.SearchAttributes.REP, rep.toString()));
        standing.latest().ifPresent(latest -> {
            known.set(nextbest.workflows.SearchAttributes.SEGMENT, latest.segment());
            known.set(
                    nextbest.workflows.SearchAttributes.URGENCY,
                    latest.urgency() == null ? "none" : latest.urgency().toLowerCase(java.util.Locale.ROOT));
        });
        return known.build();
    }

    private int digests(boolean rebuild) {
        Set<RepId> running = digests.running(tenant);
        if (rebuild) {
            running.forEach(rep -> digests.end(tenant, rep, "reconcile --rebuild"));
        }
        Set<RepId> waiting = standings.repsWithWaitingCards(tenant);
        if (!rebuild) {
            waiting.removeAll(running);
        }
        waiting.forEach(rep -> digests.cardWaiting(tenant, rep));
        return waiting.size();
    }

    /** Several at once: each is a round trip to the server. One that fails does not hold up the others. */
    private void forEach(Collection<SubjectId> subjects, Consumer<SubjectId> work) {
        try (ExecutorService several = Executors.newFixedThreadPool(AT_ONCE)) {
            for (SubjectId subject : new ArrayList<>(subjects)) {
                several.execute(() -> {
                    try {
                        work.accept(subject);
                    } catch (RuntimeException e) {
                        LOG.warn("the loop of {} could not be reconciled", subject, e);
                        failed.add(subject.value());
                    }
                });
            }
        }
    }

    private static int count(List<Standing> all, java.util.function.Predicate<Standing> wanted) {
        return (int) all.stream().filter(wanted).count();
    }

    private static List<UUID> values(Set<SubjectId> subjects) {
        return subjects.stream().map(SubjectId::value).sorted().toList();
    }
}
