package nextbest.event;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import nextbest.money.Money;

/**
 * What a field may hold, in the words of an error message, and how its plain JSON form becomes a typed value.
 *
 * <p>{@link #read} gives the typed value or throws {@link NotAllowed}; it never guesses.
 */
public sealed interface FieldType {

    /** The value does not fit; the caller knows the field and the value seen. */
    final class NotAllowed extends Exception {
        private static final long serialVersionUID = 1L;

        NotAllowed() {
            super(null, null, false, false);
        }
    }

    /** What is allowed, as it reads after "allowed is". */
    String allowed();

    /**
     * @param json a map, list, string, number or boolean; never null
     * @throws NotAllowed if it does not fit {@link #allowed()}
     */
    Object read(Object json) throws NotAllowed;

    /** Text of 1 to {@code max} characters without control characters other than line breaks and tabs: a String. */
    record Text(int max) implements FieldType {
        @Override
        public String allowed() {
            return "text of 1 to " + max + " characters";
        }

        @Override
        public Object read(Object json) throws NotAllowed {
            if (!(json instanceof String text) || text.isBlank() || text.length() > max || hasControl(text)) {
                throw new NotAllowed();
            }
            return text.strip();
        }

        private static boolean hasControl(String text) {
            return text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t');
        }
    }

    /** true or false: a Boolean. */
    record Flag() implements FieldType {
        @Override
        public String allowed() {
            return "true or false";
        }

        @Override
        public Object read(Object json) throws NotAllowed {
            if (json instanceof Boolean flag) {
                return flag;
            }
            throw new NotAllowed();
        }
    }

    /** A whole number within bounds: a Long. */
    record Whole(long min, long max) implements FieldType {
        @Override
        public String allowed() {
            return "a whole number from " + min + " to " + max;
        }

        @Override
        public Object read(Object json) throws NotAllowed {
            if (!(json instanceof Number number)) {
                throw new NotAllowed();
            }
            try {
                long value = new BigDecimal(number.toString()).longValueExact();
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (ArithmeticException | NumberFormatException e) {
                // falls through: 1.5, 1e40 and NaN are not whole numbers
            }
            throw new NotAllowed();
        }
    }

    /** A decimal number within bounds: a BigDecimal. */
    record Decimal(BigDecimal min, BigDecimal max) implements FieldType {
        @Override
        public String allowed() {
            return "a number from " + min.toPlainString() + " to " + max.toPlainString();
        }

        @Override
        public Object read(Object json) throws NotAllowed {
            if (!(json instanceof Number number)) {
                throw new NotAllowed();
            }
            try {
                BigDecimal value = new BigDecimal(number.toString());
                if (value.compareTo(min) >= 0 && value.compareTo(max) <= 0) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // falls through: NaN and infinities are not numbers here
            }
            throw new NotAllowed();
        }
    }

    /** An object {@code {"amount": 12.50, "currency": "EUR"}}, not negative: a {@link Money}. */
    record Amount() implements FieldType {
        private static final BigDecimal MOST = new BigDecimal("1000000000000");

        @Override
        public String allowed() {
            return "{\"amount\": 0 to 1000000000000 with the currency's decimals, \"currency\": an ISO 4217 code}";
        }

        @Override
        public Object read(Object json) throws NotAllowed {
            if (!(json instanceof Map<?, ?> map)
                    || !(map.get("currency") instanceof String currency)
                    || map.get("amount") == null
                    || map.size() != 2) {
                throw new NotAllowed();
            }
            try {
                BigDecimal value = new BigDecimal(map.get("amount").toString());
                if (value.signum() >= 0 && value.compareTo(MOST) <= 0) {
                    return Money.of(value, currency);
                }
            } catch (ArithmeticException | IllegalArgumentException e) {
                // falls through: a wrong currency, too many decimals, or no number
            }
            throw new NotAllowed();
        }
    }

    /** A calendar day between 1900 and 2200: a {@link LocalDate}. */
    record Day() implements FieldType {
        @Override
        public String allowed() {
            return "a day such as 2026-03-31, from 1900 to 2200";
        }

        @Override
        public Object read(Object json) throws NotAllowed {
            try {
                if (json instanceof String text) {
                    LocalDate day = LocalDate.parse(text);
                    if (day.getYear() >= 1900 && day.getYear() <= 2200) {
                        return day;
                    }
                }
            } catch (DateTimeException e) {
                // falls through: not a day
            }
            throw new NotAllowed();
        }
    }

    /** A moment with offset between 1900 and 2200: an {@link Instant}. */
    record Moment() implements FieldType {
        @Override
        public String allowed() {
            return "a moment such as 2026-03-31T09:30:00Z, from 1900 to 2200";
        }

