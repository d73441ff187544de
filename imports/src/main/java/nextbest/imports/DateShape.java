package nextbest.imports;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a column writes its dates. Separators ({@code -}, {@code /}, {@code .}) and a time of day after the date are
 * understood in every order.
 *
 * @param order which part comes first
 * @param latestYear two-digit years are read as the latest year not after this one
 */
record DateShape(Order order, int latestYear) {
    /** Which part comes first. */
    enum Order {
        DAY_FIRST("dd-MM-yyyy"),
        MONTH_FIRST("MM/dd/yyyy"),
        YEAR_FIRST("yyyy-MM-dd"),
        /** The month as a word, in one of the languages of {@link MonthNames}. */
        NAMED("d-MMM-yyyy"),
        COMPACT("yyyyMMdd"),
        /** Days since 1899-12-30, as spreadsheets count. */
        SPREADSHEET("spreadsheet"),
        /** Milliseconds since 1970. */
        EPOCH_MILLIS("epoch-millis");

        private final String pattern;

        Order(String pattern) {
            this.pattern = pattern;
        }

        String pattern() {
            return pattern;
        }
    }

    /**
     * A date as read.
     *
     * @param time empty if only a day was written
     * @param offset empty if none was written
     */
    record Moment(LocalDate day, Optional<LocalTime> time, Optional<ZoneOffset> offset) {
        /** The moment itself; a bare day counts from its first second, or as its last one. */
        Instant at(ZoneId zone, boolean endOfDay) {
            LocalTime clock = time.orElse(endOfDay ? LocalTime.of(23, 59, 59) : LocalTime.MIDNIGHT);
            return offset.map(o -> day.atTime(clock).toInstant(o))
                    .orElseGet(() -> day.atTime(clock).atZone(zone).toInstant());
        }
    }

    private static final Pattern TIME = Pattern.compile(
            "(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d{1,9})?)?\\s*([AaPp])?\\.?(?:[Mm]\\.?)?\\s*(Z|UTC|GMT|[+-]\\d{2}:?\\d{2})?");
    /** Before a date with the month's name: {@code Mo.,}, {@code Friday,}, {@code le}. */
    private static final String LEAD = "(?:\\p{L}{2,10}[.,]{0,2}\\s+)?";

    private static final Pattern NAMED_DAY_FIRST = Pattern.compile(LEAD
            + "(\\d{1,2})(?:st|nd|rd|th|er|º|°)?[\\s./-]+(?:de\\s+)?(\\p{L}{3,10})[\\s.,/-]+(?:del?\\s+)?(\\d{2}|\\d{4})"
            + "(?:[\\s,T]+(.*))?");
    private static final Pattern NAMED_MONTH_FIRST = Pattern.compile(
            LEAD + "(\\p{L}{3,10})[\\s.]+(\\d{1,2})(?:st|nd|rd|th)?\\.?,?\\s+(\\d{4})(?:[\\s,T]+(.*))?");
    /** Between a date and a time of day: {@code um}, {@code at}, {@code à}, {@code a las}. */
    private static final Pattern BEFORE_TIME = Pattern.compile("^(?:[T,\\s]|um\\s|at\\s|à\\s|a las\\s)+");

    private static final Pattern AFTER_TIME = Pattern.compile("\\s*(?:Uhr|h|hrs)\\.?$");
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2200;
    private static final LocalDate SPREADSHEET_ZERO = LocalDate.of(1899, 12, 30);

    /**
     * @param pattern such as {@code dd.MM.yyyy}, {@code spreadsheet} or {@code epoch-millis}; only the order of its letters
     *     counts
     */
    static Optional<Order> orderOf(String pattern) {
        String p = pattern.strip();
        for (Order order : Order.values()) {
            if (order.pattern.equalsIgnoreCase(p)) {
                return Optional.of(order);
            }
        }
        int d = p.toLowerCase(Locale.ROOT).indexOf('d');
        int m = p.indexOf('M');
        int y = p.toLowerCase(Locale.ROOT).indexOf('y');
        if (d < 0 || m < 0 || y < 0) {
            return Optional.empty();
        }
        if (p.contains("MMM")) {
            return Optional.of(Order.NAMED);
        }
        if (y < m && m < d) {
            return Optional.of(Order.YEAR_FIRST);
        }
        if (d < m && m < y) {
            return Optional.of(Order.DAY_FIRST);
        }
        return m < d && d < y ? Optional.of(Order.MONTH_FIRST) : Optional.empty();
    }

