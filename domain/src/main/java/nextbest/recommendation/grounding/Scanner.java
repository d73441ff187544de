package nextbest.recommendation.grounding;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Takes an English text apart: values first, then names, then phrases of the lexicon. */
final class Scanner {
    private static final String NUMBER = "\\d+(?:[.,]\\d+)*";
    private static final String SCALE = "(?:\\s?(?:k|K|m|M|thousand|million|bn|billion)\\b)?";
    private static final String SYMBOL =
            "US\\$|CA\\$|A\\$|NZ\\$|HK\\$|[$€£¥₹]|\\b(?:USD|EUR|GBP|CHF|JPY|SEK|NOK|DKK|PLN|CZK|CAD|AUD|INR|CNY)\\b";
    private static final String COIN =
            "(?:US\\$|[$€£¥₹]|\\b(?:USD|EUR|GBP|CHF|JPY|SEK|NOK|DKK|PLN|CZK|CAD|AUD|INR|CNY|euros?|dollars?|pounds?|francs?)\\b)";
    private static final String MONTH =
            "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\b\\.?";
    private static final String WEEKDAY = "(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\\b\\.?";
    private static final String TIME = "\\d{1,2}(?::\\d{2})?[\\s\\u202F]?(?:[AaPp]\\.?[Mm]\\b\\.?)|\\d{1,2}:\\d{2}";

    private static final Pattern TOKEN = Pattern.compile("\uE000(?<name>\\d+)\uE001(?<own>['’]s)?"
            + "|(?<iso>\\d{4}-\\d{2}-\\d{2})"
            + "|(?:(?<weekday>" + WEEKDAY + "),?\\s+(?:the\\s+)?)?(?:(?<month>" + MONTH
            + ")\\s+(?:the\\s+)?(?<day>\\d{1,2})(?:st|nd|rd|th)?\\b(?:,?\\s+(?<year>\\d{4})\\b)?"
            + "|(?<day2>\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?(?<month2>" + MONTH
            + ")(?:,?\\s+(?<year2>\\d{4})\\b)?)(?:(?:,|\\s+at|\\s+by)?\\s+(?<time>" + TIME + "))?"
            + "|(?<lone>\\b(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|April|June|July|August|September|October|November|December)\\b)"
            + "|(?<clock>\\b(?:" + TIME + "))"
            + "|(?<slashed>\\d{1,4}[/.]\\d{1,2}[/.]\\d{2,4})"
            + "|(?<coin>" + SYMBOL + ")\\s?(?<money>" + NUMBER + SCALE + ")"
            + "|(?<money2>" + NUMBER + SCALE + ")\\s?(?<coin2>" + COIN + ")"
            + "|(?<low>-?" + NUMBER + ")\\s?(?:%|percent|per cent)?\\s?(?:to|–|—|-|and)\\s?(?<high>-?" + NUMBER
            + ")\\s?(?:%|percent\\b|per cent\\b)"
            + "|(?<percent>-?" + NUMBER + ")\\s?(?:%|percent\\b|per cent\\b|per-cent\\b)"
            + "|(?<odd>(?<![\\p{L}\\p{N}])-" + NUMBER + "|\\d+(?:st|nd|rd|th)\\b)"
            + "|(?<part>" + NUMBER + ")\\s*(?:/|(?:out )?of (?:the |all )?)\\s*(?<whole>" + NUMBER + ")"
            + "|(?<short>" + NUMBER + ")(?<suffix>d|w|h|hrs?|mins?)\\b"
            + "|(?<number>" + NUMBER + ")\\b"
            + "|(?<word>[\\p{L}\\p{M}]+(?:['’][\\p{L}\\p{M}]+)*['’]?)"
            + "|(?<mark>[,;:()–—/&-]|\\.(?=\\s|$)|[!?])"
            + "|(?<other>\\S)");

