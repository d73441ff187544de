package nextbest.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What is different between two catalogues, for whoever reviews a release.
 *
 * @param before version of the one
 * @param after version of the other
 * @param changes by what is changed, in the order of the files: triggers, actions, pattern rows, fallbacks
 */
public record CatalogueDiff(String before, String after, List<Change> changes) {
    /** What happened to an entry. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }

    /**
     * One difference.
     *
     * @param part {@code trigger}, {@code action}, {@code pattern} or {@code fallback}
     * @param key the entry's key; of a pattern row its stage, trigger and action
     * @param what of a changed entry, which of its fields, with the value before and after; otherwise empty
     */
    public record Change(Kind kind, String part, String key, String what) {}

    private static final Map<String, Function<ActionType, Object>> FIELDS = fields();

    public CatalogueDiff {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        changes = List.copyOf(changes);
    }

    /** The differences; none if the two say the same. */
    public static CatalogueDiff of(Catalogue before, Catalogue after) {
        List<Change> changes = new ArrayList<>();
        compare(changes, "trigger", before.triggers(), after.triggers(), (one, other) -> "when");
        compare(changes, "action", before.actions(), after.actions(), CatalogueDiff::fields);
        compare(changes, "pattern", rows(before), rows(after), CatalogueDiff::values);
        compare(changes, "fallback", byKey(before), byKey(after), CatalogueDiff::values);
        return new CatalogueDiff(before.version(), after.version(), changes);
    }

    private interface Telling<V> {
        String tell(V before, V after);
    }

    private static <V> void compare(
            List<Change> changes,
            String part,
            SortedMap<String, V> before,
            SortedMap<String, V> after,
            Telling<V> what) {
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (String key : keys) {
            V one = before.get(key);
            V other = after.get(key);
            if (one == null) {
                changes.add(new Change(Kind.ADDED, part, key, ""));
            } else if (other == null) {
                changes.add(new Change(Kind.REMOVED, part, key, ""));
            } else if (!one.equals(other)) {
                changes.add(new Change(Kind.CHANGED, part, key, what.tell(one, other)));
            }
        }
    }

    private static String values(Object before, Object after) {
        return before + " -> " + after;
    }

    private static String fields(ActionType before, ActionType after) {
        List<String> changed = new ArrayList<>();
        FIELDS.forEach((name, field) -> {
            Object one = field.apply(before);
            Object other = field.apply(after);
            if (!one.equals(other)) {
                boolean isShort = one instanceof Number
                        || one instanceof Boolean
                        || one instanceof Enum<?>
                        || name.equals("group")
                        || name.equals("baselines");
                changed.add(isShort ? name + " " + values(one, other) : name);
            }
        });
        return String.join(", ", changed);
    }

    private static Map<String, Function<ActionType, Object>> fields() {
        Map<String, Function<ActionType, Object>> fields = new LinkedHashMap<>();
        fields.put("category", ActionType::category);
        fields.put("group", ActionType::group);
        fields.put("impact", ActionType::impact);
        fields.put("triggers", ActionType::triggers);
        fields.put("per", ActionType::per);
        fields.put("titles", ActionType::titles);
        fields.put("how", ActionType::how);
        fields.put("requirements", ActionType::requirements);
        fields.put("repeat-days", ActionType::repeatDays);
        fields.put("expiry-days", ActionType::expiryDays);
        fields.put("prerequisites", ActionType::prerequisites);
        fields.put("mandatory", ActionType::mandatory);
        fields.put("contradicts", ActionType::contradicts);
        fields.put("baselines", ActionType::baselines);
        fields.put("relevance", ActionType::relevance);
        fields.put("mitigates", ActionType::mitigates);
        return fields;
    }

    private static SortedMap<String, String> rows(Catalogue catalogue) {
        SortedMap<String, String> rows = new TreeMap<>();
        for (PatternRow row : catalogue.rows()) {
            String with = row.with().isEmpty() ? "" : " " + row.with();
            rows.merge(
                    row.stage().key() + " / " + row.trigger() + " / " + row.action() + with,
                    Integer.toString(row.score()),
                    (one, other) -> one + ", " + other);
        }
        return rows;
    }

    private static SortedMap<String, List<String>> byKey(Catalogue catalogue) {
        SortedMap<String, List<String>> fallbacks = new TreeMap<>();
        catalogue.fallbacks().forEach((stage, actions) -> fallbacks.put(stage.key(), actions));
        return fallbacks;
    }
}
