package nextbest.store.security;

import static nextbest.store.schema.Tables.ACCOUNT;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import nextbest.identity.RepId;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.clock.BusinessTime;
import nextbest.store.schema.tables.records.AccountRecord;

/** People who log in with a password. Hashing is the caller's business: only a hash comes here. */
public final class Accounts {
    private static final int MAX_LOGIN = 120;

    private final Database database;
    private final BusinessTime time;

    public Accounts(Database database, BusinessTime time) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
    }

    /**
     * Somebody who can log in.
     *
     * @param login unique in the installation, lower case; usually a mail address
     * @param passwordHash bcrypt
     * @param rep present for {@link Role#isPersonOfSales}
     */
    public record Account(String login, TenantId tenant, String passwordHash, Role role, Optional<RepId> rep) {
        public Account {
            Objects.requireNonNull(tenant, "tenant");
            login = fold(login);
            if (login.isEmpty() || login.length() > MAX_LOGIN) {
                throw new IllegalArgumentException(
                        "a login has 1 to " + MAX_LOGIN + " characters, but this has " + login.length());
            }
            if (role.isPersonOfSales() != rep.isPresent()) {
                throw new IllegalArgumentException("an account of role " + role
                        + (rep.isPresent() ? " has no rep, but one was given" : " needs a rep, but none was given"));
            }
        }

        @Override
        public String toString() {
            return "Account[login=" + login + ", tenant=" + tenant + ", passwordHash=***, role=" + role + ", rep=" + rep
                    + "]";
        }
    }

    /** Adds an account, or replaces the one of the same login and tenant. */
    public void put(Account account) {
        int changed = database.onPlatform(transaction -> transaction
                .insertInto(ACCOUNT)
                .set(ACCOUNT.LOGIN, account.login())
                .set(ACCOUNT.TENANT, account.tenant().value())
                .set(ACCOUNT.PASSWORD_HASH, account.passwordHash())
                .set(ACCOUNT.ROLE, account.role().name())
                .set(ACCOUNT.REP_ID, account.rep().map(RepId::value).orElse(null))
                .set(ACCOUNT.REAL_CREATED_AT, time.realNow())
                .onConflict(ACCOUNT.LOGIN)
                .doUpdate()
                .set(ACCOUNT.PASSWORD_HASH, account.passwordHash())
                .set(ACCOUNT.ROLE, account.role().name())
                .set(ACCOUNT.REP_ID, account.rep().map(RepId::value).orElse(null))
                .where(ACCOUNT.TENANT.eq(account.tenant().value()))
                .execute());
        if (changed == 0) {
            throw new IllegalArgumentException("the login " + account.login() + " belongs to another organisation");
        }
    }

    public Optional<Account> find(String login) {
        return database.onPlatform(transaction -> transaction
                .selectFrom(ACCOUNT)
                .where(ACCOUNT.LOGIN.eq(fold(login)))
                .fetchOptional(Accounts::read));
    }

    /** The accounts of an organisation by login. */
    public List<Account> all(TenantId tenant) {
        return database.onPlatform(transaction -> transaction
                .selectFrom(ACCOUNT)
                .where(ACCOUNT.TENANT.eq(tenant.value()))
                .orderBy(ACCOUNT.LOGIN)
                .fetch(Accounts::read));
    }

    /** Takes an account away; false if the organisation has none with this login. Sessions of it are ended elsewhere. */
    public boolean remove(TenantId tenant, String login) {
        return database.onPlatform(transaction -> transaction
                        .deleteFrom(ACCOUNT)
                        .where(ACCOUNT.LOGIN.eq(fold(login)), ACCOUNT.TENANT.eq(tenant.value()))
                        .execute())
                == 1;
    }

    private static String fold(String login) {
        return login.strip().toLowerCase(Locale.ROOT);
    }

    private static Account read(AccountRecord row) {
        return new Account(
                row.getLogin(),
                new TenantId(row.getTenant()),
                row.getPasswordHash(),
                Role.valueOf(row.getRole()),
                Optional.ofNullable(row.getRepId()).map(RepId::new));
    }
}
