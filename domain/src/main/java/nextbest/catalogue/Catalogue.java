package nextbest.catalogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import nextbest.deal.StageKind;

/**
 * Everything that can be recommended, in one version. What its entries name exists: triggers, actions, fallbacks.
 *
 * @param version identifies the content; decisions carry it
 * @param actions by key
 * @param rows the pattern rows, in the order of the file
 * @param triggers by key
 * @param fallbacks per kind of stage, the actions that are proposed when nothing qualifies, the best first
 */
public record Catalogue(
        String version,
        SortedMap<String, ActionType> actions,
        List<PatternRow> rows,
        SortedMap<String, Trigger> triggers,
        SortedMap<StageKind, List<String>> fallbacks) {
    /** @throws IllegalArgumentException with all that does not fit together, one line each */
    public Catalogue {
        Objects.requireNonNull(version, "version");
        actions = Collections.unmodifiableSortedMap(new TreeMap<>(actions));
        rows = List.copyOf(rows);
        triggers = Collections.unmodifiableSortedMap(new TreeMap<>(triggers));
        fallbacks = Collections.unmodifiableSortedMap(new TreeMap<>(fallbacks));
        List<String> broken = broken(actions, rows, triggers, fallbacks);
        if (!broken.isEmpty()) {
            throw new IllegalArgumentException(
                    "catalogue " + version + " does not fit together:\n" + String.join("\n", broken));
        }
    }

    public Optional<ActionType> action(String key) {
        return Optional.ofNullable(actions.get(key));
    }

    /** The actions that stand in when nothing qualifies; where the stage is not known, those of the first stage. */
    public List<String> fallbacksAt(Optional<StageKind> stage) {
        return fallbacks.getOrDefault(stage.orElse(StageKind.PROSPECTING), List.of());
    }

    /** The rows of one action, in the order of the file. */
    public List<PatternRow> rowsOf(String action) {
        return rows.stream().filter(row -> row.action().equals(action)).toList();
    }

    private static List<String> broken(
            SortedMap<String, ActionType> actions,
            List<PatternRow> rows,
            SortedMap<String, Trigger> triggers,
            SortedMap<StageKind, List<String>> fallbacks) {
        List<String> broken = new ArrayList<>();
        Set<String> called = new HashSet<>();
        for (PatternRow row : rows) {
            if (!triggers.containsKey(row.trigger())) {
                broken.add("a pattern row for " + row.action() + " names the unknown trigger " + row.trigger());
            }
            if (!actions.containsKey(row.action())) {
                broken.add("a pattern row at " + row.stage().key() + " names the unknown action " + row.action());
            }
            called.add(row.action());
        }
        actions.forEach((key, action) -> {
            if (!key.equals(action.key())) {
                broken.add("action " + action.key() + " is filed under " + key);
            }
            action.triggers().stream()
                    .filter(trigger -> !triggers.containsKey(trigger))
                    .forEach(trigger -> broken.add("action " + key + " names the unknown trigger " + trigger));
            action.contradicts().stream()
                    .filter(other -> !actions.containsKey(other))
                    .forEach(other -> broken.add("action " + key + " contradicts the unknown action " + other));
            if (action.triggers().isEmpty() && !called.contains(key)) {
                broken.add("action " + key + " has neither a trigger nor a pattern row, so nothing calls for it");
            }
        });
        fallbacks.forEach((stage, keys) -> keys.stream()
                .filter(key -> !actions.containsKey(key))
                .forEach(key -> broken.add("the fallback at " + stage.key() + " names the unknown action " + key)));
        return broken;
    }
}
