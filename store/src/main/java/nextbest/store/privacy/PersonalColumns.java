package nextbest.store.privacy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import nextbest.identity.TenantId;
import nextbest.store.json.RecordJson;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Every column of every table of an organisation that can hold words: text, lists of text, JSON, and packed JSON. */
final class PersonalColumns {
    private static final int FETCH = 200;

    private final DSLContext transaction;
    private final TenantId tenant;
    private final Traces traces;

    PersonalColumns(DSLContext transaction, TenantId tenant, Traces traces) {
        this.transaction = transaction;
        this.tenant = tenant;
        this.traces = traces;
    }

    /** How a column keeps words. */
    private enum Form {
        TEXT,
        TEXTS,
        JSON,
        BYTES
    }

    /** @param name as the database names it */
    private record Column(String name, Form form) {}

    /** A row with traces. */
    record Found(String table, String row, List<String> columns) {}

    /**
     * Counts the rows with traces.
     *
     * @return rows by {@code table.column}; nothing where there are none
     */
    SortedMap<String, Long> count() {
        SortedMap<String, Long> counts = new TreeMap<>();
        each(found -> found.columns().forEach(column -> counts.merge(found.table() + "." + column, 1L, Long::sum)));
        return counts;
    }

    /** Hands over every row with traces. */
    void each(Consumer<Found> work) {
        tables("select")
                .forEach((table, columns) -> read(
                        table,
                        columns,
                        row -> {
                            List<String> hit = columns.stream()
                                    .filter(column -> isIn(column, row))
                                    .map(Column::name)
                                    .toList();
                            if (!hit.isEmpty()) {
                                work.accept(new Found(table, row.get("row_", String.class), hit));
                            }
                        },
                        false));
    }

    /**
     * Takes the traces out of every row.
     *
     * @param now business time, noted where a replay is no longer possible
     * @return rows by {@code table.column}
     */
    SortedMap<String, Long> erase(Instant now) {
        SortedMap<String, Long> counts = new TreeMap<>();
        tables("update").forEach((table, columns) -> {
            List<Map<Column, Object>> changes = new ArrayList<>();
            List<String> rows = new ArrayList<>();
            read(
                    table,
                    columns,
                    row -> {
                        Map<Column, Object> changed = new LinkedHashMap<>();
                        columns.stream()
                                .filter(column -> isIn(column, row))
                                .forEach(column -> changed.put(column, without(column, row)));
                        if (!changed.isEmpty()) {
                            changes.add(changed);
                            rows.add(row.get("row_", String.class));
                        }
                    },
                    true);
            for (int i = 0; i < rows.size(); i++) {
                rewrite(table, rows.get(i), changes.get(i), now);
                changes.get(i).keySet().forEach(column -> counts.merge(table + "." + column.name(), 1L, Long::sum));
            }
        });
        return counts;
    }

    private void rewrite(String table, String row, Map<Column, Object> changed, Instant now) {
        List<Object> values = new ArrayList<>(changed.values());
        String set = changed.keySet().stream()
                .map(column -> quoted(column.name()) + " = ?"
                        + switch (column.form()) {
                            case TEXT -> "";
                            case TEXTS -> "::text[]";
                            case JSON -> "::jsonb";
                            case BYTES -> "::bytea";
                        })
                .collect(Collectors.joining(", "));
        boolean replayed = table.equals("snapshot") || (table.equals("decision") && set.contains("\"inputs\""));
        if (replayed) {
            values.add(now.atOffset(ZoneOffset.UTC));
        }
        values.add(tenant.value());
        values.add(row);
        int updated = transaction.execute(
                "update " + quoted(table) + " set " + set + (replayed ? ", redacted_at = ?::timestamptz" : "")
                        + " where tenant = ? and ctid = ?::tid",
                values.toArray());
        if (updated != 1) {
            throw new IllegalStateException(
                    "a row of " + table + " was changed by somebody else while it was rewritten");
        }
    }

