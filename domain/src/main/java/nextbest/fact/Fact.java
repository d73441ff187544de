package nextbest.fact;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What is known of one field: its value, that there is none, or nothing. {@link Unknown} is never treated as {@link
 * Absent}: "nobody told us of a competitor" is not "there is no competitor".
 */
public sealed interface Fact<T> {

    /** The field has this value, and this is who says so. */
    record Known<T>(T value, Provenance provenance) implements Fact<T> {
        public Known {
            Objects.requireNonNull(value, "value");
            Objects.requireNonNull(provenance, "provenance");
        }
    }

    /** Someone looked, and there is none. */
    record Absent<T>(Provenance provenance) implements Fact<T> {
        public Absent {
            Objects.requireNonNull(provenance, "provenance");
        }
    }

    /** Nobody has said anything. */
    record Unknown<T>() implements Fact<T> {}

    static <T> Fact<T> known(T value, Provenance provenance) {
        return new Known<>(value, provenance);
    }

    static <T> Fact<T> absent(Provenance provenance) {
        return new Absent<>(provenance);
    }

    static <T> Fact<T> unknown() {
        return new Unknown<>();
    }

    default boolean isKnown() {
        return this instanceof Known<T>;
    }

    default boolean isAbsent() {
        return this instanceof Absent<T>;
    }

    default boolean isUnknown() {
        return this instanceof Unknown<T>;
    }

    /** The value, if there is one; empty both for absent and for unknown. */
    default Optional<T> asOptional() {
        return switch (this) {
            case Known<T>(T value, Provenance ignored) -> Optional.of(value);
            case Absent<T> ignored -> Optional.empty();
            case Unknown<T> ignored -> Optional.empty();
        };
    }

    /** Who says so; empty for unknown. */
    default Optional<Provenance> source() {
        return switch (this) {
            case Known<T>(T ignored, Provenance provenance) -> Optional.of(provenance);
            case Absent<T>(Provenance provenance) -> Optional.of(provenance);
            case Unknown<T> ignored -> Optional.empty();
        };
    }

    /** Whether the value is known and passes the test. */
    default boolean is(Predicate<? super T> test) {
        return this instanceof Known<T>(T value, Provenance ignored) && test.test(value);
    }

    /** The same state of knowledge about something computed from the value. */
    default <R> Fact<R> map(Function<? super T, ? extends R> function) {
        return switch (this) {
            case Known<T>(T value, Provenance provenance) -> new Known<>(function.apply(value), provenance);
            case Absent<T>(Provenance provenance) -> new Absent<>(provenance);
            case Unknown<T> ignored -> new Unknown<>();
        };
    }
}
