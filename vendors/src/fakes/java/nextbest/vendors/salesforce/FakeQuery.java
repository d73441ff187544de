package nextbest.vendors.salesforce;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** As much of SOQL as simple conditions need. */
final class FakeQuery {
    private static final Pattern QUERY = Pattern.compile(
            "(?is)SELECT (.*) FROM (\\w+)(?: WHERE (.*?))?(?: ORDER BY [\\w, ]+?)?(?: LIMIT (\\d+))?\\s*");
    private static final Pattern IN = Pattern.compile("(\\w+) IN \\((.*)\\)");

    /** A query that Salesforce refuses. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String code;

        Refused(String code, String message) {
            super(message);
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    private final String object;
    private final List<String> fields;
    private final List<String> conditions;
    private final int limit;

    FakeQuery(String soql) {
        Matcher query = QUERY.matcher(soql);
        if (!query.matches()) {
            throw new Refused("MALFORMED_QUERY", "unexpected token");
        }
        object = query.group(2);
        fields = Arrays.asList(query.group(1)
                .replaceAll("\\(SELECT [^)]* FROM (\\w+)\\)", "($1)")
                .split("\\s*,\\s*", -1));
        String where = Objects.requireNonNullElse(query.group(3), "");
        conditions = where.isBlank() ? List.of() : List.of(where.split(" AND ", -1));
        limit = query.group(4) == null ? Integer.MAX_VALUE : Integer.parseInt(query.group(4));
    }

    String object() {
        return object;
    }

    boolean counts() {
        return fields.size() == 1 && fields.getFirst().equalsIgnoreCase("COUNT()");
    }

    /** Queries of the Bulk API have no lists inside. */
    boolean hasLists() {
        return fields.stream().anyMatch(field -> field.startsWith("("));
    }

    /** Names of fields, those of lists without what is asked of them. */
    List<String> fields() {
        return fields.stream().map(field -> field.replaceAll("[()]", "")).toList();
    }

    /** Records that fit, whole. */
    List<Map<String, Object>> find(NavigableMap<String, Map<String, Object>> table, boolean deletedToo) {
        Stream<Map<String, Object>> found = null;
        Predicate<Map<String, Object>> rest = record -> deletedToo || !Boolean.TRUE.equals(record.get("IsDeleted"));
        for (String condition : conditions) {
            String one = condition.strip();
            Matcher in = IN.matcher(one);
            if (in.matches() && in.group(1).equals("Id")) {
                found = ids(in.group(2)).stream().map(table::get).filter(Objects::nonNull);
            } else if (one.startsWith("Id > ")) {
                found = found == null
                        ? table.tailMap(one.substring("Id > '".length(), one.length() - 1), false).values().stream()
                        : found;
            } else {
                rest = rest.and(single(one));
            }
        }
        return (found == null ? table.values().stream() : found)
                .filter(rest)
                .limit(limit)
                .toList();
    }

    /** Of the condition {@code FIELD IN ('a', 'b')} the values. */
    Set<String> in(String field) {
        return conditions.stream()
                .map(one -> IN.matcher(one.strip()))
                .filter(in -> in.matches() && in.group(1).equals(field))
                .findFirst()
                .map(in -> ids(in.group(2)))
                .orElseThrow(() -> new Refused("MALFORMED_QUERY", "the fake wants " + field + " IN (…)"));
    }

    private static Set<String> ids(String list) {
        return new LinkedHashSet<>(Arrays.asList(list.replace("'", "").split("\\s*,\\s*", -1)));
    }

    /** Fields that were not asked for are not there; those that are empty are null. */
    Map<String, Object> shown(Map<String, Object> record) {
        Map<String, Object> shown = new LinkedHashMap<>();
        fields().forEach(field -> shown.put(field, record.get(field)));
        shown.put("attributes", Map.of("type", object));
        return shown;
    }

    List<Map<String, Object>> shown(List<Map<String, Object>> records) {
        List<Map<String, Object>> shown = new ArrayList<>();
        records.forEach(record -> shown.add(shown(record)));
        return shown;
    }

    private static Predicate<Map<String, Object>> single(String one) {
        if (one.startsWith("SystemModstamp >= ")) {
            Instant since = Instant.parse(one.substring("SystemModstamp >= ".length()));
            return record -> !Instant.parse(
                            String.valueOf(record.get("SystemModstamp")).replace("+0000", "Z"))
                    .isBefore(since);
        }
        Matcher in = IN.matcher(one);
        if (in.matches()) {
            Set<String> values = ids(in.group(2));
            return record -> values.contains(String.valueOf(record.get(in.group(1))));
        }
        String field = one.substring(0, one.indexOf(' '));
        if (one.endsWith(" = null")) {
            return record -> record.get(field) == null;
        }
        if (one.endsWith(" = true")) {
            return record -> Boolean.TRUE.equals(record.get(field));
        }
        throw new IllegalArgumentException("the fake does not understand " + one);
    }
}