    private void read(String table, List<Column> columns, Consumer<Record> work, boolean toChange) {
        List<Object> values = new ArrayList<>(List.of(tenant.value()));
        List<String> conditions = new ArrayList<>();
        for (Column column : columns) {
            if (column.form() == Form.BYTES) {
                // packed: only a look inside tells
                conditions.add(quoted(column.name()) + " is not null");
            } else {
                for (String word : traces.words()) {
                    conditions.add("strpos(lower(" + quoted(column.name()) + "::text), lower(?)) > 0");
                    values.add(
                            column.form() == Form.TEXTS
                                    ? word.replace("\\", "\\\\").replace("\"", "\\\"")
                                    : word);
                }
            }
        }
        if (conditions.isEmpty()) {
            return;
        }
        String names = columns.stream().map(column -> quoted(column.name())).collect(Collectors.joining(", "));
        String sql = "select ctid::text as row_, " + names + " from " + quoted(table) + " where tenant = ? and ("
                + String.join(" or ", conditions) + ")" + (toChange ? " for update" : "");
        try (Cursor<Record> cursor =
                transaction.resultQuery(sql, values.toArray()).fetchSize(FETCH).fetchLazy()) {
            cursor.forEach(work);
        }
    }

    private boolean isIn(Column column, Record row) {
        return switch (column.form()) {
            case TEXT -> said(row, column, String.class).filter(traces::in).isPresent();
            case TEXTS ->
                said(row, column, String[].class)
                        .filter(texts -> Arrays.stream(texts).anyMatch(text -> text != null && traces.in(text)))
                        .isPresent();
            case JSON ->
                said(row, column, JSONB.class)
                        .map(JSONB::data)
                        .filter(traces::in)
                        .isPresent();
            case BYTES ->
                said(row, column, byte[].class)
                        .map(PersonalColumns::unpacked)
                        .filter(traces::in)
                        .isPresent();
        };
    }

    private Object without(Column column, Record row) {
        return switch (column.form()) {
            case TEXT -> traces.without(row.get(column.name(), String.class));
            case TEXTS ->
                Arrays.stream(row.get(column.name(), String[].class))
                        .map(text -> text == null ? null : traces.without(text))
                        .toArray(String[]::new);
            case JSON -> traces.without(row.get(column.name(), JSONB.class).data());
            case BYTES -> {
                byte[] kept = row.get(column.name(), byte[].class);
                byte[] without = traces.without(new String(unpacked(kept), StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8);
                yield isPacked(kept) ? RecordJson.gzip(without) : without;
            }
        };
    }

    private static <T> Optional<T> said(Record row, Column column, Class<T> type) {
        return Optional.ofNullable(row.get(column.name(), type));
    }

    private static byte[] unpacked(byte[] kept) {
        return isPacked(kept) ? RecordJson.gunzip(kept) : kept;
    }

    /** RFC 1952: a gzip member begins with 1f 8b. */
    private static boolean isPacked(byte[] kept) {
        return kept.length > 2 && kept[0] == 0x1f && kept[1] == (byte) 0x8b;
    }

    /**
     * Tables with the columns that can hold words. Hashes and keys are bytes that no word is in.
     *
     * @param privilege that the application's role must have: rows of some tables are added and never changed
     */
    private SortedMap<String, List<Column>> tables(String privilege) {
        SortedMap<String, List<Column>> tables = new TreeMap<>();
        transaction
                .fetch("""
                        select c.table_name, c.column_name, c.data_type
                        from information_schema.columns c
                        join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
                        where c.table_schema = current_schema() and t.table_type = 'BASE TABLE'
                          and c.table_name in (select table_name from information_schema.columns
                                               where table_schema = current_schema() and column_name = 'tenant')
                          and c.table_name not in ('access_token', 'account')
                          and (c.data_type in ('text', 'jsonb') or c.udt_name = '_text'
                               or (c.data_type = 'bytea' and c.column_name not like '%hash' and c.column_name <> 'key'))
                          and has_table_privilege(format('%I.%I', c.table_schema, c.table_name), {0})
                        order by c.table_name, c.ordinal_position""", DSL.val(privilege))
                .forEach(row -> tables.computeIfAbsent(row.get(0, String.class), any -> new ArrayList<>())
                        .add(new Column(row.get(1, String.class), form(row.get(2, String.class)))));
        return tables;
    }

    private static Form form(String type) {
        return switch (type) {
            case "text" -> Form.TEXT;
            case "jsonb" -> Form.JSON;
            case "bytea" -> Form.BYTES;
            default -> Form.TEXTS;
        };
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
