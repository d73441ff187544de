package nextbest.imports;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the values of one column look like, in bounded memory. */
final class ColumnProfile {
    /** So many different values are counted one by one; beyond, only that there are many. */
    static final int MAX_VALUES = 2_000;

    /** How the column writes dates, as far as its values decide. */
    sealed interface DateReading {
        record Decided(DateShape.Order order, double share) implements DateReading {}

        /** Every value reads both as day first and as month first. */
        record Ambiguous(String example) implements DateReading {}

        record NoDates() implements DateReading {}
    }

    private static final DateShape.Order[] ORDERS = {
        DateShape.Order.DAY_FIRST,
        DateShape.Order.MONTH_FIRST,
        DateShape.Order.YEAR_FIRST,
        DateShape.Order.NAMED,
        DateShape.Order.COMPACT
    };

    private final String header;
    private final int latestYear;
    private final DateShape[] shapes;
    private final Map<String, Reading> values = new HashMap<>();
    private final long[] dates = new long[ORDERS.length];
    private long rows;
    private long filled;
    private boolean many;
    private String firstDate = "";
    private long wholeNumbers;
    private long spreadsheetDays;
    private long epochMillis;
    private long pointDecimals;
    private long commaDecimals;
    private long pointThrees;
    private long commaThrees;
    private long thousandths;
    private String firstThrees = "";
    private long readablePoint;
    private long readableComma;

    ColumnProfile(String header, int latestYear) {
        this.header = header;
        this.latestYear = latestYear;
        this.shapes = new DateShape[ORDERS.length];
        for (int i = 0; i < ORDERS.length; i++) {
            shapes[i] = new DateShape(ORDERS[i], latestYear);
        }
    }

    void add(String value) {
        rows++;
        if (value.isEmpty()) {
            return;
        }
        filled++;
        Reading known = values.get(value);
        if (known == null) {
            known = readingOf(value);
            if (value.length() <= 200 && values.size() < MAX_VALUES) {
                values.put(value, known);
            } else {
                many = true;
            }
        }
        known.count++;
        count(known, value);
    }

    private void count(Reading reading, String value) {
        for (int i = 0; i < ORDERS.length; i++) {
            if ((reading.dates & (1 << i)) != 0) {
                dates[i]++;
            }
        }
        if (reading.dates != 0 && (firstDate.isEmpty() || value.compareTo(firstDate) < 0)) {
            firstDate = value;
        }
        switch (reading.number) {
            case NONE -> {}
            case POINT_PROVEN -> {
                readablePoint++;
                pointDecimals++;
                thousandths += MANY_DECIMALS.matcher(value).find() ? 1 : 0;
            }
            case COMMA -> {
                readableComma++;
                commaDecimals++;
                thousandths += MANY_DECIMALS.matcher(value).find() ? 1 : 0;
            }
            case POINT_PLAIN -> readablePoint++;
            case POINT_THREES -> {
                both();
                pointThrees++;
                firstThrees = firstThrees.isEmpty() ? value : firstThrees;
            }
            case COMMA_THREES -> {
                both();
                commaThrees++;
                firstThrees = firstThrees.isEmpty() ? value : firstThrees;
            }
            case WHOLE -> {
                both();
                wholeNumbers++;
                if (value.length() == 5 && value.charAt(0) >= '2' && value.charAt(0) <= '6') {
                    spreadsheetDays++;
                }
                if (value.length() == 12 || value.length() == 13) {
                    epochMillis++;
                }
            }
            case EITHER -> both();
        }
    }

    private void both() {
        readablePoint++;
        readableComma++;
    }

    /** What one value reads as; found out once per different value. */
    private static final class Reading {
        final int dates;
        final NumberKind number;
        int count;

        Reading(int dates, NumberKind number) {
            this.dates = dates;
            this.number = number;
        }
    }

    private enum NumberKind {
        NONE,
        /** A number only with decimal point, and it has a mark that proves it. */
        POINT_PROVEN,
        POINT_PLAIN,
        COMMA,
        /** 1.234, which may be thousands. */
        POINT_THREES,
        COMMA_THREES,
        WHOLE,
        EITHER
    }

    private Reading readingOf(String value) {
        if (value.length() > 40 || !hasDigit(value)) {
            return new Reading(0, NumberKind.NONE);
        }
        int mask = 0;
        char c = value.charAt(0);
        if (value.length() >= 6 && ((c >= '0' && c <= '9') || Character.isLetter(c))) {
            for (int i = 0; i < shapes.length; i++) {
                if (shapes[i].read(value).isPresent()) {
                    mask |= 1 << i;
                }
            }
        }
        return new Reading(mask, numberOf(value));
    }

    /** Nobody writes thousands behind a zero. */
    private static final Pattern ZERO_POINT = Pattern.compile("(?<!\\d)0\\.\\d+(?![\\d.,])");

    private static final Pattern ZERO_COMMA = Pattern.compile("(?<!\\d)0,\\d+(?![\\d.,])");

