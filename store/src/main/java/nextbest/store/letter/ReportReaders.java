package nextbest.store.letter;

import static nextbest.store.schema.Tables.REP;
import static nextbest.store.schema.Tables.REPORT_READER;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import nextbest.identity.RepId;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.clock.BusinessTime;
import nextbest.store.schema.tables.records.ReportReaderRecord;
import nextbest.store.security.Accounts;
import nextbest.store.security.Role;
import org.jooq.DSLContext;

/**
 * Who gets the loop report by mail. Everybody with a log-in of one of the {@link #ROLES} may; product managers do until they
 * switch it off, the others do when they switch it on.
 */
public final class ReportReaders {
    /** Whose mail it can be. */
    public static final Set<Role> ROLES =
            Set.copyOf(EnumSet.of(Role.PRODUCT_MANAGER, Role.MANAGER, Role.MARKETING, Role.TOP_MANAGEMENT));

    private final Database database;
    private final Accounts accounts;
    private final BusinessTime time;
    private final NewIds ids;

    public ReportReaders(Database database, BusinessTime time, NewIds ids) {
        this.database = Objects.requireNonNull(database, "database");
        this.accounts = new Accounts(database, time);
        this.time = Objects.requireNonNull(time, "time");
        this.ids = Objects.requireNonNull(ids, "ids");
    }

    /**
     * Somebody who may read it.
     *
     * @param address empty if none is known: then only the page is there
     * @param wanted whether this person wants it
     */
    public record Reader(UUID id, String login, Role role, Optional<String> address, boolean wanted) {}

    /** All who may, by log-in. Whoever is new is noted, with what holds for the role. */
    public List<Reader> all(TenantId tenant) {
        List<Accounts.Account> people = accounts.all(tenant).stream()
                .filter(account -> ROLES.contains(account.role()))
                .toList();
        if (people.isEmpty()) {
            return List.of();
        }
        return database.inTenant(tenant, transaction -> {
            Map<String, ReportReaderRecord> known = known(transaction, tenant);
            List<Reader> readers = new ArrayList<>();
            for (Accounts.Account account : people) {
                ReportReaderRecord row = known.get(account.login());
                readers.add(reader(transaction, account, row == null ? noted(transaction, account) : row));
            }
            return List.copyOf(readers);
        });
    }

    private static Map<String, ReportReaderRecord> known(DSLContext transaction, TenantId tenant) {
        return transaction.selectFrom(REPORT_READER).where(REPORT_READER.TENANT.eq(tenant.value())).fetch().stream()
                .collect(Collectors.toMap(ReportReaderRecord::getLogin, row -> row));
    }

    /** Two processes may note the same person at once: one row is kept. */
    private ReportReaderRecord noted(DSLContext transaction, Accounts.Account account) {
        transaction
                .insertInto(REPORT_READER)
                .set(REPORT_READER.TENANT, account.tenant().value())
                .set(REPORT_READER.ID, ids.next())
                .set(REPORT_READER.LOGIN, account.login())
                .set(REPORT_READER.WANTED, account.role() == Role.PRODUCT_MANAGER)
                .set(REPORT_READER.REAL_UPDATED_AT, time.realNow())
                .onConflictDoNothing()
                .execute();
        return transaction
                .selectFrom(REPORT_READER)
                .where(REPORT_READER.TENANT.eq(account.tenant().value()), REPORT_READER.LOGIN.eq(account.login()))
                .fetchSingle();
    }

    private static Reader reader(DSLContext transaction, Accounts.Account account, ReportReaderRecord row) {
        Optional<String> address = Optional.ofNullable(row.getEmail())
                .or(() -> Optional.of(account.login()).filter(login -> login.contains("@")))
                .or(() -> account.rep().flatMap(rep -> addressOf(transaction, account.tenant(), rep)));
        return new Reader(row.getId(), account.login(), account.role(), address, row.getWanted());
    }

    private static Optional<String> addressOf(DSLContext transaction, TenantId tenant, RepId rep) {
        return transaction
                .select(REP.EMAIL)
                .from(REP)
                .where(REP.TENANT.eq(tenant.value()), REP.ID.eq(rep.value()))
                .fetchOptional(REP.EMAIL);
    }

    public Optional<Reader> find(TenantId tenant, UUID reader) {
        return all(tenant).stream().filter(found -> found.id().equals(reader)).findFirst();
    }

    /** By log-in or address, in any case. */
    public Optional<Reader> find(TenantId tenant, String person) {
        String wanted = person.strip();
        return all(tenant).stream()
                .filter(reader -> reader.login().equalsIgnoreCase(wanted)
                        || reader.address().filter(wanted::equalsIgnoreCase).isPresent())
                .findFirst();
    }

    /**
     * Switches a person's reports on or off.
     *
     * @return whether there is such a person
     */
    public boolean want(TenantId tenant, UUID reader, boolean wanted) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                                .update(REPORT_READER)
                                .set(REPORT_READER.WANTED, wanted)
                                .set(REPORT_READER.REAL_UPDATED_AT, time.realNow())
                                .where(REPORT_READER.TENANT.eq(tenant.value()), REPORT_READER.ID.eq(reader))
                                .execute()
                        == 1);
    }

    /**
     * Says where a person's reports go.
     *
     * @param address empty: to the log-in if it is an address
     */
    public void address(TenantId tenant, UUID reader, Optional<String> address) {
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .update(REPORT_READER)
                        .set(REPORT_READER.EMAIL, address.orElse(null))
                        .set(REPORT_READER.REAL_UPDATED_AT, time.realNow())
                        .where(REPORT_READER.TENANT.eq(tenant.value()), REPORT_READER.ID.eq(reader))
                        .execute());
    }
}
