package nextbest.activities.drafting;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nextbest.recommendation.grounding.Dossier;
import nextbest.recommendation.grounding.Draft;

/**
 * Writes correct drafts in styles by name, from a table that people wrote ({@code unseen-first.txt}, {@code unseen-second.txt}):
 * values in other forms, and steps in other words as well.
 */
final class Sayings {
    private static final Pattern SLOT = Pattern.compile("\\{(\\d)(?:/(\\d)|(\\w*))}");
    private static final Pattern DAY =
            Pattern.compile("([A-Z][a-z]{2}) (\\d{1,2}), (\\d{4})(?:, (\\d{1,2}:\\d\\d)\\s(AM|PM))?");
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("MMM d, yyyy", Locale.ENGLISH);

    private record Saying(Pattern evidence, Map<String, String> ways) {}

    private final List<Saying> sayings = new ArrayList<>();
    private final Set<String> styles = new LinkedHashSet<>();

    Sayings(String file) {
        Map<String, String> ways = new LinkedHashMap<>();
        for (String line : lines(file)) {
            if (line.startsWith("= ")) {
                ways = new LinkedHashMap<>();
                sayings.add(new Saying(Pattern.compile(line.substring(2).strip()), ways));
            } else {
                String[] part = line.split(" \\| ", 2);
                ways.put(part[0].strip(), part[1].strip());
                styles.add(part[0].strip());
            }
        }
    }

    List<String> styles() {
        return List.copyOf(styles);
    }

    /** All that the style says of the card: reasons it has words for, and steps. A step without words of the style's own is left as it is. */
    Optional<Draft> draft(Dossier dossier, String style) {
        List<Draft.Sentence> why = new ArrayList<>();
        List<Draft.Sentence> how = new ArrayList<>();
        for (Dossier.Item item : dossier.items()) {
            if (item.kind() == Dossier.Kind.REASON && why.size() < 4) {
                said(dossier.spoken(item), style)
                        .ifPresent(text -> why.add(new Draft.Sentence(text, List.of(item.id()))));
            } else if (item.kind() == Dossier.Kind.STEP) {
                how.add(new Draft.Sentence(
                        said(dossier.spoken(item), style).orElse(dossier.spoken(item) + "."), List.of(item.id())));
            }
        }
        return why.isEmpty() ? Optional.empty() : Optional.of(new Draft(why, how));
    }

    private Optional<String> said(String evidence, String style) {
        String plain = evidence.replace('’', '\'').replace('\u202f', ' ').replace('\u00a0', ' ');
        for (Saying saying : sayings) {
            Matcher m = saying.evidence().matcher(plain);
            if (m.matches()) {
                return Optional.ofNullable(saying.ways().get(style)).map(way -> capital(filled(way, m)));
            }
        }
        return Optional.empty();
    }

    private static String filled(String way, Matcher evidence) {
        return SLOT.matcher(way).replaceAll(slot -> {
            String value = evidence.group(Integer.parseInt(slot.group(1)));
            return Matcher.quoteReplacement(
                    slot.group(2) != null
                            ? percent(value, evidence.group(Integer.parseInt(slot.group(2))))
                            : form(value, slot.group(3)));
        });
    }

    private static String form(String value, String form) {
        return switch (form) {
            case "" -> value;
            case "w" -> BlindOperators.words(Integer.parseInt(value));
            case "p" -> decimal(value).setScale(0, RoundingMode.HALF_UP).toPlainString();
            case "wk" -> weeks(Integer.parseInt(value));
            case "h" ->
                Integer.parseInt(value) % 60 == 0
                        ? BlindOperators.words(Integer.parseInt(value) / 60) + " hours"
                        : value + " minutes";
            case "f" -> value.contains(" ") ? value.substring(0, value.indexOf(' ')) : value;
            case "l" -> value.substring(value.lastIndexOf(' ') + 1);
            case "s" -> "€" + grouped(value);
            case "c" -> "EUR " + grouped(value);
            case "e" -> grouped(value) + " euros";
            case "k" ->
                "€"
                        + decimal(value)
                                .divide(BigDecimal.valueOf(1000))
                                .stripTrailingZeros()
                                .toPlainString() + "k";
            case "t" -> time(value);
            default -> day(value, form);
        };
    }

    private static String day(String value, String form) {
        Matcher m = DAY.matcher(value);
        if (!m.find()) {
            throw new IllegalArgumentException("no day in: " + value);
        }
        LocalDate day = LocalDate.parse(m.group(1) + " " + m.group(2) + ", " + m.group(3), SHORT);
        String ordinal = day.getDayOfMonth() + ending(day.getDayOfMonth());
        return switch (form) {
            case "dm" -> pattern(day, "d MMM");
            case "dmy" -> pattern(day, "d MMMM yyyy");
            case "md" -> pattern(day, "MMMM d");
            case "iso" -> day.toString();
            case "us" -> pattern(day, "M/d/yyyy");
            case "ord" -> pattern(day, "MMMM ") + ordinal;
            case "the" -> "the " + ordinal + pattern(day, " 'of' MMMM");
            case "wd" -> pattern(day, "EEEE, MMMM d");
            default -> throw new IllegalArgumentException("no such form: " + form);
        };
    }

    private static String time(String value) {
        Matcher m = DAY.matcher(value);
        return m.find() && m.group(4) != null ? m.group(4) + " " + m.group(5) : value;
    }

    private static String pattern(LocalDate day, String pattern) {
        return day.format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
    }

    private static String ending(int day) {
        return day / 10 == 1
                ? "th"
                : switch (day % 10) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
    }

    private static String weeks(int days) {
        if (days < 11) {
            return days == 7 ? "a week" : days + (days == 1 ? " day" : " days");
        }
        String weeks = BlindOperators.words(Math.round(days / 7f)) + " weeks";
        return days % 7 == 0 ? weeks : "about " + weeks;
    }

    private static String percent(String part, String whole) {
        BigDecimal share = BigDecimal.valueOf(100L * Integer.parseInt(part))
                .divide(BigDecimal.valueOf(Integer.parseInt(whole)), 4, RoundingMode.HALF_UP);
        BigDecimal round = share.setScale(0, RoundingMode.HALF_UP);
        return (share.compareTo(round) == 0 ? "" : "about ") + round.toPlainString() + "%";
    }

    private static BigDecimal decimal(String value) {
        return new BigDecimal(value.replaceAll("[^\\d.]", ""));
    }

    private static String grouped(String amount) {
        BigDecimal value = decimal(amount);
        return String.format(Locale.ENGLISH, value.stripTrailingZeros().scale() > 0 ? "%,.2f" : "%,.0f", value);
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static List<String> lines(String file) {
        try (InputStream in = Objects.requireNonNull(Sayings.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