        @Override
        public Object read(Object json) throws NotAllowed {
            try {
                if (json instanceof String text) {
                    Instant moment = OffsetDateTime.parse(text).toInstant();
                    int year = moment.atZone(ZoneOffset.UTC).getYear();
                    if (year >= 1900 && year <= 2200) {
                        return moment;
                    }
                }
            } catch (DateTimeException e) {
                // falls through: not a moment
            }
            throw new NotAllowed();
        }
    }

    /** One of a closed list, compared exactly: a String. */
    record Choice(Set<String> options) implements FieldType {
        public Choice {
            options = java.util.Collections.unmodifiableSet(new TreeSet<>(options));
        }

        @Override
        public String allowed() {
            return "one of " + String.join(", ", options);
        }

        @Override
        public Object read(Object json) throws NotAllowed {
            if (json instanceof String text && options.contains(text)) {
                return text;
            }
            throw new NotAllowed();
        }
    }

    /** A time zone of the tz database: a {@link ZoneId}. */
    record Zone() implements FieldType {
        @Override
        public String allowed() {
            return "a time zone such as Europe/Berlin";
        }

        @Override
        public Object read(Object json) throws NotAllowed {
            if (json instanceof String text && ZoneId.getAvailableZoneIds().contains(text)) {
                return ZoneId.of(text);
            }
            throw new NotAllowed();
        }
    }

    /** A mail address in the simple form that every mail system accepts: a String in its original case. */
    record MailAddress() implements FieldType {
        private static final java.util.regex.Pattern FORM = java.util.regex.Pattern.compile(
                "[^\\s@<>\"(),:;\\\\\\[\\]]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?");

        @Override
        public String allowed() {
            return "a mail address such as rep@example.com";
        }

        @Override
        public Object read(Object json) throws NotAllowed {
            if (json instanceof String text && FORM.matcher(text).matches()) {
                return text;
            }
            throw new NotAllowed();
        }
    }

    /**
     * Another entity, by the id its system gave it: a string (an id of the event's own source) or an object {@code
     * {"source": …, "id": …}}. Read as a {@link Reference}.
     */
    record Ref(String entity) implements FieldType {
        @Override
        public String allowed() {
            return "the id of a " + entity + ", or {\"source\": …, \"id\": …}";
        }

        @Override
        public Object read(Object json) throws NotAllowed {
            if (json instanceof String id && fits(id, 255)) {
                return new Reference(entity, Optional.empty(), id);
            }
            if (json instanceof Map<?, ?> map
                    && map.size() == 2
                    && map.get("source") instanceof String source
                    && fits(source, 64)
                    && map.get("id") instanceof String id
                    && fits(id, 255)) {
                return new Reference(entity, Optional.of(source), id);
            }
            throw new NotAllowed();
        }

        private static boolean fits(String text, int max) {
            return !text.isBlank() && text.length() <= max;
        }
    }

    /**
     * What a {@link Ref} field holds.
     *
     * @param source empty: the event's own source
     */
    record Reference(String entity, Optional<String> source, String id) {}

    /** A list of at most {@code max} values of one type: a List. */
    record Many(FieldType of, int max) implements FieldType {
        @Override
        public String allowed() {
            return "a list of at most " + max + ", each " + of.allowed();
        }

        @Override
        public Object read(Object json) throws NotAllowed {
            if (!(json instanceof List<?> list) || list.size() > max) {
                throw new NotAllowed();
            }
            List<Object> values = new ArrayList<>(list.size());
            for (Object item : list) {
                if (item == null) {
                    throw new NotAllowed();
                }
                values.add(of.read(item));
            }
            return List.copyOf(values);
        }
    }

    /** Further named values, at most {@code max} of them, such as the answers of a qualification form: a sorted Map of Strings. */
    record Attributes(int max) implements FieldType {
        private static final Text NAME = new Text(64);
        private static final Text VALUE = new Text(200);

        @Override
        public String allowed() {
            return "an object of at most " + max + " names (64 characters) with text values (200 characters)";
        }

        @Override
        public Object read(Object json) throws NotAllowed {
            if (!(json instanceof Map<?, ?> map) || map.size() > max) {
                throw new NotAllowed();
            }
            var values = new java.util.TreeMap<String, String>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                if (entry.getKey() == null || entry.getValue() == null) {
                    throw new NotAllowed();
                }
                values.put((String) NAME.read(entry.getKey()), (String) VALUE.read(entry.getValue()));
            }
            return java.util.Collections.unmodifiableSortedMap(values);
        }
    }
}
