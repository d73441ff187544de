package nextbest.recommendation;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A sentence that is not written yet: a message key and what it is filled with.
 *
 * @param key in the message files
 * @param arguments by the name that the message uses
 */
public record Text(String key, SortedMap<String, Argument> arguments) {
    public Text {
        Objects.requireNonNull(key, "key");
        arguments = Collections.unmodifiableSortedMap(new TreeMap<>(arguments));
    }

    public static Text of(String key) {
        return new Text(key, Collections.emptySortedMap());
    }

    public static Text of(String key, Map<String, Argument> arguments) {
        return new Text(key, new TreeMap<>(arguments));
    }
}