    private static boolean hasDigit(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) >= '0' && value.charAt(i) <= '9') {
                return true;
            }
        }
        return false;
    }

    private static NumberKind numberOf(String value) {
        boolean point = POINT.read(value).isPresent();
        boolean comma = COMMA.read(value).isPresent();
        if (ZERO_POINT.matcher(value).find()) {
            return point ? NumberKind.POINT_PROVEN : NumberKind.NONE;
        }
        if (ZERO_COMMA.matcher(value).find()) {
            return comma ? NumberKind.COMMA : NumberKind.NONE;
        }
        boolean marked = value.indexOf('.') >= 0 || value.indexOf(',') >= 0;
        if (point && comma) {
            if (value.indexOf('.') >= 0) {
                return NumberKind.POINT_THREES;
            }
            if (value.indexOf(',') >= 0) {
                return NumberKind.COMMA_THREES;
            }
            return value.chars().allMatch(Character::isDigit) ? NumberKind.WHOLE : NumberKind.EITHER;
        }
        if (point) {
            return marked ? NumberKind.POINT_PROVEN : NumberKind.POINT_PLAIN;
        }
        return comma ? NumberKind.COMMA : NumberKind.NONE;
    }

    /** Three or more decimals that cannot be thousands: behind a zero, or behind more than three digits, or more than three. */
    private static final Pattern MANY_DECIMALS = Pattern.compile("(?:(?<!\\d)0|\\d{4})[.,]\\d{3}(?!\\d)|[.,]\\d{4,}");

    private static final NumberShape POINT = new NumberShape('.');
    private static final NumberShape COMMA = new NumberShape(',');

    String header() {
        return header;
    }

    long rows() {
        return rows;
    }

    long filled() {
        return filled;
    }

    /** Whether every value was counted. */
    boolean complete() {
        return !many;
    }

    /** Different values, as far as counted. */
    int distinct() {
        return values.size();
    }

    /** How often each value occurs, most frequent first, then by alphabet. */
    List<Map.Entry<String, Integer>> values() {
        return values.entrySet().stream()
                .map(e -> Map.entry(e.getKey(), e.getValue().count))
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
    }

    /** Whether almost every row has another value, as ids have. */
    boolean mostlyUnique() {
        return filled > 0 && (many ? filled == rows : values.size() * 100L >= filled * 98);
    }

    /** How the column writes dates, if half of its values are dates. */
    DateReading dates() {
        int best = -1;
        for (int i = 0; i < ORDERS.length; i++) {
            boolean shortYearFirst = ORDERS[i] == DateShape.Order.YEAR_FIRST
                    && dates[i] > 0
                    && !fourDigitsFirst(firstDate)
                    // 20-10-16 reads as a year in front as well; nobody writes so where day first fits.
                    && Math.max(dates[0], dates[1]) * 2 >= filled;
            if (!shortYearFirst && dates[i] > 0 && (best < 0 || dates[i] > dates[best])) {
                best = i;
            }
        }
        if (best < 0 || dates[best] * 2 < filled) {
            return new DateReading.NoDates();
        }
        if (best == 0 && dates[0] == dates[1]) {
            return new DateReading.Ambiguous(firstDate);
        }
        return new DateReading.Decided(ORDERS[best], dates[best] / (double) filled);
    }

    /** Like {@link #dates()}, for a column that is known to hold dates: plain numbers count as dates, too. */
    DateReading datesExpected() {
        DateReading reading = dates();
        if (!(reading instanceof DateReading.NoDates) || filled == 0) {
            return reading;
        }
        if (spreadsheetDays * 10 >= filled * 9) {
            return new DateReading.Decided(DateShape.Order.SPREADSHEET, spreadsheetDays / (double) filled);
        }
        if (epochMillis * 10 >= filled * 9) {
            return new DateReading.Decided(DateShape.Order.EPOCH_MILLIS, epochMillis / (double) filled);
        }
        return reading;
    }

    private static boolean fourDigitsFirst(String date) {
        return date.length() >= 4 && date.chars().limit(4).allMatch(Character::isDigit);
    }

    /** The share of values that are numbers, however written. */
    double numberShare() {
        return filled == 0 ? 0 : Math.max(readablePoint, readableComma) / (double) filled;
    }

    boolean wholeNumbersOnly() {
        return filled > 0 && wholeNumbers == filled;
    }

    /** How the column writes numbers. */
    NumberShape numbers() {
        if (pointDecimals != commaDecimals) {
            return new NumberShape(pointDecimals > commaDecimals ? '.' : ',', thousandths > 0);
        }
        // Only numbers such as 1.234 or 1,234: three digits after the mark in every value are thousands.
        return new NumberShape(pointThrees > commaThrees ? ',' : '.', thousandths > 0);
    }

    /** A value that was read by habit and not by proof, if there is one: its only mark may set off thousands or decimals. */
    Optional<String> assumedNumber() {
        boolean assumed = pointDecimals == commaDecimals && pointThrees + commaThrees > 0;
        return assumed ? Optional.of(firstThrees) : Optional.empty();
    }

    Optional<String> example() {
        return values().stream().map(Map.Entry::getKey).findFirst();
    }

    int latestYear() {
        return latestYear;
    }
}
