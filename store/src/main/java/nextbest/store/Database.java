package nextbest.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import nextbest.identity.TenantId;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/**
 * The only way to PostgreSQL. Each piece of work is one transaction that sees the rows of one tenant: the tenant is set for
 * the transaction, and row-level security does the rest. Work that PostgreSQL gives up on because of a deadlock or a
 * serialisation failure is run again, so it must do nothing but talk to the database.
 */
public final class Database {
    private static final int ATTEMPTS = 4;

    private final DSLContext context;
    private final ScopedValue<Look> looks = ScopedValue.newInstance();

    /** @param source connections of the application role, which must not be a superuser nor the owner of the tables */
    public Database(DataSource source) {
        this.context = DSL.using(
                Objects.requireNonNull(source, "source"),
                SQLDialect.POSTGRES,
                new Settings().withRenderSchema(false).withExecuteLogging(false).withBatchSize(1_000));
    }

    /** Runs work in one transaction on the rows of one tenant. */
    public <T> T inTenant(TenantId tenant, Function<DSLContext, T> work) {
        Objects.requireNonNull(tenant, "tenant");
        Look look = looks.orElse(Look.NONE);
        if (look.belongsTo(tenant)) {
            return work.apply(look.transaction(context));
        }
        return inTransaction(transaction -> {
            transaction.execute("select set_config('nextbest.tenant', ?, true)", tenant.toString());
            return work.apply(transaction);
        });
    }

    /** As {@link #inTenant}, with all queries seeing the database as of one moment: for counts that belong together. */
    public <T> T atOneMoment(TenantId tenant, Function<DSLContext, T> work) {
        Objects.requireNonNull(tenant, "tenant");
        return inTransaction(transaction -> {
            transaction.execute("set transaction isolation level repeatable read, read only");
            transaction.execute("select set_config('nextbest.tenant', ?, true)", tenant.toString());
            return work.apply(transaction);
        });
    }

    /** As {@link #inTenant}, for work without a result. */
    public void doInTenant(TenantId tenant, Consumer<DSLContext> work) {
        inTenant(tenant, transaction -> {
            work.accept(transaction);
            return null;
        });
    }

    /** Runs work on the tables that belong to no tenant: tenants' names, the clock, tokens, accounts. */
    public <T> T onPlatform(Function<DSLContext, T> work) {
        Look look = looks.orElse(Look.NONE);
        return look == Look.NONE ? inTransaction(work) : work.apply(look.transaction(context));
    }

    /**
     * Reads many small things of one tenant for one answer. All pieces of work inside share a connection and a transaction that
     * only reads, so each costs one statement instead of a transaction of its own; each statement sees what was committed when
     * it began. PostgreSQL refuses what would write: that is to be wrapped in {@link #apart}. Work for another tenant has
     * a transaction of its own as ever.
     */
    public <T> T look(TenantId tenant, Supplier<T> reads) {
        Objects.requireNonNull(tenant, "tenant");
        if (looks.orElse(Look.NONE) != Look.NONE) {
            return reads.get();
        }
        Look look = new Look(tenant);
        try {
            return ScopedValue.where(looks, look).call(reads::get);
        } finally {
            look.end();
        }
    }

    /**
     * Something in the middle of a {@link #look} that writes or waits for others: it runs as if there were no look, and what is
     * read after it sees what it did. The look gives its connection back meanwhile, so that nobody holds one while waiting for
     * another.
     */
    public <T> T apart(Supplier<T> work) {
        looks.orElse(Look.NONE).end();
        return ScopedValue.where(looks, Look.NONE).call(work::get);
    }

    /** As {@link #apart(Supplier)}, for work without a result. */
    public void apart(Runnable work) {
        var _ = apart(() -> {
            work.run();
            return true;
        });
    }

    private <T> T inTransaction(Function<DSLContext, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return context.connectionResult(connection -> once(connection, work));
            } catch (DataAccessException e) {
                if (attempt == ATTEMPTS || !isWorthRepeating(e)) {
                    throw e;
                }
            }
        }
    }

    /**
     * One transaction. jOOQ's own would ask the server for its isolation level before each, which is a round trip more; nobody
     * changes it here but for the rest of the running transaction.
     */
    private <T> T once(Connection connection, Function<DSLContext, T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            T result = work.apply(DSL.using(context.configuration().derive(connection)));
            connection.commit();
            return result;
        } catch (RuntimeException | Error | SQLException e) {
            try {
                connection.rollback();
            } catch (SQLException again) {
                e.addSuppressed(again);
            }
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** 40001 serialization_failure, 40P01 deadlock_detected (PostgreSQL, appendix A). */
    private static boolean isWorthRepeating(DataAccessException e) {
        return "40001".equals(e.sqlState()) || "40P01".equals(e.sqlState());
    }
}
