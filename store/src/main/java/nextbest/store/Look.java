package nextbest.store;

import java.sql.Connection;
import java.sql.SQLException;
import nextbest.identity.TenantId;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/** The transaction of many small reads: it begins with the first one, and anew with the first one after each end. */
final class Look {
    /** None is going on. */
    static final Look NONE = new Look(null);

    private final TenantId tenant;
    private Connection connection;
    private DSLContext context;
    private DSLContext transaction;

    Look(TenantId tenant) {
        this.tenant = tenant;
    }

    boolean belongsTo(TenantId other) {
        return other.equals(tenant);
    }

    DSLContext transaction(DSLContext source) {
        if (transaction == null) {
            context = source;
            connection = source.configuration().connectionProvider().acquire();
            try {
                connection.setAutoCommit(false);
            } catch (SQLException e) {
                throw new DataAccessException("the connection does not begin a transaction", e);
            }
            transaction = DSL.using(source.configuration().derive(connection));
            transaction.execute(
                    "select set_config('nextbest.tenant', ?, true), set_config('transaction_read_only', 'on', true)",
                    tenant.toString());
        }
        return transaction;
    }

    /** Gives the connection back; there is nothing to keep. */
    void end() {
        if (connection == null) {
            return;
        }
        Connection ended = connection;
        connection = null;
        transaction = null;
        try {
            ended.rollback();
            ended.setAutoCommit(true);
        } catch (SQLException e) {
            throw new DataAccessException("the connection does not end its transaction", e);
        } finally {
            context.configuration().connectionProvider().release(ended);
        }
    }
}
