package nextbest.activities.mail;

import java.util.List;
import java.util.Map;
import nextbest.recommendation.Argument;

/** Sets a letter as plain text. Lines are as long as their sentences; the reader's program wraps them. */
final class TextPart {
    private final Voice voice;
    private final StringBuilder out = new StringBuilder();

    private TextPart(Voice voice) {
        this.voice = voice;
    }

    static String of(Letter letter, Voice voice) {
        TextPart part = new TextPart(voice);
        boolean digest = letter.cards().size() > 1;
        if (digest) {
            part.line(letter.heading());
        }
        for (int i = 0; i < letter.cards().size(); i++) {
            if (digest) {
                part.line("")
                        .line("-".repeat(60))
                        .line((i + 1) + ". " + head(letter.cards().get(i)));
                part.shortly(letter.cards().get(i));
            } else {
                part.line(letter.heading() + " – " + head(letter.cards().get(i)));
                part.full(letter.cards().get(i));
            }
        }
        part.line("").line("-- ");
        letter.closing().forEach(part::line);
        return part.out.toString();
    }

    private static String head(Letter.Card card) {
        return card.context().isEmpty() ? card.deal() : card.deal() + " (" + card.context() + ")";
    }

    private void full(Letter.Card card) {
        line("").line(card.title().plain());
        line(figures(card));
        line(String.join(
                " · ",
                card.factors().stream()
                        .map(factor -> factor.name() + " " + factor.points() + "/" + factor.max())
                        .toList()));
        section("label.why");
        for (Letter.Reason reason : card.why()) {
            line("- " + reason.text() + (reason.source().isEmpty() ? "" : " [" + reason.source() + "]"));
        }
        if (!card.how().isEmpty()) {
            section("label.how");
            for (int i = 0; i < card.how().size(); i++) {
                line((i + 1) + ". " + card.how().get(i).plain());
            }
        }
        line("").line(voice.own("label.best") + ": " + card.best());
        card.reasons().forEach(reason -> line("- " + reason));
        line(voice.own("label.success") + ": " + card.success());
        answers(card);
        if (!card.alternatives().isEmpty()) {
            section("label.alternatives");
            alternatives(card);
        }
        list("label.conflicts", card.conflicts());
        list("label.missing", card.missing());
    }

    private void shortly(Letter.Card card) {
        line("").line(card.title().plain());
        line(figures(card));
        card.why().stream().limit(1).forEach(reason -> line(voice.own("label.why") + ": " + reason.text()));
        line(voice.own("label.best") + ": " + card.best());
        line(voice.own("label.success") + ": " + card.success());
        answers(card);
        if (!card.alternatives().isEmpty()) {
            line("");
            alternatives(card);
        }
    }

    private String figures(Letter.Card card) {
        return voice.own("label.score") + ": " + card.points() + "/100 · " + voice.own("label.urgency") + ": "
                + card.urgency() + " · " + voice.own("label.impact") + ": " + card.impact()
                + (card.remark().isEmpty() ? "" : " · " + card.remark());
    }

    private void alternatives(Letter.Card card) {
        for (Letter.Alternative other : card.alternatives()) {
            line(alternative(voice, other));
            line("  " + voice.own("answer.accept-instead") + ": " + other.accept());
        }
    }

    private static String alternative(Voice voice, Letter.Alternative other) {
        return "- "
                + voice.own(
                        "alternative",
                        Map.of(
                                "points",
                                Argument.count(other.points()),
                                "title",
                                Argument.words(other.title()),
                                "remark",
                                Argument.words(other.remark())));
    }

    private void answers(Letter.Card card) {
        line("");
        card.answers().forEach(answer -> line(answer.label() + ": " + answer.url()));
        line(voice.own("label.page") + ": " + card.page());
    }

    private void list(String label, List<String> sentences) {
        if (!sentences.isEmpty()) {
            section(label);
            sentences.forEach(sentence -> line("- " + sentence));
        }
    }

    private void section(String label) {
        line("").line(voice.own(label));
    }

    private TextPart line(String line) {
        out.append(line).append('\n');
        return this;
    }
}
