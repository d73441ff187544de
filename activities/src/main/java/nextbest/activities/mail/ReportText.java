package nextbest.activities.mail;

/** Sets a report as plain text, with the figures of the pictures in words. */
final class ReportText {
    private final StringBuilder out = new StringBuilder();

    private ReportText() {}

    static String of(ReportLetter letter) {
        ReportText part = new ReportText();
        part.line(letter.heading());
        part.line(letter.days());
        letter.intro().forEach(sentence -> part.line("").line(sentence));
        if (!letter.notices().isEmpty()) {
            part.line("");
            letter.notices().forEach(notice -> part.line("! " + notice.name()).line("  " + notice.words()));
        }
        if (!letter.figures().isEmpty()) {
            part.line("");
            letter.figures()
                    .forEach(figure -> part.line(figure.label() + ": " + figure.value()
                            + (figure.remark().isEmpty() ? "" : " – " + figure.remark())));
        }
        for (ReportLetter.Section section : letter.sections()) {
            part.line("").line(section.title());
            section.items()
                    .forEach(
                            item -> part.line("- " + (item.name().isEmpty() ? "" : item.name() + ": ") + item.words()));
            if (section.link().isThere()) {
                part.line(section.link().label() + ": " + section.link().url());
            }
        }
        letter.pictures().forEach(picture -> part.line("").line(picture.title()).line(picture.words()));
        part.line("");
        letter.links().forEach(link -> part.line(link.label() + ": " + link.url()));
        part.line("").line("-- ");
        letter.closing().forEach(part::line);
        part.line(letter.unsubscribe().label() + ": " + letter.unsubscribe().url());
        return part.out.toString();
    }

    private ReportText line(String line) {
        out.append(line).append('\n');
        return this;
    }
}
