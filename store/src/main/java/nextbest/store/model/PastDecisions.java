package nextbest.store.model;

import static nextbest.store.schema.Tables.CANDIDATE;
import static nextbest.store.schema.Tables.CONTRIBUTION;
import static nextbest.store.schema.Tables.DECISION;
import static nextbest.store.schema.Tables.SNAPSHOT;
import static nextbest.store.schema.Tables.SUBJECT;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import nextbest.deal.DealSnapshot;
import nextbest.deal.SizeBand;
import nextbest.engine.EngineInput;
import nextbest.identity.TenantId;
import nextbest.model.DealContext;
import nextbest.model.PastDecision;
import nextbest.store.Database;
import nextbest.store.decision.Decisions;
import nextbest.store.schema.tables.records.ContributionRecord;

/** Reads decisions of the past with all that they were made from and what came of them. */
public final class PastDecisions {
    private static final int TENURE_OF_A_NEWCOMER = 365;

    private final Database database;
    private final Decisions.Catalogues catalogues;

    public PastDecisions(Database database, Decisions.Catalogues catalogues) {
        this.database = Objects.requireNonNull(database, "database");
        this.catalogues = Objects.requireNonNull(catalogues, "catalogues");
    }

    /**
     * The latest decisions of which something was delivered, the earliest first.
     *
     * @param limit at most so many
     */
    public List<PastDecision> latest(TenantId tenant, int limit) {
        Map<UUID, List<Delivered>> delivered = database.inTenant(tenant, transaction -> {
            Map<UUID, List<Delivered>> found = new java.util.LinkedHashMap<>();
            var chosen = transaction
                    .select(DECISION.ID)
                    .from(DECISION)
                    .where(DECISION.TENANT.eq(tenant.value()), DECISION.CONTEXT.isNotNull(), DECISION.MODE.eq("LIVE"))
                    .andExists(transaction
                            .selectOne()
                            .from(CONTRIBUTION)
                            .where(CONTRIBUTION.TENANT.eq(DECISION.TENANT), CONTRIBUTION.DECISION_ID.eq(DECISION.ID)))
                    .orderBy(DECISION.DECIDED_AT.desc(), DECISION.ID.desc())
                    .limit(limit);
            transaction
                    .select(CONTRIBUTION, CANDIDATE.KEY, CANDIDATE.PROBABILITY)
                    .from(CONTRIBUTION)
                    .join(CANDIDATE)
                    .on(
                            CANDIDATE.TENANT.eq(CONTRIBUTION.TENANT),
                            CANDIDATE.DECISION_ID.eq(CONTRIBUTION.DECISION_ID),
                            CANDIDATE.POSITION.eq(CONTRIBUTION.POSITION))
                    .where(CONTRIBUTION.TENANT.eq(tenant.value()), CONTRIBUTION.DECISION_ID.in(chosen))
                    .orderBy(CONTRIBUTION.DECISION_ID, CONTRIBUTION.POSITION)
                    .forEach(row -> found.computeIfAbsent(row.value1().getDecisionId(), id -> new ArrayList<>())
                            .add(new Delivered(row.value1(), row.value2(), row.value3())));
            return found;
        });
        List<PastDecision> past = new ArrayList<>(delivered.size());
        List<UUID> ids = new ArrayList<>(delivered.keySet());
        for (int from = 0; from < ids.size(); from += 200) {
            past.addAll(read(tenant, ids.subList(from, Math.min(ids.size(), from + 200)), delivered));
        }
        past.sort(java.util.Comparator.comparing(
                        (PastDecision decision) -> decision.input().at())
                .thenComparing(decision -> decision.input().id().value()));
        return past;
    }

    private record Delivered(ContributionRecord contribution, String key, double probability) {}

    private List<PastDecision> read(TenantId tenant, List<UUID> ids, Map<UUID, List<Delivered>> delivered) {
        return database
                .inTenant(
                        tenant,
                        transaction -> transaction
                                .select(DECISION, SNAPSHOT.BODY, SUBJECT.CLIENT_ID)
                                .from(DECISION)
                                .join(SNAPSHOT)
                                .on(SNAPSHOT.TENANT.eq(DECISION.TENANT), SNAPSHOT.HASH.eq(DECISION.SNAPSHOT_HASH))
                                .join(SUBJECT)
                                .on(SUBJECT.TENANT.eq(DECISION.TENANT), SUBJECT.ID.eq(DECISION.SUBJECT_ID))
                                .where(DECISION.TENANT.eq(tenant.value()), DECISION.ID.in(ids))
                                .fetch(row -> {
                                    var decision = row.value1();
                                    EngineInput input = Decisions.input(tenant, decision, row.value2(), catalogues);
                                    List<Delivered> shown = delivered.get(decision.getId());
                                    return new PastDecision(
                                            input,
                                            Arrays.stream(decision.getContext())
                                                    .map(Float::doubleValue)
                                                    .toList(),
                                            Optional.ofNullable(row.value3()).orElse(decision.getSubjectId()),
                                            Examples.month(shown.getFirst()
                                                    .contribution()
                                                    .getMonth()),
                                            shown.stream()
                                                    .flatMap(one -> shown(one).stream())
                                                    .toList(),
                                            groups(input.deal(), input.at()));
                                }))
                .stream()
                .filter(decision -> decision.context().size() == DealContext.NAMES.size())
                .toList();
    }

    private static Optional<PastDecision.Shown> shown(Delivered one) {
        return one.probability() > 0
                ? Optional.of(new PastDecision.Shown(
                        one.contribution().getPosition(),
                        one.key(),
                        one.contribution().getAction(),
                        one.probability(),
                        Examples.progress(one.contribution())))
                : Optional.empty();
    }

    /** What fairness is asked about. */
    static SortedMap<String, String> groups(DealSnapshot deal, Instant at) {
        SortedMap<String, String> groups = new TreeMap<>();
        deal.company().industry().asOptional().ifPresent(industry -> groups.put("industry", industry));
        deal.company().size().asOptional().map(SizeBand::key).ifPresent(size -> groups.put("size", size));
        deal.company().region().asOptional().ifPresent(region -> groups.put("region", region));
        deal.rep()
                .since()
                .asOptional()
                .map(since ->
                        ChronoUnit.DAYS.between(since, at.atZone(ZoneOffset.UTC).toLocalDate()))
                .ifPresent(days -> groups.put("tenure", days < TENURE_OF_A_NEWCOMER ? "first-year" : "longer"));
        return Collections.unmodifiableSortedMap(groups);
    }
}