    /** What is allowed, for messages. */
    String allowed() {
        return switch (order) {
            case DAY_FIRST -> "a day as day-month-year, such as 31-03-2026";
            case MONTH_FIRST -> "a day as month/day/year, such as 03/31/2026";
            case YEAR_FIRST -> "a day as year-month-day, such as 2026-03-31";
            case NAMED -> "a day with the month's name, such as 31-Mar-2026";
            case COMPACT -> "a day as 20260331";
            case SPREADSHEET -> "a day as a spreadsheet's day number, such as 46112 for 2026-03-31";
            case EPOCH_MILLIS -> "milliseconds since 1970, such as 1774915200000";
        };
    }

    /** What is allowed where this value is not: its form may be right and the day impossible. */
    String allowed(String text) {
        Optional<Written> written = written(text);
        if (written.isEmpty()) {
            boolean number = (order == Order.SPREADSHEET || order == Order.EPOCH_MILLIS) && digits(text, 1, 18);
            return number ? RANGE + ": " + allowed() : allowed();
        }
        Written date = written.get();
        if (date.year() < FIRST_YEAR || date.year() > LAST_YEAR) {
            return RANGE + ": the year reads as " + date.year();
        }
        if (date.month() < 1 || date.month() > 12) {
            return "a month from 1 to 12, but it reads as " + date.month() + ": " + allowed();
        }
        YearMonth month = YearMonth.of(date.year(), date.month());
        if (date.day() < 1 || date.day() > month.lengthOfMonth()) {
            return "a day of the calendar, but " + month + " has " + month.lengthOfMonth() + " days: " + allowed();
        }
        return allowed() + ", and after it at most a time of day such as 14:30";
    }

    private static final String RANGE = "a day from " + FIRST_YEAR + "-01-01 to " + LAST_YEAR + "-12-31";

    /** Reads one value; empty if it is no day of the calendar between 1900 and 2200 in this order. */
    Optional<Moment> read(String text) {
        try {
            return switch (order) {
                case DAY_FIRST, MONTH_FIRST, YEAR_FIRST, NAMED, COMPACT -> moment(written(text));
                case SPREADSHEET ->
                    digits(text, 4, 6)
                            ? bounded(SPREADSHEET_ZERO.plusDays(Long.parseLong(text)))
                                    .map(day -> new Moment(day, Optional.empty(), Optional.empty()))
                            : Optional.empty();
                case EPOCH_MILLIS ->
                    digits(text, 11, 14)
                            ? Optional.of(Instant.ofEpochMilli(Long.parseLong(text))
                                            .atOffset(ZoneOffset.UTC))
                                    .filter(at -> bounded(at.toLocalDate()).isPresent())
                                    .map(at -> new Moment(
                                            at.toLocalDate(),
                                            Optional.of(at.toLocalTime()),
                                            Optional.of(ZoneOffset.UTC)))
                            : Optional.empty();
            };
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * A date by its form, whatever the calendar says of it.
     *
     * @param rest what stands after it: a time of day, or something that is none
     */
    private record Written(int year, int month, int day, String rest) {}

    private Optional<Written> written(String text) {
        return switch (order) {
            case DAY_FIRST, MONTH_FIRST, YEAR_FIRST -> writtenNumeric(text);
            case NAMED -> writtenNamed(text);
            case COMPACT ->
                digits(text, 8, 8)
                        ? Optional.of(new Written(number(text, 0, 4), number(text, 4, 6), number(text, 6, 8), ""))
                        : Optional.empty();
            case SPREADSHEET, EPOCH_MILLIS -> Optional.empty();
        };
    }

    private static Optional<Moment> moment(Optional<Written> written) {
        return written.flatMap(
                date -> day(date.year(), date.month(), date.day()).flatMap(d -> withTime(d, date.rest())));
    }

    private Optional<Written> writtenNumeric(String cell) {
        // 2026年3月31日
        String text = order == Order.YEAR_FIRST && cell.indexOf('年') > 0
                ? cell.replace('年', '-').replace('月', '-').replace("日", "")
                : cell;
        int[] parts = new int[3];
        int[] widths = new int[3];
        int part = 0;
        int i = 0;
        char separator = 0;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                parts[part] = parts[part] * 10 + (c - '0');
                if (++widths[part] > 4) {
                    return Optional.empty();
                }
            } else if (part < 2
                    && widths[part] > 0
                    && (c == '-' || c == '/' || c == '.')
                    && (separator == 0 || separator == c)) {
                separator = c;
                part++;
            } else {
                break;
            }
        }
        if (part != 2 || widths[2] == 0) {
            return Optional.empty();
        }
        int yearAt = order == Order.YEAR_FIRST ? 0 : 2;
        boolean shortOthers = widths[1] <= 2 && widths[2 - yearAt] <= 2;
        if (!shortOthers || (widths[yearAt] != 2 && widths[yearAt] != 4)) {
            return Optional.empty();
        }
        int year = year(parts[yearAt], widths[yearAt]);
        String rest = text.substring(endOfDate(text));
        return Optional.of(
                switch (order) {
                    case DAY_FIRST -> new Written(year, parts[1], parts[0], rest);
                    case MONTH_FIRST -> new Written(year, parts[0], parts[1], rest);
                    case YEAR_FIRST, NAMED, COMPACT, SPREADSHEET, EPOCH_MILLIS ->
                        new Written(year, parts[1], parts[2], rest);
                });
    }

