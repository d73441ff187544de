package nextbest.activities.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import nextbest.activities.port.Mail;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.engine.Engine;
import nextbest.store.Store;
import nextbest.store.testing.TestPostgres;
import org.junit.jupiter.api.Test;

class ReportMailTest {
    private static final ReportMail LETTERS = new ReportMail(
            new LetterSettings("nextbest <nba@example.com>", "nba.example.com", ""),
            Store.on(
                    TestPostgres.fresh().source(),
                    InstantSource.system(),
                    tenant -> CatalogueReader.standard(),
                    Engine.current()),
            SampleReports.LINKS);

    static Mail.Message letter(ReportFacts facts) {
        return LETTERS.report(
                SampleCards.TENANT, SampleReports.claim(), facts, Map.of("energy-saving", "Energy saving"));
    }

    static Mail.Message alerts(List<ReportFacts.Alert> alerts) {
        return LETTERS.alerts(
                SampleCards.TENANT,
                SampleReports.claim(),
                "Acme Industries",
                java.time.ZoneId.of("Europe/Berlin"),
                alerts);
    }

    @Test
    void theReportSaysTheSumsWithTheirIntervalAndN() {
        Mail.Message letter = letter(SampleReports.busy("GTX Pro"));

        assertThat(letter.subject())
                .isEqualTo("The loop, Mar 2, 2026 – Mar 8, 2026: 17 of 42 recommendations taken up");
        // Wilson's interval of 17 of 42, by hand: centre (0.40476 + 1.92073/42) / (1 + 3.84146/42) = 0.41275,
        // half width 1.95996 / 1.09146 * sqrt(0.40476 * 0.59524 / 42 + 3.84146 / 7056) = 0.14249
        assertThat(letter.text()).contains("Taken up: 17 – 40% (95% interval 27% to 56%, n = 42)");
        assertThat(letter.text()).contains("Dismissed / kept back: 8 / 5 – 10 not answered yet");
        assertThat(letter.text()).contains("5× dismissed: right, but not now").contains("4× kept back: the price");
        assertThat(letter.text()).contains("1 of 3 taken up: too little data for a share");
    }

    @Test
    void revenueStandsInEachCurrencyAndIsNotSummed() {
        assertThat(letter(SampleReports.busy("GTX Pro")).text())
                .contains("Deals won: 3 – €120,000.00 + ¥4,500,000 + $30,500.00");
    }

    @Test
    void theHtmlSaysWhatTheTextSays() {
        Mail.Message letter = letter(SampleReports.busy("GTX Pro"));
        for (String words : List.of(
                "GTX Pro is kept back more often",
                "6 of 8 times in the last 30 days",
                "40% (95% interval 27% to 56%, n = 42)",
                "proposed for 12 clients: 7 presented, 3 kept back, 2 open",
                "2 suggested topics, first of all: Hydrogen in food plants",
                "Nordwind (Energy saving)",
                "Material for")) {
            assertThat(letter.html()).contains(words);
            assertThat(letter.text()).contains(words);
        }
    }

    @Test
    void chartsArePicturesWhoseWordsSayTheFigures() throws IOException {
        Mail.Message letter = letter(SampleReports.busy("GTX Pro"));

        assertThat(letter.pictures()).extracting(Mail.Picture::name).containsExactly("taken-up", "outcomes");
        for (Mail.Picture picture : letter.pictures()) {
            var image = ImageIO.read(new ByteArrayInputStream(picture.png()));
            assertThat(image.getWidth()).isEqualTo(ReportCharts.WIDTH);
            // two charts must not make a mail heavy
            assertThat(picture.png().length).isBetween(5_000, 120_000);
            assertThat(letter.html()).contains("src=\"cid:" + picture.name() + "\"");
        }
        // the week of 2 March: 30 delivered, 8 taken up
        assertThat(letter.html()).contains("alt=\"Share of the recommendations of each week");
        assertThat(letter.html()).contains("week of Mar 2, 2026: 8 of 30, 27% (14% to 44%)");
    }

    @Test
    void linksLeadToThePageOfThePeriodAndToTheTable() {
        String text = letter(SampleReports.busy("GTX Pro")).text();
        assertThat(text).contains("https://nba.example.com/reports/loop?from=2026-03-02&to=2026-03-08");
        assertThat(text).contains("https://nba.example.com/reports/loop.csv?from=2026-03-02&to=2026-03-08");
    }

