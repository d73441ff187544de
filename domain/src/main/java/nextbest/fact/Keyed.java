package nextbest.fact;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An enum constant that is written in files and messages by a key: its name in lower case with hyphens, so that {@code
 * TECHNICAL_BUYER} reads {@code technical-buyer}.
 */
public interface Keyed {

    String name();

    default String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The constant with this key; empty if there is none. */
    static <E extends Enum<E> & Keyed> Optional<E> find(Class<E> type, String key) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.key().equals(key))
                .findFirst();
    }

    /** All keys of a closed set, for messages that say what is allowed. */
    static <E extends Enum<E> & Keyed> String allowed(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Keyed::key).collect(Collectors.joining(", "));
    }
}
