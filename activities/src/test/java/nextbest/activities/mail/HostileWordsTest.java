package nextbest.activities.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import nextbest.activities.port.Mail;

/** Words from records stay words, whatever they hold. */
class HostileWordsTest {
    private static final AtomicReference<String> DEAL = new AtomicReference<>();
    private static final CardLetters LETTERS = SampleCards.letters(DEAL::get, "Acme");

    private static Mail.Message letter(String words) {
        DEAL.set(words);
        return LETTERS.write(
                SampleCards.TENANT,
                SampleCards.claim(
                        1, new SampleCards().contact(words).quote(words).build()),
                false,
                SampleCards.CREATED);
    }

    private static final Mail.Message HARMLESS = letter("Harmless");

    @Provide
    Arbitrary<String> hostile() {
        Arbitrary<String> pieces = Arbitraries.of(
                "<script>alert(1)</script>",
                "</td></tr></table>",
                "\" onmouseover=\"alert(1)",
                "' style='position:fixed",
                "<!--",
                "-->",
                "<![endif]-->",
                "]]>",
                "&lt;b&gt;",
                "&#60;",
                "${7*7}",
                "[[${letter}]]",
                "__${letter}__",
                "th:utext",
                "{contact}",
                "{0}",
                "it''s O'Neil",
                "\r\nBcc: eve@example.com",
                "\n\n.\n",
                "\u2028\u2029\u0085",
                "\u202Egnp.exe",
                "\u2066\u2067\u2068",
                "\uD83D",
                "\u0000\u0007\u001B[31m",
                "שלום עולם",
                "مرحبا",
                "👩‍👩‍👧‍👦🏳️‍🌈",
                "Z\u0351\u0352".concat("\u0353".repeat(300)),
                "\uFEFF\u200B\u00AD",
                "x".repeat(400),
                "javascript:alert(1)");
        return Arbitraries.oneOf(pieces, Arbitraries.strings().ofMaxLength(300))
                .list()
                .ofMinSize(0)
                .ofMaxSize(8)
                .map(list -> String.join("", list));
    }

    @Property(tries = 300)
    void neverChangeTheStructure(@ForAll("hostile") String words) {
        Mail.Message mail = letter(words);

        assertThat(names(mail.html())).isEqualTo(names(HARMLESS.html()));
        assertThat(Html.links(mail.html())).isEqualTo(Html.links(HARMLESS.html()));
        assertThat(mail.text().lines().count())
                .isEqualTo(HARMLESS.text().lines().count());
    }

    @Property(tries = 300)
    void areOneLineOfSensibleLengthWithoutCharactersThatTurnOrHide(@ForAll("hostile") String words) {
        String fit = Words.fit(words, 100);

        assertThat(fit).isNotBlank();
        assertThat(fit.length()).isLessThanOrEqualTo(100 * 4 + 3);
        assertThat(fit.chars().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029))
                .isFalse();
        assertThat(fit).doesNotContain("\u202E", "\u202D", "\u202A", "\u202B", "\u2066", "\u2067", "\u200B", "\uFEFF");
        assertThat(new String(
                        fit.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.UTF_8))
                .as("no halves of characters")
                .isEqualTo(fit);
        // an isolate that is opened is closed
        assertThat(fit.chars().filter(c -> c == 0x2068).count())
                .isEqualTo(fit.chars().filter(c -> c == 0x2069).count());
    }

    @Property(tries = 300)
    void makeASubjectOfOneLine(@ForAll("hostile") String words) {
        String subject = letter(words).subject();

        assertThat(subject.chars().noneMatch(Character::isISOControl)).isTrue();
        // two parts of 80 characters of at most 4 code units, their isolates, and what stands between
        assertThat(subject.length()).isLessThanOrEqualTo(2 * (80 * 4 + 3) + 10);
    }

    @Example
    void withoutEscapingTheStructureWouldChange() {
        String html = HARMLESS.html().replace("Harmless", "<b>bold</b>");

        assertThat(names(html)).isNotEqualTo(names(HARMLESS.html()));
    }

    @Example
    void areCutBetweenCharactersAsAReaderCountsThem() {
        // a family is one character of eleven code units
        String family = "👩‍👩‍👧‍👦";
        assertThat(Words.fit(family.repeat(3), 20)).isEqualTo(family.repeat(3));
        // 7 families are 77 code units, 8 are more than 4 for each of 20 characters
        assertThat(Words.fit(family.repeat(8), 20)).isEqualTo(family.repeat(7) + "…");
        assertThat(Words.fit("abcd", 4)).isEqualTo("abcd");
        assertThat(Words.fit("abcde", 4)).isEqualTo("abc…");
        assertThat(Words.fit("", 4)).isEqualTo("–");
        assertThat(Words.fit("שלום", 10)).isEqualTo("\u2068שלום\u2069");
    }

    private static List<String> names(String html) {
        return Stream.concat(
                        Html.tags(html).stream().map(tag -> (tag.closing() ? "/" : "") + tag.name() + attributes(tag)),
                        Stream.of("comments " + html.split("<!--", -1).length))
                .toList();
    }

    private static String attributes(Html.Tag tag) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < tag.attributes().size(); i += 2) {
            names.append(' ').append(tag.attributes().get(i));
        }
        return names.toString();
    }
}
