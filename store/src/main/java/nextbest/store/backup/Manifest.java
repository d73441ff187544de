package nextbest.store.backup;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a backup says of itself, unsealed.
 *
 * @param schema the migration that the database had reached
 * @param made real time
 * @param tenant key of the only organisation in it; null: all, and what belongs to none
 * @param salt random, hex; of the file's key
 * @param keyCheck tells whether a key is the right one; null: the contents are not sealed
 */
record Manifest(int schema, Instant made, String tenant, String salt, String keyCheck) {
    /** A table and the columns that follow, row by row, as PostgreSQL copies them as text. */
    record Table(String name, List<String> columns) {}

    /** What was written, by table. */
    record End(Map<String, Long> rows) {}
}