    private static final Map<String, String> COINS = Map.ofEntries(
            Map.entry("$", "USD"),
            Map.entry("US$", "USD"),
            Map.entry("dollar", "USD"),
            Map.entry("dollars", "USD"),
            Map.entry("€", "EUR"),
            Map.entry("euro", "EUR"),
            Map.entry("euros", "EUR"),
            Map.entry("£", "GBP"),
            Map.entry("pound", "GBP"),
            Map.entry("pounds", "GBP"),
            Map.entry("¥", "JPY"),
            Map.entry("₹", "INR"),
            Map.entry("CA$", "CAD"),
            Map.entry("A$", "AUD"),
            Map.entry("NZ$", "NZD"),
            Map.entry("HK$", "HKD"),
            Map.entry("franc", "CHF"),
            Map.entry("francs", "CHF"));
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> WEEKDAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final List<String> SMALL = List.of(
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen");
    private static final List<String> TENS =
            List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
    /** Units of time and others that are no topic of their own. */
    private static final Map<String, String> UNITS = Map.ofEntries(
            Map.entry("day", "day"),
            Map.entry("week", "week"),
            Map.entry("month", "month"),
            Map.entry("year", "year"),
            Map.entry("quarter", "quarter"),
            Map.entry("hour", "hour"),
            Map.entry("minut", "minute"),
            Map.entry("d", "day"),
            Map.entry("min", "minute"),
            Map.entry("time", "time"),
            Map.entry("point", "point"),
            Map.entry("case", "case"),
            Map.entry("cas", "case"),
            Map.entry("deal", "deal"),
            Map.entry("person", "person"),
            Map.entry("peopl", "person"));

    private static final Map<String, String> SUFFIXES = Map.of(
            "d", "day", "w", "week", "h", "hour", "hr", "hour", "hrs", "hour", "min", "minute", "mins", "minute");

    private static final Set<String> TIME_UNITS = Set.of("day", "week", "month", "year", "quarter", "hour", "minute");
    private static final Set<String> ABOUT =
            Set.of("about", "around", "roughly", "approximately", "circa", "some", "approx");
    /** Words before the whole of which a part is told next. */
    private static final Set<String> WHOLES = Set.of("of", "from", "among", "out of", "looking at");
    /** After a part of a whole that was told before. */
    private static final Set<String> BACK = Set.of("of them", "of those", "of these", "out of those", "out of them");

    private static final Set<String> PLACES = Set.of("at", "for", "with", "inside");

    private final Lexicon lexicon;
    private final List<Dossier.Name> names;

    Scanner(Lexicon lexicon, List<Dossier.Name> names) {
        this.lexicon = lexicon;
        this.names = names;
    }

    /** A piece before phrases are found. */
    private record Piece(String text, String stem, Optional<Token> token, boolean own) {}

    /** The tokens of a text in which names are marked. */
    List<Token> scan(String text) {
        return ratios(phrases(pieces(expand(text))));
    }

    /** A construction, and a plainer one that says the same. */
    private record Turn(Pattern from, String to) {
        static Turn of(String from, String to) {
            return new Turn(Pattern.compile(from), to);
        }
    }

    /** Constructions that say the same as a plainer one, so that the rest has fewer to know. In this order. */
    private static final List<Turn> TURNS = List.of(
            // a question that only leads to its answer
            Turn.of(
                    "(?i)^(?:why now|does (?:it|this|that) (?:help|work|pay off)|what has changed|how (?:do|did) such deals go)\\?\\s+",
                    ""),
            Turn.of("(?i)^how long is left\\?\\s+", ""),
            Turn.of("(?i)^how (?:big|large) is (?:it|the deal|this deal|this)\\?\\s+", "worth "),
            Turn.of("(?i)^how long does (?:it|this|that) take\\?\\s+", "it takes "),
            Turn.of("(?i)^who (?:said so|said it|told us|raised it)\\?\\s+", "it came from "),
            Turn.of("(?i)^how much (faster|slower|more often)\\?\\s+", "$1: "),
            Turn.of(
                    "(?i)^(?:when|what|who|where|which) (?:about |is |was |were |are |did |do |does |has )?([^.!?]{1,60})\\?\\s+",
                    "$1: "),
            Turn.of("(?i)^when\\?\\s+", ""),
            Turn.of("(?i)\\bi\\.e\\.,?", ","),
            Turn.of("(?i)\\be\\.g\\.,?", ","),
            // 'Days since the last contact: 51'
            Turn.of("^(Days|Weeks|Minutes|Hours) ((?:[\\p{L}']+ ){0,4}[\\p{L}']+): ?(\\d+)\\b", "$3 $1 $2"),
            Turn.of("(\\d+(?:\\.\\d+)?%) \\(n ?= ?(\\d+)\\)", "$1 of $2 deals"),
            Turn.of("(?<![\\w+])\\+(?=\\d)", ""),
            Turn.of("\\bn ?= ?(?=\\d)", "n "),
            Turn.of(
                    "(\\d+ min\\w*) (?:out )?of (?:the )?(\\d+)(?= (?:min\\w* )?(?:you have |that are )?(?:available|left))",
                    "$1, $2"),
            // 'You have an open objection' says that there is one; 'you have asked' says what you did, and stays
            Turn.of(
                    "(?i)\\b(?:you|we)(?: still| only| now| already| just)?(?: have)(?: got| only| just| still| about)?"
                            + "(?! \\d+(?: min\\w*)? (?:left|available))(?= (?:a|an|one|the|no|\\d+|two|three|four|five|six|seven|eight|nine|ten)\\b)",
                    "there is"),
            Turn.of("(?i)\\byou need (?=\\w+(?:-\\w+)? min)", "it takes "),
            Turn.of("(?i)\\byou are (?=(?:about )?\\w+(?:-\\w+)? days (?:past|beyond|over|behind))", "it is "),
            Turn.of("(?i)\\b(?:you|we) (?:last )?had contact\\b", "the last contact was"),
            Turn.of(
                    "(?i)\\b(?:apart from|other than|besides|except for|except) ([^,]{3,40}), (?:nobody|no one)\\b",
                    "nobody but $1"),
            Turn.of("(?i)\\byour deal\\b", "the deal"));

    /** The text in plainer constructions. */
    static String plain(String text) {
        String plain = text;
        for (Turn turn : TURNS) {
            plain = turn.from().matcher(plain).replaceAll(turn.to());
        }
        return plain;
    }

    /** Contractions are written out, so that a denial cannot hide in one. */
    private static String expand(String said) {
        return plain(expanded(said));
    }

    private static String expanded(String text) {
        return text.replaceAll("(?i)\\bwon['’]t\\b", "will not")
                .replaceAll("(?i)\\bcan['’]t\\b", "can not")
                .replaceAll("(?i)\\bcannot\\b", "can not")
                .replaceAll("(?i)n['’]t\\b", " not")
                .replaceAll("(?i)['’]ll\\b", " will")
                .replaceAll("(?i)['’]re\\b", " are")
                .replaceAll("(?i)['’]ve\\b", " have")
                .replaceAll("(?i)['’]d\\b", " would")
                .replaceAll("(?i)\\b(it|that|there|here|what|who|let|one|nobody|somebody|someone)['’]s\\b", "$1 is");
    }

    private List<Piece> pieces(String text) {
        List<Piece> pieces = new ArrayList<>();
        Matcher m = TOKEN.matcher(text);
        while (m.find()) {
            String said = m.group();
            Optional<Token> token = token(m, said);
            if (token.isEmpty() && m.group("word") == null) {
                token = Optional.of(Token.mark(said));
            }
            boolean own = m.group("own") != null || (m.group("word") != null && said.matches("(?s).*['’]s|.*s['’]"));
            pieces.add(new Piece(said, m.group("word") == null ? "" : Lexicon.stem(said), token, own));
        }
        return pieces;
    }

    private Optional<Token> token(Matcher m, String said) {
        if (m.group("name") != null) {
            int name = Integer.parseInt(m.group("name"));
            return Optional.of(Token.name(said, List.of(name), m.group("own") != null, word(name)));
        }
        if (m.group("iso") != null) {
            return Optional.of(Token.value(said, date(() -> LocalDate.parse(m.group("iso")), m)));
        }
        if (m.group("month") != null) {
            return Optional.of(Token.value(said, date(m.group("month"), m.group("day"), m.group("year"), m)));
        }
        if (m.group("month2") != null) {
            return Optional.of(Token.value(said, date(m.group("month2"), m.group("day2"), m.group("year2"), m)));
        }
        if (m.group("lone") != null || m.group("clock") != null || m.group("odd") != null) {
            return Optional.of(Token.value(said, unclear()));
        }
        if (m.group("slashed") != null) {
            return Optional.of(Token.value(said, slashed(m.group("slashed"))));
        }
        if (m.group("coin") != null) {
            return Optional.of(Token.value(said, amount(m.group("coin"), m.group("money"))));
        }
        if (m.group("coin2") != null) {
            return Optional.of(Token.value(said, amount(m.group("coin2"), m.group("money2"))));
        }
        if (m.group("low") != null) {
            return Optional.of(Token.value(
                    said,
                    new Value.Range(
                            new Value.Percent(number(m.group("low")), Value.Nearness.EXACT),
                            new Value.Percent(number(m.group("high")), Value.Nearness.EXACT))));
        }
        if (m.group("percent") != null) {
            return Optional.of(Token.value(said, new Value.Percent(number(m.group("percent")), Value.Nearness.EXACT)));
        }
        if (m.group("part") != null) {
            return Optional.of(Token.value(said, new Value.Ratio(number(m.group("part")), number(m.group("whole")))));
        }
        if (m.group("short") != null) {
            return Optional.of(Token.value(
                    said,
                    new Value.Quantity(
                            number(m.group("short")), SUFFIXES.get(m.group("suffix")), Value.Nearness.EXACT)));
        }
        if (m.group("number") != null) {
            return Optional.of(
                    Token.value(said, new Value.Quantity(number(m.group("number")), "", Value.Nearness.EXACT)));
        }
        return Optional.empty();
    }

    /** A value of a record such as 'integration' is a word as well. */
    private Optional<Lexicon.Entry> word(int name) {
        if (name >= names.size() || names.get(name).kind() != Dossier.NameKind.TERM) {
            return Optional.empty();
        }
        String text = names.get(name).text();
        if (!text.equals(text.toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        List<String> stems =
                Pattern.compile("[ -]+").splitAsStream(text).map(Lexicon::stem).toList();
        Lexicon.Match match = lexicon.longest(stems, 0);
        return match.words() == stems.size() ? Optional.of(match.entry()) : Optional.empty();
    }

    /** Something that looks like a date and could be several, a number below nothing, or an ordinal. */
    private static Value unclear() {
        return new Value.Day(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Month and day between strokes or points, where only one of them can be the month. */
    private static Value slashed(String said) {
        String[] part = said.split("[/.]", -1);
        if (part.length != 3 || part[2].length() != 4) {
            return unclear();
        }
        int one = Integer.parseInt(part[0]);
        int two = Integer.parseInt(part[1]);
        if (one != two && one <= 12 && two <= 12) {
            return unclear();
        }
        try {
            LocalDate day = LocalDate.of(Integer.parseInt(part[2]), Math.min(one, two), Math.max(one, two));
            return new Value.Day(Optional.of(day), Optional.empty(), Optional.empty(), Optional.empty());
        } catch (DateTimeException e) {
            return unclear();
        }
    }

    private static Value date(java.util.function.Supplier<LocalDate> date, Matcher m) {
        if (m.group("time") != null && time(m).isEmpty()) {
            return unclear();
        }
        try {
            return new Value.Day(Optional.of(date.get()), Optional.empty(), Optional.empty(), time(m));
        } catch (DateTimeException e) {
            return unclear();
        }
    }

    private static Value date(String month, String day, String year, Matcher m) {
        if (m.group("time") != null && time(m).isEmpty()) {
            return unclear();
        }
        int monthOfYear = MONTHS.indexOf(month.substring(0, 3).toLowerCase(Locale.ROOT)) + 1;
        Optional<DayOfWeek> weekday = Optional.ofNullable(m.group("weekday"))
                .map(name -> DayOfWeek.of(WEEKDAYS.indexOf(name.substring(0, 3).toLowerCase(Locale.ROOT)) + 1));
        try {
            return year == null
                    ? new Value.Day(
                            Optional.empty(),
                            Optional.of(MonthDay.of(monthOfYear, Integer.parseInt(day))),
                            weekday,
                            time(m))
                    : new Value.Day(
                            Optional.of(LocalDate.of(Integer.parseInt(year), monthOfYear, Integer.parseInt(day))),
                            Optional.empty(),
                            weekday,
                            time(m));
        } catch (DateTimeException e) {
            return unclear();
        }
    }

    private static Optional<LocalTime> time(Matcher m) {
        String said = m.group("time");
        if (said == null) {
            return Optional.empty();
        }
        Matcher parts = Pattern.compile("(\\d{1,2})(?::(\\d{2}))?\\D*?([AaPp])?\\.?[Mm]?\\.?")
                .matcher(said);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int hour = Integer.parseInt(parts.group(1));
        int minute = parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2));
        if (parts.group(3) != null) {
            if (hour < 1 || hour > 12) {
                return Optional.empty();
            }
            hour = hour % 12 + (parts.group(3).equalsIgnoreCase("p") ? 12 : 0);
        }
        return hour < 24 && minute < 60 ? Optional.of(LocalTime.of(hour, minute)) : Optional.empty();
    }

    private static Value amount(String coin, String number) {
        String digits = number.replaceAll("[\\s\\p{L}]", "");
        String scale = number.replaceAll("[\\d.,\\s]", "");
        BigDecimal factor = switch (scale) {
            case "k", "K", "thousand" -> BigDecimal.valueOf(1_000);
            case "m", "M", "million" -> BigDecimal.valueOf(1_000_000);
            case "bn", "billion" -> BigDecimal.valueOf(1_000_000_000);
            default -> BigDecimal.ONE;
        };
        return new Value.Amount(number(digits).multiply(factor), COINS.getOrDefault(coin, coin), Value.Nearness.EXACT);
    }

    /** As English writes it; 1.234.567 and 1.234,50 as other languages do. */
    private static BigDecimal number(String said) {
        String digits = said;
        if (digits.matches("-?\\d{1,3}(?:\\.\\d{3}){2,}(?:,\\d+)?|-?\\d{1,3}(?:\\.\\d{3})+,\\d+")) {
            digits = digits.replace(".", "").replace(',', '.');
        } else {
            digits = digits.replace(",", "");
        }
        int point = digits.lastIndexOf('.');
        if (point >= 0 && digits.indexOf('.') != point) {
            digits = digits.replace(".", "");
        }
        return new BigDecimal(digits);
    }

    /** Finds phrases, number words and units; leaves values that say 'about' or 'over' with that. */
    private List<Token> phrases(List<Piece> pieces) {
        List<Token> tokens = new ArrayList<>();
        String unit = "";
        int i = 0;
        while (i < pieces.size()) {
            Piece piece = pieces.get(i);
            Near near = nearness(pieces, i);
            Spelled spelled = near.words() > 0 || isNumberWord(pieces, i)
                    ? spelled(pieces, i + near.words())
                    : new Spelled(null, 0);
            if (near.words() > 0 && spelled.value() == null) {
                Optional<Value> next = i + near.words() < pieces.size()
                        ? pieces.get(i + near.words())
                                .token()
                                .flatMap(t -> t.value().stream().findFirst())
                        : Optional.empty();
                if (next.isPresent()) {
                    spelled = new Spelled(next.get(), 1);
                } else {
                    near = new Near(Value.Nearness.EXACT, 0);
                }
            }
            Optional<Value> value = spelled.value() != null
                    ? Optional.of(spelled.value())
                    : piece.token().flatMap(t -> t.value().stream().findFirst());
            if (value.isPresent()) {
                int after = i + near.words() + (spelled.value() != null ? spelled.words() : 1);
                Value found = with(value.get(), near.nearness());
                if (found instanceof Value.Quantity(BigDecimal number, String none, Value.Nearness how)) {
                    Optional<String> counted = unit(pieces, after);
                    if (!none.isEmpty()) {
                        unit = none;
                        counted = Optional.of(none);
                    } else if (counted.isPresent()) {
                        unit = counted.get();
                        // 'deals' and 'people' are topics as well, and stay
                        after += TIME_UNITS.contains(unit) || unit.equals("time") || unit.equals("point") ? 1 : 0;
                    } else if (!followedByWord(pieces, after)) {
                        counted = Optional.of(unit);
                    }
                    found = new Value.Quantity(number, counted.orElse(unit), how);
                }
                tokens.add(Token.value(said(pieces, i, after), found));
                i = after;
            } else if (piece.token().isPresent()) {
                Token token = piece.token().get();
                tokens.add(
                        token.names().isEmpty()
                                ? token
                                : Token.name(
                                        token.text(),
                                        token.names(),
                                        token.context() || isPlaced(pieces, i),
                                        token.entry()));
                i++;
            } else {
                int to = i;
                List<String> stems = new ArrayList<>();
                while (to < pieces.size()
                        && (pieces.get(to).token().isEmpty()
                                || pieces.get(to).text().equals("-"))) {
                    if (pieces.get(to).token().isEmpty()) {
                        stems.add(pieces.get(to).stem());
                    } else if (to + 1 >= pieces.size()
                            || pieces.get(to + 1).token().isPresent()) {
                        break;
                    }
                    to++;
                }
                Lexicon.Match match = lexicon.longest(stems, 0);
                int words = match.words();
                int end = i;
                while (words > 0) {
                    words -= pieces.get(end).token().isEmpty() ? 1 : 0;
                    end++;
                }
                boolean buyer = match.entry().meanings().contains("buyer");
                boolean own = pieces.get(end - 1).own() || pieces.get(i).stem().equals("their");
                tokens.add(Token.word(said(pieces, i, end), match.entry(), buyer && (own || isPlaced(pieces, i))));
                i = end;
                if (i < pieces.size()
                        && pieces.get(i).text().equals("-")
                        && i + 1 < pieces.size()
                        && pieces.get(i + 1).token().isEmpty()) {
                    i++;
                }
            }
        }
        return tokens;
    }

    /** 'Of 40 deals, 30 were won' says what '30 of 40 deals were won' says, and so does '30 won of 40'. */
    private static List<Token> ratios(List<Token> tokens) {
        List<Token> all = new ArrayList<>(tokens);
        for (int i = 1; i < all.size(); i++) {
            if (BACK.contains(all.get(i).text().toLowerCase(Locale.ROOT)) && isExact(all.get(i - 1))) {
                int part = i - 1;
                IntStream.range(0, part)
                        .filter(at -> isExact(all.get(at)) && !TIME_UNITS.contains(unitOf(all.get(at))))
                        .findFirst()
                        .ifPresent(at -> relate(
                                all,
                                part,
                                at,
                                ((Value.Quantity) all.get(at).value().getFirst()).number()));
                continue;
            }
            if (!WHOLES.contains(all.get(i - 1).text().toLowerCase(Locale.ROOT))) {
                continue;
            }
            Optional<Integer> found = whole(all, i);
            if (found.isEmpty() || !(all.get(found.get()).value().getFirst() instanceof Value.Quantity whole)) {
                continue;
            }
            boolean opens = i == 1 || all.get(i - 2).isMark() || all.get(i - 2).breaks();
            Optional<Integer> part = partBefore(all, i - 2).filter(at -> !TIME_UNITS.contains(unitOf(all.get(at))));
            if (part.isEmpty() && opens) {
                part = partAfter(all, found.get());
            }
            part.ifPresent(at -> relate(all, at, found.orElseThrow(), whole.number()));
        }
        return all;
    }

    private static String unitOf(Token token) {
        return token.value().getFirst() instanceof Value.Quantity q ? q.unit() : "";
    }

    private static void relate(List<Token> all, int part, int whole, BigDecimal number) {
        Value ratio = switch (all.get(part).value().getFirst()) {
            case Value.Percent percent -> new Value.Share(percent, number);
            case Value.Quantity quantity -> new Value.Ratio(quantity.number(), number);
            default -> unclear();
        };
        all.set(part, Token.value(all.get(part).text(), ratio));
        all.set(whole, Token.value(all.get(whole).text(), ratio));
    }

    /** The number after 'of', or after 'of the'. */
    private static Optional<Integer> whole(List<Token> all, int from) {
        for (int i = from; i < Math.min(all.size(), from + 2); i++) {
            if (isExact(all.get(i))) {
                return TIME_UNITS.contains(unitOf(all.get(i))) ? Optional.empty() : Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private static Optional<Integer> partBefore(List<Token> all, int from) {
        for (int i = from; i >= Math.max(0, from - 2); i--) {
            Token token = all.get(i);
            if (isExact(token) || token.value().stream().anyMatch(Value.Percent.class::isInstance)) {
                return Optional.of(i);
            }
            if (token.isMark() || !token.value().isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<Integer> partAfter(List<Token> all, int whole) {
        for (int i = whole + 1; i < all.size() && !all.get(i).text().matches("[.!?]"); i++) {
            if (isExact(all.get(i))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private static boolean isExact(Token token) {
        return token.value().stream()
                .anyMatch(value -> value instanceof Value.Quantity q && q.nearness() == Value.Nearness.EXACT);
    }

    private static boolean isPlaced(List<Piece> pieces, int at) {
        for (int i = at - 1; i >= 0 && i >= at - 2; i--) {
            if (PLACES.contains(pieces.get(i).text().toLowerCase(Locale.ROOT))) {
                return true;
            }
            if (!pieces.get(i).stem().equals("the")) {
                return false;
            }
        }
        return false;
    }

    private static boolean followedByWord(List<Piece> pieces, int at) {
        return at < pieces.size() && pieces.get(at).token().isEmpty();
    }

    private static Optional<String> unit(List<Piece> pieces, int at) {
        int next = at < pieces.size() && pieces.get(at).text().equals("-") ? at + 1 : at;
        return next < pieces.size() && pieces.get(next).token().isEmpty()
                ? Optional.ofNullable(UNITS.get(pieces.get(next).stem()))
                : Optional.empty();
    }

    private static String said(List<Piece> pieces, int from, int to) {
        StringBuilder said = new StringBuilder();
        for (int i = from; i < Math.min(to, pieces.size()); i++) {
            said.append(i == from ? "" : " ").append(pieces.get(i).text());
        }
        return said.toString();
    }

    private static Value with(Value value, Value.Nearness nearness) {
        if (nearness == Value.Nearness.EXACT) {
            return value;
        }
        return switch (value) {
            case Value.Quantity q -> new Value.Quantity(q.number(), q.unit(), nearness);
            case Value.Percent p -> new Value.Percent(p.number(), nearness);
            case Value.Amount a -> new Value.Amount(a.number(), a.currency(), nearness);
            // 'more than 30 of 40' is another claim than '30 of 40'
            // 'about seven of ten' counts nothing and is a share
            case Value.Ratio(BigDecimal part, BigDecimal whole)
            when nearness == Value.Nearness.ABOUT && whole.compareTo(BigDecimal.TEN) == 0 ->
                new Value.Percent(part.multiply(BigDecimal.TEN), nearness);
            case Value.Ratio _, Value.Share _, Value.Range _, Value.Day _ -> unclear();
        };
    }

    private record Near(Value.Nearness nearness, int words) {}

    private static Near nearness(List<Piece> pieces, int at) {
        String first = pieces.get(at).stem();
        String second = at + 1 < pieces.size() ? pieces.get(at + 1).stem() : "";
        if (first.equals("just") && (second.equals("over") || second.equals("under"))) {
            return new Near(second.equals("over") ? Value.Nearness.OVER : Value.Nearness.UNDER, 2);
        }
        if (first.equals("only") || first.equals("just") || first.equals("merely")) {
            // a remark on a number, not another number
            return new Near(Value.Nearness.EXACT, 1);
        }
        if (second.equals("than")) {
            return switch (first) {
                case "mor" -> new Near(Value.Nearness.OVER, 2);
                case "les", "fewer" -> new Near(Value.Nearness.UNDER, 2);
                default -> new Near(Value.Nearness.EXACT, 0);
            };
        }
        return switch (first) {
            case "over" -> new Near(Value.Nearness.OVER, 1);
            case "under", "almost", "nearly" -> new Near(Value.Nearness.UNDER, 1);
            default ->
                ABOUT.contains(pieces.get(at).text().toLowerCase(Locale.ROOT))
                        ? new Near(Value.Nearness.ABOUT, 1)
                        : new Near(Value.Nearness.EXACT, 0);
        };
    }

    private record Spelled(Value value, int words) {}

    private static boolean isNumberWord(List<Piece> pieces, int at) {
        String word = pieces.get(at).text().toLowerCase(Locale.ROOT);
        return SMALL.contains(word) || TENS.contains(word) || isUnitAfterArticle(pieces, at);
    }

    private static boolean isUnitAfterArticle(List<Piece> pieces, int at) {
        String word = pieces.get(at).text().toLowerCase(Locale.ROOT);
        return (word.equals("a") || word.equals("an"))
                && at + 1 < pieces.size()
                && TIME_UNITS.contains(UNITS.getOrDefault(pieces.get(at + 1).stem(), ""));
    }

    /** A number in words, below ten thousand; 'one' only before a unit, as it is also a pronoun. */
    private static Spelled spelled(List<Piece> pieces, int at) {
        Spelled small = belowHundred(pieces, at);
        int next = at + small.words();
        if (!(small.value() instanceof Value.Quantity hundreds)
                || next >= pieces.size()
                || !pieces.get(next).stem().equals("hundr")) {
            return small;
        }
        int more = next + 1 < pieces.size() && pieces.get(next + 1).stem().equals("and") ? next + 2 : next + 1;
        Spelled rest = more < pieces.size() && pieces.get(more).text().equalsIgnoreCase("one")
                ? new Spelled(quantity(1), 1)
                : belowHundred(pieces, more);
        BigDecimal number = hundreds.number().multiply(BigDecimal.valueOf(100));
        return rest.value() instanceof Value.Quantity ones
                ? new Spelled(
                        new Value.Quantity(number.add(ones.number()), "", Value.Nearness.EXACT),
                        more + rest.words() - at)
                : new Spelled(new Value.Quantity(number, "", Value.Nearness.EXACT), next + 1 - at);
    }

    private static Spelled belowHundred(List<Piece> pieces, int at) {
        if (at >= pieces.size() || pieces.get(at).token().isPresent()) {
            return new Spelled(null, 0);
        }
        String word = pieces.get(at).text().toLowerCase(Locale.ROOT);
        if (isUnitAfterArticle(pieces, at)) {
            return new Spelled(quantity(1), 1);
        }
        boolean whole = at > 1
                && pieces.get(at - 1).stem().equals("of")
                && SMALL.contains(pieces.get(at - 2).text().toLowerCase(Locale.ROOT));
        if (word.equals("one")
                && !whole
                && unit(pieces, at + 1).isEmpty()
                && !(at + 1 < pieces.size() && pieces.get(at + 1).stem().equals("hundr"))) {
            return new Spelled(null, 0);
        }
        if (SMALL.contains(word)) {
            return new Spelled(quantity(SMALL.indexOf(word)), 1);
        }
        if (!TENS.contains(word)) {
            return new Spelled(null, 0);
        }
        int tens = (TENS.indexOf(word) + 2) * 10;
        int next = at + 1 < pieces.size() && pieces.get(at + 1).text().equals("-") ? at + 2 : at + 1;
        if (next < pieces.size()) {
            int ones = SMALL.indexOf(pieces.get(next).text().toLowerCase(Locale.ROOT));
            if (ones > 0 && ones < 10) {
                return new Spelled(quantity(tens + ones), next - at + 1);
            }
        }
        return new Spelled(quantity(tens), 1);
    }

    private static Value quantity(int number) {
        return new Value.Quantity(BigDecimal.valueOf(number), "", Value.Nearness.EXACT);
    }
}
