package nextbest.store.deal;

import static nextbest.store.schema.Tables.CLIENT;
import static nextbest.store.schema.Tables.SUBJECT;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nextbest.deal.DealField;
import nextbest.deal.DealSnapshot;
import nextbest.fact.Fact;
import nextbest.fact.Provenance;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Reads what was known of deals at a moment. A statement counts if it was known by then ({@code known_at}), had happened by
 * then, and has not been taken back; of several about one field the one that happened last wins, so the order of arrival
 * does not matter. The same moment gives the same snapshot whenever it is asked for, except for what has no history in the
 * tables: the rows of our own reps, products and companies without a client are read as they stand.
 */
public final class Snapshots {
    /** The source of what no system says but we worked out; the record id says from what. */
    public static final String DERIVED = "nextbest:derived";

    private static final int CHUNK = 500;

    private final Database database;

    public Snapshots(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /** As {@link #of(TenantId, Collection, Instant)}, for one deal. */
    public DealSnapshot of(TenantId tenant, SubjectId subject, Instant asOf) {
        return of(tenant, List.of(subject), asOf).getFirst();
    }

    /** As {@link #of(TenantId, SubjectId, Instant)}, within a running transaction. */
    public DealSnapshot of(DSLContext transaction, TenantId tenant, SubjectId subject, Instant asOf) {
        return read(transaction, tenant.value(), List.of(subject), asOf).getFirst();
    }

    /**
     * The snapshots of several deals, in their order. The number of queries does not depend on the number of deals.
     *
     * @param asOf business time
     * @throws IllegalArgumentException if the organisation has no deal and no client with one of the ids
     */
    public List<DealSnapshot> of(TenantId tenant, Collection<SubjectId> subjects, Instant asOf) {
        List<SubjectId> asked = List.copyOf(subjects);
        DealSnapshot[] found = new DealSnapshot[asked.size()];
        for (int from = 0; from < asked.size(); from += CHUNK) {
            List<SubjectId> chunk = asked.subList(from, Math.min(asked.size(), from + CHUNK));
            List<DealSnapshot> read =
                    database.inTenant(tenant, transaction -> read(transaction, tenant.value(), chunk, asOf));
            for (int i = 0; i < read.size(); i++) {
                found[from + i] = read.get(i);
            }
        }
        return List.of(found);
    }

    private static List<DealSnapshot> read(
            DSLContext transaction, UUID tenant, List<SubjectId> subjects, Instant asOf) {
        UUID[] ids = subjects.stream().map(SubjectId::value).toArray(UUID[]::new);
        Map<UUID, FactSheet> sheets = FactSheet.load(transaction, tenant, ids, asOf);
        Map<UUID, FactSheet> clients = clients(transaction, tenant, ids);
        sheets.putAll(clients);
        requireSubjects(transaction, tenant, ids, clients.keySet());
        Map<UUID, Marks> marks = Marks.load(transaction, tenant, ids, asOf);
        CourseReader courses = CourseReader.load(transaction, tenant, ids, asOf);
        NeedsReader needs = NeedsReader.load(transaction, tenant, listed(sheets, "products"));
        InterestReader interests = InterestReader.load(transaction, tenant, named(sheets, "client"), asOf);
        BuyersReader buyers = BuyersReader.load(transaction, tenant, ids, sheets.values(), asOf);
        CompanyReader companies = CompanyReader.load(transaction, tenant, named(sheets, "client"), asOf);
        AttemptReader attempts = AttemptReader.load(transaction, tenant, ids, asOf);
        RepReader reps = RepReader.load(transaction, tenant, named(sheets, "rep"), asOf);
        ResourceReader resources = ResourceReader.load(transaction, tenant, asOf);
        return subjects.stream()
                .map(subject -> {
                    UUID id = subject.value();
                    FactSheet facts = sheets.getOrDefault(id, FactSheet.empty());
                    Marks seen = marks.getOrDefault(id, Marks.NONE);
                    DealSnapshot.Builder deal = DealSnapshot.about(subject, asOf);
                    courses.read(id, facts, deal);
                    EngagementReader.read(facts, seen, asOf, deal);
                    needs.read(facts, seen, deal);
                    interests.read(facts, deal);
                    buyers.read(id, facts, seen, deal);
                    companies.read(facts, deal);
                    attempts.read(id, seen, deal);
                    reps.read(facts, deal);
                    resources.read(facts, deal);
                    if (clients.containsKey(id)) {
                        deal.fact(DealField.STAGE, Fact.absent(new Provenance(DERIVED, "no-open-deal", asOf)));
                    }
                    return deal.build();
                })
                .toList();
    }

    private static void requireSubjects(DSLContext transaction, UUID tenant, UUID[] ids, Set<UUID> clients) {
        Set<UUID> missing = new LinkedHashSet<>(Arrays.asList(ids));
        missing.removeAll(clients);
        if (!missing.isEmpty()) {
            missing.removeAll(new HashSet<>(transaction
                    .select(SUBJECT.ID)
                    .from(SUBJECT)
                    .where(SUBJECT.TENANT.eq(tenant), SUBJECT.KIND.eq("DEAL"), SUBJECT.ID.eq(DSL.any(ids)))
                    .fetch(SUBJECT.ID)));
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected ids of deals or clients of the organisation, but there is no subject "
                            + missing.iterator().next()
                            + (missing.size() > 1 ? " and " + (missing.size() - 1) + " more" : ""));
        }
    }

    /** Clients that are subjects of their own: there is no deal, so there is no stage either. */
    private static Map<UUID, FactSheet> clients(DSLContext transaction, UUID tenant, UUID[] ids) {
        Map<UUID, FactSheet> clients = new HashMap<>();
        transaction
                .select(CLIENT.ID, CLIENT.NAME, CLIENT.REP_ID, CLIENT.SOURCE, CLIENT.RECORD_ID, CLIENT.KNOWN_AT)
                .from(CLIENT)
                .where(CLIENT.TENANT.eq(tenant), CLIENT.ID.eq(DSL.any(ids)))
                .forEach(row -> clients.put(
                        row.value1(),
                        FactSheet.ofClient(
                                row.value1(),
                                row.value2(),
                                Optional.ofNullable(row.value3()),
                                new Provenance(row.value4(), row.value5(), row.value6()))));
        return clients;
    }

    private static UUID[] named(Map<UUID, FactSheet> sheets, String field) {
        Set<UUID> ids = new HashSet<>();
        sheets.values().forEach(sheet -> sheet.id(field).asOptional().ifPresent(ids::add));
        return ids.toArray(UUID[]::new);
    }

    private static UUID[] listed(Map<UUID, FactSheet> sheets, String field) {
        Set<UUID> ids = new HashSet<>();
        sheets.values().forEach(sheet -> sheet.ids(field).asOptional().ifPresent(ids::addAll));
        return ids.toArray(UUID[]::new);
    }
}
