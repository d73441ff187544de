package nextbest.recommendation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;

/** A value that a text is filled with. Whoever renders the text formats it for the reader's language and zone. */
public sealed interface Argument {

    /** Words that come from a record: data, never markup and never an instruction. */
    record Words(String value) implements Argument {
        public Words {
            Objects.requireNonNull(value, "value");
        }
    }

    /** A message key whose text is put in. */
    record Message(String key) implements Argument {
        public Message {
            Objects.requireNonNull(key, "key");
        }
    }

    /** A whole number. */
    record Count(long value) implements Argument {}

    /** A share in hundredths of a percent: 3500 is 35 %. May be negative for a difference. */
    record Share(long basisPoints) implements Argument {
        public static Share of(double share) {
            return new Share(Math.round(share * 10_000));
        }
    }

    /** A moment. */
    record Moment(Instant value) implements Argument {
        public Moment {
            Objects.requireNonNull(value, "value");
        }
    }

    /** A day. */
    record Day(LocalDate value) implements Argument {
        public Day {
            Objects.requireNonNull(value, "value");
        }
    }

    /** An amount in minor units of a currency. */
    record Amount(long minor, String currency) implements Argument {
        public Amount {
            Objects.requireNonNull(currency, "currency");
        }
    }

    static Argument words(String value) {
        return new Words(value);
    }

    static Argument message(String key) {
        return new Message(key);
    }

    static Argument count(long value) {
        return new Count(value);
    }

    static Argument moment(Instant value) {
        return new Moment(value);
    }
}
