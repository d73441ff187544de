package nextbest.store.whatif;

import static nextbest.store.schema.Tables.CANDIDATE;
import static nextbest.store.schema.Tables.DECISION;
import static nextbest.store.schema.Tables.SNAPSHOT;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import nextbest.deal.DealSnapshot;
import nextbest.deal.SizeBand;
import nextbest.deal.StageKind;
import nextbest.engine.Engine;
import nextbest.engine.EngineInput;
import nextbest.engine.Selection;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.decision.Decisions;
import nextbest.store.schema.tables.records.DecisionRecord;

/**
 * Makes recent decisions again under other rules, from what each knew then, and tells who gains and who loses. Nothing is
 * stored. It says what would have been put on cards, not what would have come of it: for that there are trials.
 */
public final class WhatIf {
    /** The most decisions of one run. */
    public static final int MOST = 100_000;

    private static final int BATCH = 250;

    private final Database database;
    private final Decisions.Catalogues catalogues;
    private final Engine engine;

    public WhatIf(Database database, Decisions.Catalogues catalogues, Engine engine) {
        this.database = Objects.requireNonNull(database, "database");
        this.catalogues = Objects.requireNonNull(catalogues, "catalogues");
        this.engine = Objects.requireNonNull(engine, "engine");
    }

    /**
     * Two numbers.
     *
     * @param before as it was decided
     * @param after as it would be
     */
    public record Change(long before, long after) {
        Change plus(long b, long a) {
            return new Change(before + b, after + a);
        }
    }

    /**
     * What a group of deals was offered.
     *
     * @param kind {@code industry}, {@code size}, {@code region} or {@code stage}
     * @param decisions about deals of the group
     * @param recommendations on their cards
     */
    public record Group(String kind, String name, long decisions, Change recommendations) {}

    /**
     * The result.
     *
     * @param decisions that were made again
     * @param skipped that could not be, because their catalogue is not kept
     * @param changed whose card would be another one
     * @param mainChanged whose main recommendation would be another one
     * @param recommendations on all cards
     * @param empty decisions with nothing on the card
     * @param actions by action, places on cards; those that lose most first
     * @param groups who is offered how much
     */
    public record Result(
            long decisions,
            long skipped,
            long changed,
            long mainChanged,
            Change recommendations,
            Change empty,
            Map<String, Change> actions,
            List<Group> groups) {}

    /**
     * Tries rules on the latest decisions.
     *
     * @param most at most so many decisions, up to {@value #MOST}
     */
    public Result of(TenantId tenant, OtherRules rules, int most) {
        List<UUID> ids = database.inTenant(
                tenant,
                transaction -> transaction
                        .select(DECISION.ID)
                        .from(DECISION)
                        .where(DECISION.TENANT.eq(tenant.value()))
                        .orderBy(DECISION.DECIDED_AT.desc(), DECISION.ID.desc())
                        .limit(Math.min(most, MOST))
                        .fetch(DECISION.ID));
        Tally tally = new Tally();
        for (int from = 0; from < ids.size(); from += BATCH) {
            Batch batch = read(tenant, ids.subList(from, Math.min(ids.size(), from + BATCH)));
            batch.decisions().parallelStream()
                    .map(stored -> again(tenant, stored, batch, rules))
                    .toList()
                    .forEach(pair -> pair.ifPresentOrElse(tally::add, tally::skip));
        }
        return tally.result();
    }

    @SuppressWarnings("ArrayRecordComponent") // read once, in one place
    private record Stored(DecisionRecord decision, byte[] snapshot) {}

    private record Batch(List<Stored> decisions, Map<UUID, List<Place>> slates) {}

    private record Place(String key, String action) {}

    private record Pair(DealSnapshot deal, List<Place> before, List<Place> after) {}