    /** Where the digits and separators of a numeric date end. */
    private static int endOfDate(String text) {
        int i = 0;
        while (i < text.length() && "0123456789-/.".indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        return i;
    }

    private Optional<Written> writtenNamed(String cell) {
        String text = Normalizer.normalize(cell, Normalizer.Form.NFC);
        Matcher m = NAMED_DAY_FIRST.matcher(text);
        if (m.matches()) {
            return named(m.group(3), m.group(2), m.group(1), m.group(4));
        }
        m = NAMED_MONTH_FIRST.matcher(text);
        return m.matches() ? named(m.group(3), m.group(1), m.group(2), m.group(4)) : Optional.empty();
    }

    private Optional<Written> named(String year, String month, String dayOfMonth, String rest) {
        return MonthNames.of(month)
                .map(index -> new Written(
                        year(Integer.parseInt(year), year.length()),
                        index,
                        Integer.parseInt(dayOfMonth),
                        rest == null ? "" : rest));
    }

    private static Optional<Moment> withTime(LocalDate day, String rest) {
        String clock = rest.isEmpty()
                ? ""
                : AFTER_TIME
                        .matcher(BEFORE_TIME.matcher(rest).replaceFirst("").strip())
                        .replaceFirst("");
        if (clock.isEmpty()) {
            return Optional.of(new Moment(day, Optional.empty(), Optional.empty()));
        }
        Matcher m = TIME.matcher(clock);
        if (!m.matches()) {
            return Optional.empty();
        }
        int hour = Integer.parseInt(m.group(1));
        if (m.group(4) != null) {
            if (hour < 1 || hour > 12) {
                return Optional.empty();
            }
            hour = hour % 12 + (m.group(4).equalsIgnoreCase("p") ? 12 : 0);
        }
        LocalTime time =
                LocalTime.of(hour, Integer.parseInt(m.group(2)), m.group(3) == null ? 0 : Integer.parseInt(m.group(3)));
        Optional<ZoneOffset> offset = Optional.ofNullable(m.group(5))
                .map(z -> Character.isLetter(z.charAt(0))
                        ? ZoneOffset.UTC
                        : ZoneOffset.of(z.substring(0, 3) + ":" + z.substring(z.length() - 2)));
        return Optional.of(new Moment(day, Optional.of(time), offset));
    }

    private int year(int written, int width) {
        if (width != 2) {
            return written;
        }
        int century = latestYear / 100 * 100;
        return century + written > latestYear ? century - 100 + written : century + written;
    }

    private static Optional<LocalDate> day(int year, int month, int dayOfMonth) {
        if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > 31) {
            return Optional.empty();
        }
        if (dayOfMonth > 28 && dayOfMonth > YearMonth.of(year, month).lengthOfMonth()) {
            return Optional.empty();
        }
        return Optional.of(LocalDate.of(year, month, dayOfMonth));
    }

    private static Optional<LocalDate> bounded(LocalDate day) {
        return day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR ? Optional.of(day) : Optional.empty();
    }

    private static boolean digits(String text, int least, int most) {
        return text.length() >= least && text.length() <= most && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text.substring(from, to));
    }
}
