package nextbest.store.entity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.clock.BusinessTime;
import nextbest.topics.Duplicates;
import nextbest.topics.UsualWords;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * Finds what is probably one thing under several names, keeps it for people to answer, and does what they answer. What is sure
 * enough ({@link nextbest.topics.EntityResolution#SURE}) is merged at once and listed as such; everything can be split again.
 */
public final class EntityQueue {
    private final Database database;
    private final BusinessTime time;
    private final NewIds ids;
    private final Settling settling;

    /** Brings subjects up to date within the transaction that changed what is known of them. */
    @FunctionalInterface
    public interface Settling {
        void settle(DSLContext transaction, TenantId tenant, Set<UUID> touched, Instant now);
    }

    public EntityQueue(Database database, BusinessTime time, NewIds ids, Settling settling) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
        this.ids = Objects.requireNonNull(ids, "ids");
        this.settling = Objects.requireNonNull(settling, "settling");
    }

    /** Where a pair stands. */
    public enum State {
        /** Nobody has said anything; nothing has changed. */
        OPEN,
        /** One by now, because a source or a person said so or it was sure enough. */
        MERGED,
        /** Two things; never asked again. */
        DIFFERENT,
        /** Two clients, of which one belongs to the other. */
        SUBSIDIARY,
        /** Was one, and is two again; never asked again. */
        SPLIT
    }

    /** What a person can say. */
    public enum Answer {
        SAME,
        DIFFERENT,
        SUBSIDIARY,
        SPLIT
    }

    /**
     * Two names.
     *
     * @param from the one that is given up
     * @param into the one that is kept
     * @param automatic whether nobody was asked
     * @param moved how many values the merge changed
     * @param decidedBy who answered; empty while it is open
     */
    public record Match(
            UUID id,
            EntityKind kind,
            String from,
            String into,
            Optional<UUID> fromId,
            Optional<UUID> intoId,
            double confidence,
            String reason,
            State state,
            boolean automatic,
            int moved,
            Instant foundAt,
            Optional<Instant> decidedAt,
            Optional<String> decidedBy) {}

    /**
     * What looking brought.
     *
     * @param merged pairs that were sure enough
     * @param waiting new pairs for people
     */
    public record Found(int merged, int waiting) {}

    /** Compares everything that has a name. What was found before is not found again. */
    public Found look(TenantId tenant) {
        return database.inTenant(tenant, transaction -> {
            Instant now = time.now();
            Set<List<String>> known = new HashSet<>();
            transaction
                    .fetch(
                            "select kind, coalesce(cast(from_id as text), from_name), coalesce(cast(into_id as text), into_name) from entity_match where tenant = ?",
                            tenant.value())
                    .forEach(r ->
                            known.add(key(r.get(0, String.class), r.get(1, String.class), r.get(2, String.class))));
            int merged = 0;
            int waiting = 0;
            for (EntityKind kind : EntityKind.values()) {
                List<Duplicates.Pair> pairs = new ArrayList<>(Duplicates.among(
                        entries(transaction, tenant.value(), kind), (a, b) -> known.contains(key(kind.name(), a, b))));
                Set<String> gone = new HashSet<>();
                for (Duplicates.Pair pair : pairs) {
                    boolean free = !gone.contains(pair.from().id())
                            && !gone.contains(pair.into().id());
                    boolean sure = pair.sure() && free;
                    UUID match = note(transaction, tenant, kind, pair, sure, now);
                    if (sure) {
                        gone.add(pair.from().id());
                        settling.settle(transaction, tenant, carry(transaction, tenant, match), now);
                        merged++;
                    } else {
                        waiting++;
                    }
                }
                waiting += usualWords(transaction, tenant, kind, known, now);
            }
            return new Found(merged, waiting);
        });
    }

    private static List<String> key(String kind, String one, String other) {
        return one.compareTo(other) <= 0 ? List.of(kind, one, other) : List.of(kind, other, one);
    }

    private int usualWords(
            DSLContext transaction, TenantId tenant, EntityKind kind, Set<List<String>> known, Instant now) {
        Optional<UsualWords> usual = switch (kind) {
            case INDUSTRY -> Optional.of(UsualWords.INDUSTRIES);
            case COUNTRY -> Optional.of(UsualWords.COUNTRIES);
            case CLIENT, CONTACT, PRODUCT, DEAL, COMPETITOR -> Optional.empty();
        };
        int found = 0;
        if (usual.isPresent()) {
            for (Duplicates.Entry word : entries(transaction, tenant.value(), kind)) {
                Optional<UsualWords.Meant> meant = usual.get().meant(word.name());
                if (meant.isPresent()
                        && known.add(key(kind.name(), word.name(), meant.get().word()))) {
                    insert(
                            transaction,
                            tenant,
                            kind,
                            Optional.empty(),
                            Optional.empty(),
                            word.name(),
                            meant.get().word(),
                            meant.get().confidence(),
                            "USUAL_WORD",
                            false,
                            now);
                    found++;
                }
            }
        }
        return found;
    }

    private UUID note(
            DSLContext transaction,
            TenantId tenant,
            EntityKind kind,
            Duplicates.Pair pair,
            boolean merged,
            Instant now) {
        return insert(
                transaction,
                tenant,
                kind,
                Optional.of(pair.from().id()).filter(id -> kind.hasRecords()).map(UUID::fromString),
                Optional.of(pair.into().id()).filter(id -> kind.hasRecords()).map(UUID::fromString),
                pair.from().name(),
                pair.into().name(),
                pair.confidence(),
                pair.reason().name(),
                merged,
                now);
    }

    private UUID insert(
            DSLContext transaction,
            TenantId tenant,
            EntityKind kind,
            Optional<UUID> from,
            Optional<UUID> into,
            String fromName,
            String intoName,
            double confidence,
            String reason,
            boolean merged,
            Instant now) {
        UUID id = ids.next();
        transaction.execute(
                """
                insert into entity_match (tenant, id, kind, from_id, into_id, from_name, into_name, confidence, reason, state, automatic, found_at, decided_at, decided_by)
                values (?, ?, ?, cast(? as uuid), cast(? as uuid), ?, ?, ?, ?, ?, ?, cast(? as timestamptz), cast(? as timestamptz), ?)
                """,
                tenant.value(),
                id,
                kind.name(),
                from.map(UUID::toString).orElse(null),
                into.map(UUID::toString).orElse(null),
                fromName,
                intoName,
                confidence,
                reason,
                merged ? "MERGED" : "OPEN",
                merged,
                now.toString(),
                merged ? now.toString() : null,
                merged ? "nextbest" : null);
        return id;
    }

    /** The pairs in a state, the surest first; the newest first where they were answered. */
    public List<Match> in(TenantId tenant, State state, int most) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch(
                                SELECT + " and m.state = ? order by "
                                        + (state == State.OPEN
                                                ? "m.confidence desc, m.found_at, m.id"
                                                : "m.decided_at desc, m.id")
                                        + " limit ?",
                                tenant.value(),
                                state.name(),
                                most)
                        .map(EntityQueue::match));
    }

    /** How many pairs are in each state. */
    public Map<State, Integer> count(TenantId tenant) {
        Map<State, Integer> counts = new LinkedHashMap<>();
        for (State state : State.values()) {
            counts.put(state, 0);
        }
        database.inTenant(
                        tenant,
                        transaction -> transaction.fetch(
                                "select state, count(*) from entity_match where tenant = ? group by state",
                                tenant.value()))
                .forEach(r -> counts.put(State.valueOf(r.get(0, String.class)), r.get(1, Integer.class)));
        return counts;
    }

    public Optional<Match> find(TenantId tenant, UUID match) {
        return database.inTenant(tenant, transaction -> find(transaction, tenant, match));
    }

    private static final String SELECT =
            "select m.id, m.kind, m.from_name, m.into_name, m.from_id, m.into_id, m.confidence, m.reason, m.state, m.automatic,"
                    + " (select count(*) from entity_move v where v.tenant = m.tenant and v.match_id = m.id), m.found_at, m.decided_at, m.decided_by"
                    + " from entity_match m where m.tenant = ?";

    private static Optional<Match> find(DSLContext transaction, TenantId tenant, UUID match) {
        return transaction.fetch(SELECT + " and m.id = ?", tenant.value(), match).map(EntityQueue::match).stream()
                .findFirst();
    }

    private static Match match(Record r) {
        return new Match(
                r.get(0, UUID.class),
                EntityKind.valueOf(r.get(1, String.class)),
                r.get(2, String.class),
                r.get(3, String.class),
                Optional.ofNullable(r.get(4, UUID.class)),
                Optional.ofNullable(r.get(5, UUID.class)),
                r.get(6, Double.class),
                r.get(7, String.class),
                State.valueOf(r.get(8, String.class)),
                r.get(9, Boolean.class),
                r.get(10, Integer.class),
                r.get(11, Instant.class),
                Optional.ofNullable(r.get(12, Instant.class)),
                Optional.ofNullable(r.get(13, String.class)));
    }

    /**
     * Does what a person says of a pair.
     *
     * @return the pair as it stands now; empty if there is none with this id
     * @throws IllegalStateException if the answer does not fit where the pair stands, in words for whoever asked
     */
    public Optional<Match> answer(TenantId tenant, UUID match, Answer answer, String actor) {
        return database.inTenant(tenant, transaction -> {
            transaction.execute(
                    "select 1 from entity_match where tenant = ? and id = ? for update", tenant.value(), match);
            Optional<Match> found = find(transaction, tenant, match);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Match pair = found.get();
            boolean fits = (answer == Answer.SPLIT) == (pair.state == State.MERGED || pair.state == State.SUBSIDIARY)
                    && (answer == Answer.SPLIT || pair.state != State.SPLIT);
            if (!fits) {
                throw new IllegalStateException("the pair is " + pair.state + ": "
                        + (pair.state == State.MERGED || pair.state == State.SUBSIDIARY
                                ? "SPLIT is possible"
                                : pair.state == State.SPLIT
                                        ? "tell of a new merge instead"
                                        : "SAME, DIFFERENT or, of clients, SUBSIDIARY is possible"));
            }
            if (answer == Answer.SUBSIDIARY && pair.kind != EntityKind.CLIENT) {
                throw new IllegalStateException(
                        "only of a client one can say that it belongs to another; this is a " + pair.kind.wire());
            }
            Instant now = time.now();
            State before = pair.state;
            State next = switch (answer) {
                case SAME -> State.MERGED;
                case DIFFERENT -> State.DIFFERENT;
                case SUBSIDIARY -> State.SUBSIDIARY;
                case SPLIT -> State.SPLIT;
            };
            transaction.execute(
                    "update entity_match set state = ?, decided_at = cast(? as timestamptz), decided_by = ? where tenant = ? and id = ?",
                    next.name(),
                    now.toString(),
                    actor,
                    tenant.value(),
                    match);
            Set<UUID> touched = switch (answer) {
                case SAME -> carry(transaction, tenant, match);
                case DIFFERENT -> Set.of();
                case SUBSIDIARY -> belong(transaction, tenant, pair);
                case SPLIT -> split(transaction, tenant, pair, before);
            };
            settling.settle(transaction, tenant, touched, now);
            return find(transaction, tenant, match);
        });
    }

    /** Merges two records that nobody had found. */
    public Match merge(TenantId tenant, EntityKind kind, UUID from, UUID into, String actor) {
        return database.inTenant(tenant, transaction -> {
            Instant now = time.now();
            UUID match = ids.next();
            Set<UUID> touched = new MergeLedger(transaction, tenant)
                    .merge(match, kind, from, into, new MergeLedger.Verdict(1, "TOLD", actor, now));
            settling.settle(transaction, tenant, touched, now);
            return transaction
                    .fetch(
                            SELECT
                                    + " and m.kind = ? and m.state = 'MERGED' and m.from_id = ? order by m.decided_at desc limit 1",
                            tenant.value(),
                            kind.name(),
                            from)
                    .map(EntityQueue::match)
                    .stream()
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("they are one already"));
        });
    }

    private static Set<UUID> carry(DSLContext transaction, TenantId tenant, UUID match) {
        Match pair = find(transaction, tenant, match).orElseThrow();
        if (!pair.kind.hasRecords()) {
            return new Moves(transaction, tenant.value(), match).reword(pair.kind, pair.from, pair.into);
        }
        MergeLedger ledger = new MergeLedger(transaction, tenant);
        UUID from = pair.fromId.orElseThrow();
        UUID into = pair.intoId.orElseThrow();
        for (UUID one : List.of(from, into)) {
            UUID by = transaction
                    .fetch(
                            "select into_id from entity_match where tenant = ? and kind = ? and from_id = ? and state = 'MERGED' and id <> ?",
                            tenant.value(),
                            pair.kind.name(),
                            one,
                            match)
                    .map(r -> r.get(0, UUID.class))
                    .stream()
                    .findFirst()
                    .orElse(one);
            if (!by.equals(one)) {
                throw new IllegalStateException("'" + ledger.name(pair.kind, one) + "' has become '"
                        + ledger.name(pair.kind, by) + "' since: look again, and answer the pair that is found then");
            }
        }
        return ledger.carry(match, pair.kind, from, into);
    }

    private static Set<UUID> split(DSLContext transaction, TenantId tenant, Match pair, State before) {
        if (!pair.kind.hasRecords()) {
            return new Moves(transaction, tenant.value(), pair.id).unword(pair.kind, pair.from, pair.into);
        }
        UUID from = pair.fromId.orElseThrow();
        if (before == State.SUBSIDIARY) {
            transaction.execute(
                    "update client set parent_id = null where tenant = ? and id = ? and parent_id = ?",
                    tenant.value(),
                    from,
                    pair.intoId.orElseThrow());
            return Set.of(from);
        }
        return new MergeLedger(transaction, tenant).split(pair.id, pair.kind, from, pair.intoId.orElseThrow());
    }

    private static Set<UUID> belong(DSLContext transaction, TenantId tenant, Match pair) {
        UUID from = pair.fromId.orElseThrow();
        transaction.execute(
                "update client set parent_id = ? where tenant = ? and id = ?",
                pair.intoId.orElseThrow(),
                tenant.value(),
                from);
        return Set.of(from);
    }

    private static List<Duplicates.Entry> entries(DSLContext transaction, UUID tenant, EntityKind kind) {
        return switch (kind) {
            case CLIENT -> records(transaction, tenant, """
                    select k.id, k.name, k.source, k.industry is not null or k.segment is not null or k.country is not null or k.region is not null or k.employees is not null or k.revenue_minor is not null,
                        (select count(*) from subject s where s.tenant = k.tenant and s.client_id = k.id) + (select count(*) from holding h where h.tenant = k.tenant and h.client_id = k.id),
                        null, k.parent_id, k.country, k.region, k.industry
                    from client k where k.tenant = ? and k.merged_into is null""", "country", "region", "industry");
            case CONTACT -> records(transaction, tenant, """
                    select c.id, c.name, c.source, c.email is not null or c.title is not null,
                        (select count(*) from edge e where e.tenant = c.tenant and e.to_id = c.id), lower(c.email), null, cast(c.client_id as text)
                    from contact c where c.tenant = ? and c.merged_into is null and coalesce(c.name, c.email) is not null""", "client");
            case PRODUCT -> records(transaction, tenant, """
                    select p.id, p.name, coalesce((select min(e.source) from external_ref e where e.tenant = p.tenant and e.entity_id = p.id and e.type = 'product'), ''),
                        p.price_minor is not null or p.parent_id is not null,
                        (select count(*) from deal d where d.tenant = p.tenant and d.product_id = p.id) + (select count(*) from holding h where h.tenant = p.tenant and h.product_id = p.id),
                        null, p.parent_id, cast(p.price_minor as text)
                    from product p where p.tenant = ? and p.merged_into is null""", "price");
            case DEAL -> List.of();
            case COMPETITOR -> words(transaction, tenant, """
                    select n.name, count(*) from (
                        select jsonb_array_elements_text(f.value) as name from fact f
                        where f.tenant = ? and f.field = 'competitors' and not f.retracted and jsonb_typeof(f.value) = 'array'
                    ) n group by n.name""");
            case INDUSTRY ->
                words(
                        transaction,
                        tenant,
                        "select industry, count(*) from client where tenant = ? and industry is not null group by industry");
            case COUNTRY ->
                words(
                        transaction,
                        tenant,
                        "select country, count(*) from client where tenant = ? and country is not null group by country");
        };
    }

    private static List<Duplicates.Entry> records(DSLContext transaction, UUID tenant, String sql, String... traits) {
        return transaction.fetch(sql, tenant).map(r -> {
            Map<String, String> known = new HashMap<>();
            for (int i = 0; i < traits.length; i++) {
                String value = r.get(7 + i, String.class);
                if (value != null) {
                    known.put(traits[i], value);
                }
            }
            UUID parent = r.get(6, UUID.class);
            String address = Optional.ofNullable(r.get(5, String.class)).orElse("");
            return new Duplicates.Entry(
                    r.get(0, UUID.class).toString(),
                    Optional.ofNullable(r.get(1, String.class)).orElse(address),
                    r.get(2, String.class),
                    r.get(3, Boolean.class),
                    r.get(4, Integer.class),
                    address,
                    known,
                    parent == null ? Set.of() : Set.of(parent.toString()));
        });
    }

    /** Words that differ in capitals only are the same word for everybody who reads them. */
    private static List<Duplicates.Entry> words(DSLContext transaction, UUID tenant, String sql) {
        Map<String, Duplicates.Entry> bySpelling = new LinkedHashMap<>();
        transaction
                .fetch(sql, tenant)
                .sortDesc(1)
                .forEach(r -> bySpelling.putIfAbsent(
                        r.get(0, String.class).strip().toLowerCase(Locale.ROOT),
                        new Duplicates.Entry(
                                r.get(0, String.class),
                                r.get(0, String.class),
                                "",
                                false,
                                r.get(1, Integer.class),
                                "",
                                Map.of(),
                                Set.of())));
        return List.copyOf(bySpelling.values());
    }
}