    @Test
    void itEndsWithOneClick() {
        Mail.Message letter = letter(SampleReports.busy("GTX Pro"));
        String end = SampleReports.LINKS.unsubscribe(SampleCards.TENANT, SampleReports.READER);

        assertThat(letter.headers())
                .containsEntry("List-Unsubscribe", "<" + end + ">, <mailto:nba@example.com?subject=unsubscribe>")
                .containsEntry("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        assertThat(letter.html()).contains(end);
        assertThat(SampleReports.LINKS.read(end.substring(end.lastIndexOf('/') + 1)))
                .hasValueSatisfying(reader -> assertThat(reader.id()).isEqualTo(SampleReports.READER));
    }

    @Test
    void anotherTokenEndsNothing() {
        String end = SampleReports.LINKS.unsubscribe(SampleCards.TENANT, SampleReports.READER);
        String token = end.substring(end.lastIndexOf('/') + 1);
        char other = token.charAt(30) == 'A' ? 'B' : 'A';
        assertThat(SampleReports.LINKS.read(token.substring(0, 30) + other + token.substring(31)))
                .isEmpty();
        assertThat(SampleReports.LINKS.read("")).isEmpty();
        assertThat(SampleReports.LINKS.read("!")).isEmpty();
    }

    /** Adults read 238 words of non-fiction a minute (Brysbaert, Journal of Memory and Language 109, 2019). */
    @Test
    void itIsReadInLessThanTwoMinutesEvenWhenItIsFull() {
        String html = letter(SampleReports.busy("GTX Pro")).html();
        String read = html.replaceAll("(?s)<style>.*?</style>|<!--.*?-->|<[^>]*>", " ");
        assertThat(read.split("\\s+").length).isLessThan(2 * 230);
    }

    @Test
    void aQuietWeekIsALetterOfAFewLines() {
        Mail.Message letter = letter(SampleReports.quiet());
        assertThat(letter.subject()).endsWith("no recommendation was delivered");
        assertThat(letter.pictures()).isEmpty();
        assertThat(letter.html()).doesNotContain("<img").contains("In these days nothing was decided");
        assertThat(letter.text()).doesNotContain("Taken up");
    }

    @Test
    void alertsThatGoOutAtOnceSayWhatHappened() {
        Mail.Message letter = alerts(SampleReports.busy("GTX Pro").alerts());
        assertThat(letter.subject()).isEqualTo("GTX Pro is kept back more often, and one more");
        assertThat(letter.text())
                .contains("Energy saving comes up more often")
                .contains("9 documents in the last 30 days, 2 in the 30 days before")
                .contains("https://nba.example.com/reports/loop#alerts");
    }

    @Test
    void hostileWordsStayWords() {
        for (String words : List.of(
                "<script>alert(1)</script>",
                "\" onerror=\"alert(1)",
                "${7*7}[[${letter}]]",
                "{0} it''s {name",
                "GTX\r\nBcc: eve@example.com",
                "\u202Egnp.exe",
                "x".repeat(5_000),
                "שלום עולם")) {
            ReportFacts facts = SampleReports.busy(words);
            Mail.Message letter = letter(facts);
            assertThat(letter.html()).doesNotContain("<script>").doesNotContain("onerror=\"");
            assertThat(Html.tags(letter.html()))
                    .as(words)
                    .extracting(Html.Tag::name)
                    .isEqualTo(Html.tags(letter(SampleReports.busy("Harmless")).html()).stream()
                            .map(Html.Tag::name)
                            .toList());
            assertThat(alerts(facts.alerts()).subject()).doesNotContain("\n").doesNotContain("\u202E");
        }
    }

    /** For people who want to look at them: {@code -Dnextbest.letters=FOLDER}. */
    @Test
    void letters() throws IOException {
        String folder = System.getProperty("nextbest.letters", "target/letters");
        Files.createDirectories(Path.of(folder));
        keep(Path.of(folder), "report", letter(SampleReports.busy("GTX Pro")));
        keep(Path.of(folder), "quiet", letter(SampleReports.quiet()));
        keep(Path.of(folder), "alerts", alerts(SampleReports.busy("GTX Pro").alerts()));
        assertThat(Path.of(folder, "report.html")).isNotEmptyFile();
    }

    private static void keep(Path folder, String name, Mail.Message letter) throws IOException {
        String html = letter.html();
        for (Mail.Picture picture : letter.pictures()) {
            Files.write(folder.resolve(picture.name() + ".png"), picture.png());
            html = html.replace("cid:" + picture.name(), picture.name() + ".png");
        }
        Files.writeString(folder.resolve(name + ".html"), html);
        Files.writeString(folder.resolve(name + ".txt"), letter.text());
    }
}
