package nextbest.store.directory;

import static nextbest.store.schema.Tables.CLIENT;
import static nextbest.store.schema.Tables.DEAL;
import static nextbest.store.schema.Tables.DEAL_OUTCOME;
import static nextbest.store.schema.Tables.EXTERNAL_REF;
import static nextbest.store.schema.Tables.PRODUCT;
import static nextbest.store.schema.Tables.REP;
import static nextbest.store.schema.Tables.STAGE;
import static nextbest.store.schema.Tables.SUBJECT;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import nextbest.deal.StageKind;
import nextbest.event.SubjectRef;
import nextbest.identity.ClientId;
import nextbest.identity.ExternalRef;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.money.Money;
import nextbest.store.Database;
import nextbest.store.directory.SubjectEntry.DealEntry;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SelectJoinStep;
import org.jooq.impl.DSL;

/** Finds subjects by what people and programs call them, within what the caller may see. */
public final class SubjectDirectory {
    /** More subjects of one name than this are not listed in an error. */
    private static final int SEVERAL = 5;

    private final Database database;

    public SubjectDirectory(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /**
     * What to list.
     *
     * @param kind empty: deals and clients
     * @param status empty: any; else deals only
     * @param rep empty: any
     * @param text part of the name, any case; empty: any
     * @param after list what comes after this subject; empty: from the start
     * @param limit at most so many
     */
    public record Filter(
            Optional<SubjectRef.Kind> kind,
            Optional<SubjectEntry.Status> status,
            Optional<RepId> rep,
            Optional<String> text,
            Optional<SubjectId> after,
            int limit) {
        /** The open deals of one rep. */
        public static Filter openDealsOf(RepId rep, int limit) {
            return new Filter(
                    Optional.of(SubjectRef.Kind.DEAL),
                    Optional.of(SubjectEntry.Status.OPEN),
                    Optional.of(rep),
                    Optional.empty(),
                    Optional.empty(),
                    limit);
        }
    }

    /**
     * A part of a list.
     *
     * @param next from where the rest is listed; empty: this was the last part
     */
    public record Page(List<SubjectEntry> entries, Optional<SubjectId> next) {}

    /** What a reference turned out to mean. */
    public sealed interface Found {
        record One(SubjectEntry entry) implements Found {}

        record None() implements Found {}

        /** A deal name that several deals have. */
        record Several(List<SubjectEntry> entries) implements Found {}
    }

    /**
     * Finds a subject by our id, by {@code source:id} of another system, or by its name.
     *
     * @param scope what is outside is not found
     */
    public Found find(TenantId tenant, String reference, Scope scope) {
        return database.inTenant(tenant, transaction -> {
            Condition visible = SUBJECT.TENANT
                    .eq(tenant.value())
                    .and(SUBJECT.DELETED_AT.isNull())
                    .and(within(scope));
            List<SubjectEntry> byId = byId(transaction, tenant, reference)
                    .map(id -> fetch(transaction, tenant, visible.and(SUBJECT.ID.eq(id)), 1))
                    .orElse(List.of());
            if (!byId.isEmpty()) {
                return new Found.One(byId.getFirst());
            }
            List<SubjectEntry> byForeignId = fetch(
                    transaction,
                    tenant,
                    visible.and(SUBJECT.ID.in(transaction
                            .select(EXTERNAL_REF.ENTITY_ID)
                            .from(EXTERNAL_REF)
                            .where(
                                    EXTERNAL_REF.TENANT.eq(tenant.value()),
                                    EXTERNAL_REF.TYPE.in("deal", "client"),
                                    EXTERNAL_REF.EXTERNAL_ID.eq(reference.strip())))),
                    SEVERAL);
            if (byForeignId.size() == 1) {
                return new Found.One(byForeignId.getFirst());
            }
            Condition named = DSL.lower(DEAL.NAME)
                    .eq(reference.strip().toLowerCase(java.util.Locale.ROOT))
                    .or(DEAL.SUBJECT_ID
                            .isNull()
                            .and(DSL.lower(CLIENT.NAME).eq(reference.strip().toLowerCase(java.util.Locale.ROOT))));
            List<SubjectEntry> byName = fetch(transaction, tenant, visible.and(named), SEVERAL);
            return switch (byName.size()) {
                case 0 -> new Found.None();
                case 1 -> new Found.One(byName.getFirst());
                default -> new Found.Several(byName);
            };
        });
    }

    /** As {@link #find} for our own id. */
    public Optional<SubjectEntry> get(TenantId tenant, SubjectId id, Scope scope) {
        return database.inTenant(
                tenant,
                transaction -> fetch(
                                transaction,
                                tenant,
                                SUBJECT.TENANT
                                        .eq(tenant.value())
                                        .and(SUBJECT.DELETED_AT.isNull())
                                        .and(SUBJECT.ID.eq(id.value()))
                                        .and(within(scope)),
                                1)
                        .stream()
                        .findFirst());
    }

    /** Lists subjects in the order in which they became known. */
    public Page list(TenantId tenant, Filter filter, Scope scope) {
        Condition wanted = SUBJECT.TENANT
                .eq(tenant.value())
                .and(SUBJECT.DELETED_AT.isNull())
                .and(within(scope))
                .and(filter.kind().map(kind -> SUBJECT.KIND.eq(kind.name())).orElse(DSL.noCondition()))
                .and(filter.status()
                        .map(status -> DEAL.STATUS.eq(status.name()))
                        .orElse(DSL.noCondition()))
                .and(filter.rep().map(rep -> SUBJECT.REP_ID.eq(rep.value())).orElse(DSL.noCondition()))
                .and(filter.text()
                        .map(text -> DEAL.NAME
                                .containsIgnoreCase(text)
                                .or(DEAL.SUBJECT_ID.isNull().and(CLIENT.NAME.containsIgnoreCase(text))))
                        .orElse(DSL.noCondition()))
                .and(filter.after().map(after -> SUBJECT.ID.gt(after.value())).orElse(DSL.noCondition()));
        return database.inTenant(tenant, transaction -> {
            List<SubjectEntry> found = fetch(transaction, tenant, wanted, filter.limit() + 1);
            if (found.size() <= filter.limit()) {
                return new Page(found, Optional.empty());
            }
            List<SubjectEntry> part = found.subList(0, filter.limit());
            return new Page(List.copyOf(part), Optional.of(part.getLast().id()));
        });
    }

    /** Why a deal was won or lost, as its latest outcome says; empty if it does not. */
    public Optional<String> reasonOfEnd(TenantId tenant, SubjectId deal) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(DEAL_OUTCOME.REASON)
                        .from(DEAL_OUTCOME)
                        .where(DEAL_OUTCOME.TENANT.eq(tenant.value()))
                        .and(DEAL_OUTCOME.SUBJECT_ID.eq(deal.value()))
                        .and(DEAL_OUTCOME.RETRACTED.isFalse())
                        .orderBy(DEAL_OUTCOME.OCCURRED_AT.desc(), DEAL_OUTCOME.SEQ.desc())
                        .limit(1)
                        .fetchOptional(DEAL_OUTCOME.REASON));
    }

    /** All reps of an organisation. */
    public List<RepId> reps(TenantId tenant) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(REP.ID)
                        .from(REP)
                        .where(REP.TENANT.eq(tenant.value()))
                        .fetch(row -> new RepId(row.value1())));
    }

    /** The manager and everybody who reports to that person, directly or not. */
    public Set<RepId> teamOf(TenantId tenant, RepId manager) {
        Map<UUID, List<UUID>> reports = new HashMap<>();
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .select(REP.ID, REP.MANAGER_ID)
                        .from(REP)
                        .where(REP.TENANT.eq(tenant.value()))
                        .and(REP.MANAGER_ID.isNotNull())
                        .forEach(row -> reports.computeIfAbsent(row.value2(), m -> new ArrayList<>())
                                .add(row.value1())));
        Set<UUID> team = new HashSet<>();
        List<UUID> next = new ArrayList<>(List.of(manager.value()));
        while (!next.isEmpty()) {
            UUID person = next.removeLast();
            if (team.add(person)) {
                next.addAll(reports.getOrDefault(person, List.of()));
            }
        }
        return team.stream().map(RepId::new).collect(Collectors.toUnmodifiableSet());
    }

    /** A rep by our id, by {@code source:id}, or by the mail address. */
    public Optional<RepEntry> rep(TenantId tenant, String reference) {
        return database.inTenant(tenant, transaction -> {
            Condition which = external(transaction, tenant, reference, List.of("rep"))
                    .or(() -> uuid(reference))
                    .map(REP.ID::eq)
                    .orElse(DSL.lower(REP.EMAIL).eq(reference.strip().toLowerCase(java.util.Locale.ROOT)));
            return transaction
                    .select(REP.ID, REP.NAME, REP.EMAIL, REP.ZONE)
                    .from(REP)
                    .where(REP.TENANT.eq(tenant.value()))
                    .and(which)
                    .limit(1)
                    .fetchOptional(row -> new RepEntry(
                            new RepId(row.value1()),
                            row.value2(),
                            Optional.ofNullable(row.value3()),
                            java.time.ZoneId.of(row.value4())));
        });
    }

    private static Condition within(Scope scope) {
        return switch (scope) {
            case Scope.Everything everything -> DSL.noCondition();
            case Scope.OfReps of ->
                SUBJECT.REP_ID.in(of.reps().stream().map(RepId::value).toList());
        };
    }

    private static Optional<UUID> byId(DSLContext transaction, TenantId tenant, String reference) {
        return uuid(reference).or(() -> external(transaction, tenant, reference, List.of("deal", "client")));
    }

    private static Optional<UUID> uuid(String reference) {
        if (reference.length() != 36) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(reference));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A source may contain colons itself ({@code file:crm:42}): each colon may be the one. */
    private static Optional<UUID> external(
            DSLContext transaction, TenantId tenant, String reference, List<String> types) {
        if (reference.indexOf(':') < 0) {
            return Optional.empty();
        }
        Condition any = DSL.falseCondition();
        for (int colon = reference.indexOf(':'); colon >= 0; colon = reference.indexOf(':', colon + 1)) {
            any = any.or(EXTERNAL_REF
                    .SOURCE
                    .eq(reference.substring(0, colon))
                    .and(EXTERNAL_REF.EXTERNAL_ID.eq(reference.substring(colon + 1))));
            if (colon > 64) {
                break;
            }
        }
        return transaction
                .select(EXTERNAL_REF.ENTITY_ID)
                .from(EXTERNAL_REF)
                .where(EXTERNAL_REF.TENANT.eq(tenant.value()))
                .and(EXTERNAL_REF.TYPE.in(types))
                .and(any)
                .limit(1)
                .fetchOptional(EXTERNAL_REF.ENTITY_ID);
    }

    private static List<SubjectEntry> fetch(DSLContext transaction, TenantId tenant, Condition wanted, int limit) {
        var rows = joined(transaction)
                .where(wanted)
                .orderBy(SUBJECT.ID)
                .limit(limit)
                .fetch();
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<UUID, List<ExternalRef>> refs = new HashMap<>();
        transaction
                .select(EXTERNAL_REF.ENTITY_ID, EXTERNAL_REF.SOURCE, EXTERNAL_REF.TYPE, EXTERNAL_REF.EXTERNAL_ID)
                .from(EXTERNAL_REF)
                .where(EXTERNAL_REF.TENANT.eq(tenant.value()))
                .and(EXTERNAL_REF.ENTITY_ID.in(rows.getValues(SUBJECT.ID)))
                .orderBy(EXTERNAL_REF.SOURCE, EXTERNAL_REF.EXTERNAL_ID)
                .forEach(row -> refs.computeIfAbsent(row.value1(), id -> new ArrayList<>())
                        .add(new ExternalRef(row.value2(), row.value3(), row.value4())));
        return rows.map(row -> entry(row, refs.getOrDefault(row.get(SUBJECT.ID), List.of())));
    }

    private static SelectJoinStep<? extends Record> joined(DSLContext transaction) {
        return transaction
                .select(
                        SUBJECT.ID,
                        SUBJECT.KIND,
                        SUBJECT.REP_ID,
                        SUBJECT.CLIENT_ID,
                        SUBJECT.LOOP_STAGE,
                        SUBJECT.NEXT_DUE_AT,
                        SUBJECT.REVISION,
                        REP.NAME,
                        CLIENT.NAME,
                        DEAL.SUBJECT_ID,
                        DEAL.NAME,
                        DEAL.STATUS,
                        DEAL.STAGE_KEY,
                        DEAL.STAGE_SINCE,
                        DEAL.CREATED_AT,
                        DEAL.CLOSED_AT,
                        DEAL.AMOUNT_MINOR,
                        DEAL.CURRENCY,
                        DEAL.CLOSE_DATE,
                        STAGE.LABEL,
                        STAGE.KIND,
                        PRODUCT.NAME)
                .from(SUBJECT)
                .leftJoin(DEAL)
                .on(DEAL.TENANT.eq(SUBJECT.TENANT).and(DEAL.SUBJECT_ID.eq(SUBJECT.ID)))
                .leftJoin(STAGE)
                .on(STAGE.TENANT.eq(DEAL.TENANT).and(STAGE.KEY.eq(DEAL.STAGE_KEY)))
                .leftJoin(REP)
                .on(REP.TENANT.eq(SUBJECT.TENANT).and(REP.ID.eq(SUBJECT.REP_ID)))
                .leftJoin(CLIENT)
                .on(CLIENT.TENANT.eq(SUBJECT.TENANT).and(CLIENT.ID.eq(DSL.coalesce(SUBJECT.CLIENT_ID, SUBJECT.ID))))
                .leftJoin(PRODUCT)
                .on(PRODUCT.TENANT.eq(DEAL.TENANT).and(PRODUCT.ID.eq(DEAL.PRODUCT_ID)));
    }

    private static SubjectEntry entry(Record row, List<ExternalRef> refs) {
        Optional<DealEntry> deal = Optional.ofNullable(row.get(DEAL.SUBJECT_ID)).map(id -> deal(row));
        return new SubjectEntry(
                new SubjectId(row.get(SUBJECT.ID)),
                SubjectRef.Kind.valueOf(row.get(SUBJECT.KIND)),
                Optional.ofNullable(deal.isPresent() ? row.get(DEAL.NAME) : row.get(CLIENT.NAME)),
                Optional.ofNullable(row.get(SUBJECT.REP_ID)).map(RepId::new),
                Optional.ofNullable(row.get(REP.NAME)),
                Optional.ofNullable(row.get(SUBJECT.CLIENT_ID)).map(ClientId::new),
                Optional.ofNullable(row.get(CLIENT.NAME)),
                deal,
                row.get(SUBJECT.LOOP_STAGE),
                Optional.ofNullable(row.get(SUBJECT.NEXT_DUE_AT)),
                row.get(SUBJECT.REVISION),
                refs);
    }

    private static DealEntry deal(Record row) {
        Long minor = row.get(DEAL.AMOUNT_MINOR);
        return new DealEntry(
                SubjectEntry.Status.valueOf(row.get(DEAL.STATUS)),
                row.get(DEAL.STAGE_KEY),
                row.get(STAGE.LABEL),
                StageKind.valueOf(row.get(STAGE.KIND)),
                row.get(DEAL.STAGE_SINCE),
                row.get(DEAL.CREATED_AT),
                Optional.ofNullable(row.get(DEAL.CLOSED_AT)),
                Optional.ofNullable(minor).map(m -> new Money(m, row.get(DEAL.CURRENCY))),
                Optional.ofNullable(row.get(DEAL.CLOSE_DATE)),
                Optional.ofNullable(row.get(PRODUCT.NAME)));
    }
}
