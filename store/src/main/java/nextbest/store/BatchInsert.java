package nextbest.store;

import java.util.Collections;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Many rows of one table in one round trip. */
public final class BatchInsert {
    private BatchInsert() {}

    /**
     * Inserts rows; nothing happens if there are none.
     *
     * @param rows values in the order of the columns
     */
    public static <R extends Record> void into(
            DSLContext transaction, Table<R> table, List<Object[]> rows, Field<?>... columns) {
        if (!rows.isEmpty()) {
            transaction
                    .batch(
                            transaction.insertInto(table, columns).values(Collections.nCopies(columns.length, null)),
                            rows.toArray(Object[][]::new))
                    .execute();
        }
    }

    /** As {@link #into}, leaving out rows that are there already. */
    public static <R extends Record> void ifNew(
            DSLContext transaction, Table<R> table, List<Object[]> rows, Field<?>... columns) {
        if (!rows.isEmpty()) {
            transaction
                    .batch(
                            transaction
                                    .insertInto(table, columns)
                                    .values(Collections.nCopies(columns.length, null))
                                    .onConflictDoNothing(),
                            rows.toArray(Object[][]::new))
                    .execute();
        }
    }
}
