package nextbest.imports;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a column writes its numbers.
 *
 * @param decimal the decimal separator, {@code '.'} or {@code ','}; the other one, blanks and apostrophes group thousands
 * @param thousandths whether {@code 1.234} may be a number with three decimals; otherwise it is refused, because it may be
 *     meant as thousands
 */
record NumberShape(char decimal, boolean thousandths) {
    /** A number and the currency written beside it. */
    record Quantity(BigDecimal value, Optional<String> currency) {}

    private static final Map<String, String> SYMBOLS =
            Map.of("$", "USD", "US$", "USD", "€", "EUR", "£", "GBP", "¥", "JPY", "CHF", "CHF", "zł", "PLN", "₹", "INR");
    private static final Set<String> CODES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    NumberShape {
        if (decimal != '.' && decimal != ',') {
            throw new IllegalArgumentException("a decimal separator is . or , but is '" + decimal + "'");
        }
    }

    /** One in which three decimals are decimals. */
    NumberShape(char decimal) {
        this(decimal, true);
    }

    /** What is allowed where this value is not. */
    String allowed(String text) {
        return !thousandths && new NumberShape(decimal).read(text).isPresent()
                ? allowed() + "; three digits after the only mark may be decimals or thousands"
                : allowed();
    }

    String allowed() {
        return decimal == '.' ? "a number such as 1,234.50" : "a number such as 1.234,50";
    }

    static boolean isCurrency(String code) {
        return CODES.contains(code);
    }

    /** Reads one value; empty if it is no number in this shape. */
    Optional<Quantity> read(String text) {
        Optional<String> currency = Optional.empty();
        int first = firstDigit(text);
        if (first < 0) {
            return Optional.empty();
        }
        int last = lastDigit(text);
        boolean negative = false;
        String before = text.substring(0, first).strip();
        String after = text.substring(last + 1).strip();
        if (before.endsWith("(") && after.startsWith(")")) {
            negative = true;
            before = before.substring(0, before.length() - 1).strip();
            after = after.substring(1).strip();
        }
        // A decimal separator may stand before the first digit: .50
        boolean leadingPoint = before.endsWith(String.valueOf(decimal));
        if (leadingPoint) {
            before = before.substring(0, before.length() - 1);
        }
        if (before.startsWith("-") || before.endsWith("-") || before.startsWith("−")) {
            negative = true;
            before = before.replaceFirst("[-−]", "").strip();
        } else if (after.equals("-")) {
            negative = true;
            after = "";
        } else if (before.equals("+")) {
            before = "";
        }
        for (String mark : new String[] {before, after}) {
            if (!mark.isEmpty()) {
                Optional<String> code = currencyOf(mark);
                if (code.isEmpty() || currency.isPresent()) {
                    return Optional.empty();
                }
                currency = code;
            }
        }
        String number = (leadingPoint ? "0" + decimal : "") + text.substring(first, last + 1);
        Optional<String> plain = plain(number);
        if (plain.isEmpty() || (!thousandths && isEither(number))) {
            return Optional.empty();
        }
        BigDecimal value = new BigDecimal(plain.get());
        return Optional.of(new Quantity(negative ? value.negate() : value, currency));
    }

    /** One to three digits, the decimal mark and three digits; a zero in front can only be decimals. */
    private boolean isEither(String number) {
        int mark = number.indexOf(decimal);
        return mark >= 1
                && mark <= 3
                && number.length() == mark + 4
                && number.charAt(0) != '0'
                && number.chars().filter(c -> c < '0' || c > '9').count() == 1;
    }

    private static Optional<String> currencyOf(String mark) {
        String code = SYMBOLS.get(mark);
        return code != null ? Optional.of(code) : Optional.of(mark).filter(CODES::contains);
    }

    /** The digits with a point; empty if the groups of thousands are not groups of three. */
    private Optional<String> plain(String number) {
        StringBuilder plain = new StringBuilder(number.length());
        boolean decimals = false;
        int sinceGroup = -1;
        char group = 0;
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if (c >= '0' && c <= '9') {
                plain.append(c);
                if (!decimals && sinceGroup >= 0) {
                    sinceGroup++;
                }
            } else if (c == decimal) {
                if (decimals || (sinceGroup >= 0 && sinceGroup != 3)) {
                    return Optional.empty();
                }
                decimals = true;
                plain.append('.');
            } else if (c == '.' || c == ',' || c == ' ' || c == '\'' || c == '’' || c == '\u00A0' || c == '\u202F') {
                boolean placed = sinceGroup < 0 ? plain.length() <= 3 : sinceGroup == 3 && group == c;
                if (decimals || !placed) {
                    return Optional.empty();
                }
                group = c;
                sinceGroup = 0;
            } else {
                return Optional.empty();
            }
        }
        if (plain.length() > 30 || (!decimals && sinceGroup >= 0 && sinceGroup != 3)) {
            return Optional.empty();
        }
        return Optional.of(plain.toString());
    }

    private static int firstDigit(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= '0' && text.charAt(i) <= '9') {
                return i;
            }
        }
        return -1;
    }

    private static int lastDigit(String text) {
        for (int i = text.length() - 1; i >= 0; i--) {
            if (text.charAt(i) >= '0' && text.charAt(i) <= '9') {
                return i;
            }
        }
        return -1;
    }
}
