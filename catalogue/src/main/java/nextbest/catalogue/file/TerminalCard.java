package nextbest.catalogue.file;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import nextbest.recommendation.Argument;
import nextbest.recommendation.CardContent;
import nextbest.recommendation.SuccessRate;
import nextbest.recommendation.Text;

/**
 * A card as plain text in a frame, for a terminal. Control characters in words from records are left out, so that no record
 * can move the cursor.
 */
public final class TerminalCard {
    /** Characters between the frame's sides. */
    static final int WIDTH = 76;

    private final Messages messages;

    public TerminalCard(Messages messages) {
        this.messages = Objects.requireNonNull(messages, "messages");
    }

    /** The card as lines that end with a line feed. */
    public String print(CardContent card) {
        List<List<String>> blocks = new ArrayList<>();
        blocks.add(wrap(
                say("card.next-best-action", Map.of("title", Argument.words(messages.say(card.title())))), "  "));
        blocks.add(head(card));
        blocks.add(section(
                "card.why",
                card.why().stream().map(reason -> messages.say(reason.text())).toList()));
        blocks.add(section("card.how", numbered(card.how())));
        List<String> foot = new ArrayList<>(wrap(best(card), ""));
        foot.addAll(wrap(success(card.successRate()), ""));
        blocks.add(foot);
        if (!card.alternatives().isEmpty()) {
            blocks.add(section(
                    "card.alternatives",
                    card.alternatives().stream().map(this::alternative).toList()));
        }
        if (!card.conflicts().isEmpty()) {
            blocks.add(section(
                    "card.conflicts",
                    card.conflicts().stream()
                            .map(conflict -> messages.say(conflict.text()))
                            .toList()));
        }
        if (!card.missing().isEmpty()) {
            blocks.add(section(
                    "card.missing", card.missing().stream().map(messages::say).toList()));
        }
        return frame(blocks);
    }

    private List<String> head(CardContent card) {
        String line = say("card.score", Map.of("points", Argument.count(card.points()))) + "  |  "
                + say(
                        "card.urgency",
                        Map.of(
                                "urgency",
                                Argument.message("urgency." + card.urgency().key())))
                + "  |  "
                + say(
                        "card.impact",
                        Map.of(
                                "impact",
                                Argument.message("impact." + card.impact().key())));
        List<String> lines = new ArrayList<>(wrap(line, ""));
        if (card.mandatory()) {
            lines.add(messages.say("card.mandatory"));
        }
        if (card.fallback()) {
            lines.add(messages.say("card.fallback"));
        }
        return lines;
    }

    private String best(CardContent card) {
        Instant from = card.window().from();
        Duration left = Duration.between(from, card.window().until());
        if (left.toMinutes() % 60 == 0 && left.toHours() <= 48) {
            return say("card.best-within-hours", Map.of("hours", Argument.count(left.toHours())));
        }
        if (left.toMinutes() % (24 * 60) == 0) {
            return say("card.best-within-days", Map.of("days", Argument.count(left.toDays())));
        }
        return say("card.best", Map.of("until", Argument.moment(card.window().until())));
    }

    private String success(SuccessRate rate) {
        return switch (rate) {
            case SuccessRate.Measured measured ->
                say(
                        "card.success.measured",
                        Map.of(
                                "share",
                                Argument.Share.of(measured.share()),
                                "low",
                                Argument.Share.of(measured.low()),
                                "high",
                                Argument.Share.of(measured.high()),
                                "n",
                                Argument.count(measured.n())));
            case SuccessRate.TooLittleData little ->
                say(
                        "card.success.too-little",
                        Map.of("n", Argument.count(little.n()), "needed", Argument.count(little.needed())));
        };
    }

    private String alternative(CardContent.Alternative other) {
        return say(
                "card.alternative",
                Map.of(
                        "points",
                        Argument.count(other.points()),
                        "title",
                        Argument.words(messages.say(other.title())),
                        "remark",
                        Argument.words(messages.say(other.remark()))));
    }

    private List<String> numbered(List<Text> steps) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            lines.add((i + 1) + ". " + messages.say(steps.get(i)));
        }
        return lines;
    }

    private List<String> section(String heading, List<String> sentences) {
        List<String> lines = new ArrayList<>();
        lines.add(messages.say(heading));
        sentences.forEach(sentence -> lines.addAll(wrap("  " + sentence, "    ")));
        return lines;
    }

    private String say(String key, Map<String, Argument> arguments) {
        return messages.say(Text.of(key, arguments));
    }

    private static List<String> wrap(String text, String indent) {
        List<String> lines = new ArrayList<>();
        String rest = visible(text);
        while (length(rest) > WIDTH) {
            int end = rest.offsetByCodePoints(0, WIDTH);
            int cut = rest.lastIndexOf(' ', end);
            // Indented lines begin with spaces; a cut there would never get on.
            if (cut <= indent.length() + 2) {
                cut = end;
            }
            lines.add(rest.substring(0, cut).stripTrailing());
            rest = indent + rest.substring(cut).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    private static String visible(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().map(c -> Character.isISOControl(c) ? ' ' : c).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String frame(List<List<String>> blocks) {
        String bar = "═".repeat(WIDTH + 2);
        StringBuilder out = new StringBuilder("╔").append(bar).append("╗\n");
        for (int i = 0; i < blocks.size(); i++) {
            if (i > 0) {
                out.append("╠").append(bar).append("╣\n");
            }
            for (String line : blocks.get(i)) {
                out.append("║ ")
                        .append(line)
                        .append(" ".repeat(WIDTH - length(line)))
                        .append(" ║\n");
            }
        }
        return out.append("╚").append(bar).append("╝\n").toString();
    }
}
