package nextbest.store.backup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import nextbest.store.backup.Manifest.Table;

/** The tables of a database, as its own catalogue describes them. */
final class Tables {
    /** Where the migrations are counted; the schema's number says all of it. */
    private static final String MIGRATIONS = "flyway_schema_history";

    private Tables() {}

    /** Every table, those that others refer to before them; computed columns are left out. */
    static List<Table> inOrder(Connection connection) throws SQLException {
        Map<String, List<String>> columns = new TreeMap<>();
        query(
                connection,
                """
                select c.relname, a.attname
                from pg_class c
                join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
                order by c.relname, a.attnum
                """,
                row -> columns.computeIfAbsent(row.getString(1), any -> new ArrayList<>())
                        .add(row.getString(2)));
        columns.remove(MIGRATIONS);
        Map<String, Set<String>> needs = new TreeMap<>();
        columns.keySet().forEach(name -> needs.put(name, new TreeSet<>()));
        query(connection, """
                select t.relname, o.relname
                from pg_constraint f
                join pg_class t on t.oid = f.conrelid
                join pg_class o on o.oid = f.confrelid
                where f.contype = 'f' and f.conrelid <> f.confrelid and f.connamespace = current_schema()::regnamespace
                  and not f.condeferrable
                """, row -> {
            if (needs.containsKey(row.getString(1))) {
                needs.get(row.getString(1)).add(row.getString(2));
            }
        });
        Set<String> ordered = new LinkedHashSet<>();
        while (!needs.isEmpty()) {
            List<String> ready = needs.entrySet().stream()
                    .filter(entry -> ordered.containsAll(entry.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            if (ready.isEmpty()) {
                throw new BackupException("tables that refer to each other in a circle cannot be loaded: " + needs);
            }
            ordered.addAll(ready);
            ready.forEach(needs::remove);
        }
        return ordered.stream().map(name -> new Table(name, columns.get(name))).toList();
    }

    /** The number of the last migration; empty if the database has none. */
    static Optional<Integer> schema(Connection connection) throws SQLException {
        List<Integer> found = new ArrayList<>();
        query(
                connection,
                "select count(*) from pg_class where relnamespace = current_schema()::regnamespace and relname = '"
                        + MIGRATIONS + "'",
                row -> found.add(row.getInt(1)));
        if (found.getFirst() == 0) {
            return Optional.empty();
        }
        found.clear();
        query(
                connection,
                "select max(version::integer) from " + MIGRATIONS + " where success and version is not null",
                row -> found.add(row.getInt(1)));
        return Optional.of(found.getFirst()).filter(version -> version > 0);
    }

    /** Lets numbers that the database gives go on after those that were loaded. */
    static void advanceSequences(Connection connection) throws SQLException {
        Map<String, String> sequences = new LinkedHashMap<>();
        query(connection, """
                select c.relname, a.attname
                from pg_class c
                join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attidentity <> ''
                where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
                """, row -> sequences.put(row.getString(1), row.getString(2)));
        try (Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> entry : sequences.entrySet()) {
                statement.execute("select setval(pg_get_serial_sequence('" + quoted(entry.getKey()) + "', '"
                        + entry.getValue() + "'), greatest((select max(" + quoted(entry.getValue()) + ") from "
                        + quoted(entry.getKey()) + "), 1))");
            }
        }
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    interface Reading {
        void row(ResultSet row) throws SQLException;
    }

    static void query(Connection connection, String sql, Reading reading) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reading.row(rows);
            }
        }
    }
}
