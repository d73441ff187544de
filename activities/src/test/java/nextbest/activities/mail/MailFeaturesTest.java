package nextbest.activities.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The letters use only what Gmail, Outlook and Apple Mail understand, or what they look well without. */
class MailFeaturesTest {
    /** What is not understood everywhere, and what its readers see instead. */
    private static final Map<String, String> FALLBACKS = new TreeMap<>(Map.ofEntries(
            Map.entry("css-at-media", "the layout is fluid without it; padding is wider on phones"),
            Map.entry("css-at-media-prefers-color-scheme", "the light colours, or those that the program inverts"),
            Map.entry("css-border", "Outlook draws it on cells and leaves it out on links, which are underlined there"),
            Map.entry("css-border-radius", "square corners"),
            Map.entry("css-color-scheme", "the light colours, or those that the program inverts"),
            Map.entry("css-display-none", "the preview text shows as one line of one pixel in the background's colour"),
            Map.entry("css-font-size", "only unusual units are not understood; all sizes are in px"),
            Map.entry("css-font-weight", "only numbers are not understood; bold is a word"),
            Map.entry("css-important", "only the rules of dark mode and phones need it"),
            Map.entry("css-letter-spacing", "labels in small capitals stand closer"),
            Map.entry("css-line-height", "lines a little closer"),
            Map.entry("css-margin", "only auto and negative margins are not understood; none are used"),
            Map.entry("css-max-height", "belongs to the preview text, see css-display-none"),
            Map.entry("css-max-width", "Outlook gets a table of 640 pixels in a conditional comment"),
            Map.entry("css-overflow", "belongs to the preview text, see css-display-none"),
            Map.entry("css-padding", "Outlook leaves it out on links: the answers stand closer, as text"),
            Map.entry("css-selector-class", "only the rules of dark mode and phones need it"),
            Map.entry("css-text-align", "left is where text goes without it"),
            Map.entry("css-text-decoration", "an underlined answer is an answer all the same"),
            Map.entry("css-text-transform", "labels as they are written"),
            Map.entry("css-white-space", "an answer may break over two lines"),
            Map.entry("css-word-break", "a name of a hundred characters without a space makes the letter wider"),
            Map.entry("css-width", "Outlook takes the width of a picture from its attribute"),
            Map.entry("html-align", "the letter stands at the left"),
            Map.entry("html-body", "the background is repeated on the outer table"),
            Map.entry("html-doctype", "Outlook has a layout of its own, for which tables are used"),
            Map.entry("html-height", "the bar of the score is as high as its line"),
            Map.entry("html-meta-color-scheme", "the light colours, or those that the program inverts"),
            Map.entry("html-role", "a screen reader may announce a table"),
            Map.entry("html-style", "all that matters stands inline"),
            Map.entry("html-width", "only on what is not a cell; cells and tables have it")));

    private final Path folder =
            Path.of(System.getProperty("nextbest.shared", "../../shared")).resolve("data/html/caniemail/_features");

    @BeforeEach
    void tableIsThere() {
        assumeTrue(Files.isDirectory(folder), "the table of what mail programs understand is not at " + folder);
    }

    private static Set<String> used(Path folder) {
        var card = new SampleCards().build();
        CardLetters letters = SampleCards.letters("Acme", "Acme Industries");
        Set<String> used = new TreeSet<>();
        used.addAll(MailFeatures.used(
                letters.write(SampleCards.TENANT, SampleCards.claim(1, card), false, SampleCards.CREATED)
                        .html(),
                folder));
        used.addAll(MailFeatures.used(
                letters.write(SampleCards.TENANT, SampleCards.claim(1, card, card), true, SampleCards.CREATED)
                        .html(),
                folder));
        used.addAll(MailFeatures.used(
                ReportMailTest.letter(SampleReports.busy("GTX Pro")).html(), folder));
        return used;
    }

    private Map<String, Object> lacking(Set<String> used) throws IOException {
        Map<String, Object> lacking = new TreeMap<>();
        for (String entry : used) {
            if (entry.startsWith("?") || !Files.exists(folder.resolve(entry + ".md"))) {
                lacking.put(entry, "not in the table");
            } else if (!MailFeatures.lacking(entry, folder).isEmpty()) {
                lacking.put(entry, MailFeatures.lacking(entry, folder));
            }
        }
        return lacking;
    }

    @Test
    void whatIsNotUnderstoodEverywhereHasAFallback() throws IOException {
        Map<String, Object> lacking = lacking(used(folder));
        lacking.keySet().removeAll(FALLBACKS.keySet());

        assertThat(lacking).isEmpty();
    }

    @Test
    void noFallbackIsListedForWhatNeedsNone() throws IOException {
        assertThat(lacking(used(folder)).keySet()).containsAll(FALLBACKS.keySet());
    }

    @Test
    void whatNoFallbackIsKnownForIsFound() throws IOException {
        String html = "<!doctype html><html><body><form><input><td style=\"display:grid; gap:4px; width:calc(1px)\">"
                + "</td></form><video></video></body></html>";

        Map<String, Object> lacking = lacking(MailFeatures.used(html, folder));
        lacking.keySet().removeAll(FALLBACKS.keySet());

        assertThat(lacking.keySet())
                .contains("html-form", "html-video", "css-gap", "css-display", "?input", "?function calc");
    }

    /** Read off the table by hand: Gmail on the web understands border-radius, Outlook for Windows does not. */
    @Test
    void theTableIsReadByItsNewestVersions() throws IOException {
        assertThat(MailFeatures.lacking("css-border-radius", folder))
                .containsExactly("outlook windows: n #1", "outlook windows-mail: n #1");
        assertThat(MailFeatures.lacking("html-table", folder)).isEmpty();
    }
}