    private Batch read(TenantId tenant, List<UUID> ids) {
        return database.inTenant(tenant, transaction -> {
            List<Stored> decisions = transaction
                    .select(DECISION, SNAPSHOT.BODY)
                    .from(DECISION)
                    .join(SNAPSHOT)
                    .on(SNAPSHOT.TENANT.eq(DECISION.TENANT), SNAPSHOT.HASH.eq(DECISION.SNAPSHOT_HASH))
                    .where(DECISION.TENANT.eq(tenant.value()), DECISION.ID.in(ids))
                    .fetch(row -> new Stored(row.value1(), row.value2()));
            Map<UUID, List<Place>> slates = new HashMap<>();
            transaction
                    .select(CANDIDATE.DECISION_ID, CANDIDATE.KEY, CANDIDATE.ACTION)
                    .from(CANDIDATE)
                    .where(
                            CANDIDATE.TENANT.eq(tenant.value()),
                            CANDIDATE.DECISION_ID.in(ids),
                            CANDIDATE.POSITION.isNotNull())
                    .orderBy(CANDIDATE.DECISION_ID, CANDIDATE.POSITION)
                    .forEach(row -> slates.computeIfAbsent(row.value1(), id -> new ArrayList<>())
                            .add(new Place(row.value2(), row.value3())));
            return new Batch(decisions, slates);
        });
    }

    private Optional<Pair> again(TenantId tenant, Stored stored, Batch batch, OtherRules rules) {
        EngineInput input;
        try {
            input = Decisions.input(tenant, stored.decision(), stored.snapshot(), catalogues);
        } catch (IllegalStateException e) {
            return Optional.empty();
        }
        Selection other = engine.select(rules.applyTo(input));
        List<Place> after = other.slate().candidates().stream()
                .map(key -> new Place(
                        key, other.entrant(key).map(Selection.Entrant::action).orElse(key)))
                .toList();
        return Optional.of(new Pair(
                input.deal(), batch.slates().getOrDefault(stored.decision().getId(), List.of()), after));
    }

    private static final class Tally {
        private long decisions;
        private long skipped;
        private long changed;
        private long mainChanged;
        private Change recommendations = new Change(0, 0);
        private Change empty = new Change(0, 0);
        private final Map<String, Change> actions = new TreeMap<>();
        private final Map<List<String>, Group> groups = new HashMap<>();

        void skip() {
            skipped++;
        }

        void add(Pair pair) {
            decisions++;
            List<Place> before = pair.before();
            List<Place> after = pair.after();
            changed += before.equals(after) ? 0 : 1;
            mainChanged += before.stream().findFirst().equals(after.stream().findFirst()) ? 0 : 1;
            recommendations = recommendations.plus(before.size(), after.size());
            empty = empty.plus(before.isEmpty() ? 1 : 0, after.isEmpty() ? 1 : 0);
            before.forEach(place -> count(place.action(), 1, 0));
            after.forEach(place -> count(place.action(), 0, 1));
            DealSnapshot deal = pair.deal();
            deal.company().industry().asOptional().ifPresent(i -> group("industry", i, pair));
            deal.company().size().asOptional().map(SizeBand::key).ifPresent(s -> group("size", s, pair));
            deal.company().region().asOptional().ifPresent(r -> group("region", r, pair));
            deal.stageKind().map(StageKind::key).ifPresent(s -> group("stage", s, pair));
        }

        private void count(String action, long before, long after) {
            actions.merge(action, new Change(before, after), (one, other) -> one.plus(other.before(), other.after()));
        }

        private void group(String kind, String name, Pair pair) {
            groups.merge(
                    List.of(kind, name),
                    new Group(
                            kind,
                            name,
                            1,
                            new Change(pair.before().size(), pair.after().size())),
                    (one, other) -> new Group(
                            kind,
                            name,
                            one.decisions() + other.decisions(),
                            one.recommendations()
                                    .plus(
                                            other.recommendations().before(),
                                            other.recommendations().after())));
        }

        Result result() {
            Map<String, Change> sorted = new java.util.LinkedHashMap<>();
            actions.entrySet().stream()
                    .sorted(Comparator.comparing((Map.Entry<String, Change> entry) ->
                            entry.getValue().after() - entry.getValue().before()))
                    .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
            return new Result(
                    decisions,
                    skipped,
                    changed,
                    mainChanged,
                    recommendations,
                    empty,
                    sorted,
                    groups.values().stream()
                            .sorted(Comparator.comparing(Group::kind).thenComparing(Group::name))
                            .toList());
        }
    }
}
