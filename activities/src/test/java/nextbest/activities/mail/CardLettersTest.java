package nextbest.activities.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nextbest.activities.port.Mail;
import nextbest.activities.vendor.smtp.SmtpMail;
import nextbest.activities.vendor.smtp.SmtpSettings;
import nextbest.recommendation.Disposition;
import nextbest.recommendation.EvidenceDesign;
import nextbest.recommendation.SuccessRate;
import nextbest.recommendation.Urgency;
import nextbest.store.decision.CardView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardLettersTest {
    private static final Pattern URL = Pattern.compile("https?://\\S+");

    private final CardLetters letters = SampleCards.letters("Acme renewal 2026", "Acme Industries");

    private Mail.Message write(CardView... cards) {
        return letters.write(SampleCards.TENANT, SampleCards.claim(1, cards), cards.length > 1, SampleCards.CREATED);
    }

    /** What the sample card says, in the order of the card. Times: Berlin is one hour ahead of UTC in winter. */
    private static final List<String> CARD = List.of(
            "Next best action",
            "Acme renewal 2026",
            "Acme Industries · Proposal · €48,000.00",
            "Send the ROI calculator to Ana Ruiz",
            "87",
            "/100",
            "Urgency: HIGH",
            "Estimated impact: stage advance",
            "Relevance 36/40 · Impact 25/30 · Urgency 18/20 · Feasibility 8/10",
            "Why",
            "Budget or return on investment has come up. [signal on record · record: state of the budget]",
            "Ana Ruiz on Feb 27, 2026, 3:05 PM: “We need to see numbers before the board meets” [signal on record]",
            "Deals like this that did it moved on 35% faster (12% to 54%; 120 deals with it, 310 without). [earlier deals]",
            "How",
            "Open the deal in the CRM",
            "Open ROI calculator, version 4: https://content.example.com/roi/calculator-v4",
            "Fill in the data of Acme",
            "Send it by e-mail and log it",
            "Best done: by Mar 3, 2026, 9:30 AM",
            "The buyer's engagement declines.",
            "Success rate: 35% moved on afterwards (95% interval 28% to 43%, n = 120; observed, not a trial)",
            "Accept",
            "Snooze",
            "Keep back",
            "Dismiss",
            "Did something else",
            "Open the card",
            "Alternatives",
            "72",
            "Arrange a technical deep-dive (moderate urgency)",
            "Do this instead",
            "65",
            "Share a customer reference (lower urgency, a good second choice)",
            "Do this instead",
            "Not known yet",
            "legal review",
            "Industry",
            "until Mar 16, 2026, 9:30 AM",
            "Times are in Central European Time (Europe/Berlin).",
            "Example Ltd");

    @Test
    void bothPartsSayWhatTheCardSaysInItsOrder() {
        Mail.Message mail = write(new SampleCards().build());

        assertInOrder(Html.visible(mail.html()), CARD);
        assertInOrder(Html.spaces(mail.text().replace(" – ", " ").replace("(Acme", "Acme")), CARD);
    }

    @Test
    void stepsAreNumbered() {
        Mail.Message mail = write(new SampleCards().build());

        List<String> steps = List.of("1. Open the deal", "2. Open ROI", "3. Fill in", "4. Send it");
        assertInOrder(Html.visible(mail.html()), steps);
        assertInOrder(mail.text(), steps);
    }

    @Test
    void bothPartsOfADigestSayTheSameOfEachCard() {
        Mail.Message mail = write(
                new SampleCards().build(),
                new SampleCards()
                        .number(11)
                        .points(74)
                        .urgency(Urgency.MEDIUM)
                        .success(SampleCards.TOO_LITTLE)
                        .build());

        List<String> said = List.of(
                "Robin Okafor, 2 deals wait for your answer",
                "1. Acme renewal 2026",
                "Send the ROI calculator to Ana Ruiz",
                "87",
                "Urgency: HIGH",
                "Why: Budget or return on investment has come up.",
                "Best done: by Mar 3, 2026, 9:30 AM",
                "Success rate: 35% moved on afterwards (95% interval 28% to 43%, n = 120",
                "Accept",
                "Snooze",
                "Keep back",
                "Dismiss",
                "Did something else",
                "Open the card",
                "72",
                "Arrange a technical deep-dive",
                "Do this instead",
                "65",
                "2. Acme renewal 2026",
                "74",
                "Urgency: MEDIUM",
                "Success rate: too little data (n = 3, 20 needed)",
                "Accept",
                "Times are in Central European Time");
        assertInOrder(Html.visible(mail.html()), said);
        assertInOrder(Html.spaces(mail.text()), said);
        assertThat(mail.subject()).isEqualTo("Send the ROI calculator to Ana Ruiz – Acme renewal 2026, and 1 more");
    }

    @Test
    void bothPartsLeadToTheSamePlaces() {
        for (Mail.Message mail : List.of(
                write(new SampleCards().build()),
                write(new SampleCards().build(), new SampleCards().number(11).build()))) {
            assertThat(Html.links(mail.html()))
                    .isEqualTo(addresses(mail.text()))
                    .hasSizeGreaterThan(7);
        }
    }

    @Test
    void everyAnswerHasItsOwnSignedLink() {
        List<String> links = Html.links(write(new SampleCards().build()).html());

        assertThat(SampleCards.answers(links))
                .containsExactly(
                        "ACCEPT-1", "SNOOZE-1", "KEEP_BACK-1", "DISMISS-1", "OVERRIDE-1", "ACCEPT-2", "ACCEPT-3");
        CardView card = new SampleCards().build();
        assertThat(links)
                .filteredOn(link -> link.contains("/a/"))
                .map(SampleCards::read)
                .allSatisfy(link -> {
                    assertThat(link.tenant()).isEqualTo(SampleCards.TENANT);
                    assertThat(link.card()).isEqualTo(card.id());
                    assertThat(link.decision()).isEqualTo(card.decision());
                    assertThat(link.rep()).isEqualTo(SampleCards.REP);
                    assertThat(link.expires()).isEqualTo(card.expiresAt());
                });
        assertThat(links).contains("https://nba.example.com/deals/" + SampleCards.id(2_010));
    }

    @Test
    void theSubjectSaysActionAndDeal() {
        assertThat(write(new SampleCards().build()).subject())
                .isEqualTo("Send the ROI calculator to Ana Ruiz – Acme renewal 2026");
    }

    @Test
    void headersNameTheCardsAndKeepMachinesFromAnswering() {
        Mail.Message mail = write(
                new SampleCards().build(),
                new SampleCards().number(11).points(50).build());

        assertThat(mail.messageId()).isEqualTo(SampleCards.OUTBOX + "@nba.example.com");
        assertThat(mail.from()).isEqualTo("nextbest <nba@example.com>");
        assertThat(mail.to()).isEqualTo("rep@example.com");
        assertThat(mail.headers())
                .containsEntry("X-Nextbest-Card", SampleCards.id(10) + ", " + SampleCards.id(11))
                .containsEntry("Auto-Submitted", "auto-generated")
                .containsEntry("List-Unsubscribe", "<mailto:nba@example.com?subject=unsubscribe>");
    }

    @Test
    void aLaterAttemptSaysTheSame() {
        CardView card = new SampleCards().build();
        Mail.Message first = letters.write(SampleCards.TENANT, SampleCards.claim(1, card), false, SampleCards.CREATED);
        Mail.Message second = letters.write(
                SampleCards.TENANT, SampleCards.claim(2, card), false, SampleCards.CREATED.plus(Duration.ofDays(2)));

        assertThat(second).isEqualTo(first);
    }

    @Test
    void anAlternativeThatTheCapKeptBackIsLeftOut() {
        Mail.Message mail = write(new SampleCards()
                .engine(CardView.State.DRAFTED, Disposition.SELECTED, Disposition.CAPPED, Disposition.SELECTED)
                .build());

        for (String part : List.of(Html.visible(mail.html()), mail.text())) {
            assertThat(part).doesNotContain("technical deep-dive").contains("Share a customer reference");
        }
        assertThat(SampleCards.answers(Html.links(mail.html())))
                .doesNotContain("ACCEPT-2")
                .contains("ACCEPT-3");
        assertThat(SampleCards.answers(addresses(mail.text())))
                .doesNotContain("ACCEPT-2")
                .contains("ACCEPT-3");
    }

    @Test
    void withoutAnAlternativeThereIsNoHeadingForThem() {
        Mail.Message mail = write(new SampleCards()
                .engine(CardView.State.DRAFTED, Disposition.SELECTED, Disposition.CAPPED, Disposition.CAPPED)
                .build());

        assertThat(Html.visible(mail.html())).doesNotContain("Alternatives");
        assertThat(mail.text()).doesNotContain("Alternatives");
    }

    @Test
    void aCardThatWasSupersededOnItsWaySaysWhatItsFirstAttemptSaid() {
        Mail.Message before = write(new SampleCards()
                .engine(CardView.State.DRAFTED, Disposition.SELECTED, Disposition.CAPPED, Disposition.SELECTED)
                .build());
        Mail.Message after = write(new SampleCards()
                .engine(CardView.State.SUPERSEDED, Disposition.WITHHELD, Disposition.CAPPED, Disposition.WITHHELD)
                .build());

        assertThat(after).isEqualTo(before);
    }

    @Test
    void theBestComesFirstAndTheMandatoryBeforeIt() {
        Mail.Message mail = write(
                new SampleCards().number(11).points(40).build(),
                new SampleCards().number(12).points(90).build(),
                new SampleCards().number(13).points(20).mandatory().build());

        assertThat(mail.headers().get("X-Nextbest-Card"))
                .isEqualTo(SampleCards.id(13) + ", " + SampleCards.id(12) + ", " + SampleCards.id(11));
        assertInOrder(mail.text(), List.of("20/100", "Demanded by your organisation", "90/100", "40/100"));
    }

    @Test
    void aDefaultIsCalledOne() {
        Mail.Message mail = write(new SampleCards().fallback().build());

        assertThat(Html.visible(mail.html())).contains("Default of the stage");
        assertThat(mail.text()).contains("Default of the stage");
    }

    @Test
    void anEffectIsCalledATrialOnlyWhereChanceDecided() {
        Mail.Message mail = write(new SampleCards()
                .success(new SuccessRate.Measured(120, 42, 0.35, 0.28, 0.43, EvidenceDesign.RANDOMISED))
                .build());

        assertThat(mail.text()).contains("n = 120; measured in a trial").doesNotContain("not a trial");
    }

    @Test
    void aWindowThatBeginsLaterHasABeginning() {
        Mail.Message mail = write(new SampleCards()
                .from(SampleCards.CREATED.plus(Duration.ofDays(3)))
                .build());

        assertThat(Html.spaces(mail.text()))
                .contains("Best done: between Mar 5, 2026, 9:30 AM and Mar 6, 2026, 9:30 AM");
    }

    @Test
    void anAddressThatIsNotOfTheWebIsNoLink() {
        Mail.Message mail =
                write(new SampleCards().assetLink("javascript:alert(1)").build());

        assertThat(Html.links(mail.html())).allMatch(link -> link.startsWith("https://nba.example.com/"));
        assertThat(Html.visible(mail.html())).contains("Open ROI calculator, version 4: javascript:alert(1)");
    }

    @Test
    void theHtmlNeedsNothingFromElsewhereAndRunsNothing() {
        String html = write(new SampleCards().build()).html();

        assertThat(html)
                .doesNotContain("<img", "<link", "<script", "<form", "url(", "@import", "@font-face", " th:", "xmlns");
        assertThat(Html.tags(html))
                .noneMatch(tag -> tag.attributes().stream().anyMatch(attribute -> attribute.startsWith("on")));
    }

    /** Gmail cuts what is longer than 102 kB. */
    @Test
    void aDigestOfTenLongCardsIsNotCut() {
        CardView[] cards = new CardView[10];
        for (int i = 0; i < cards.length; i++) {
            cards[i] = new SampleCards()
                    .number(10 + i)
                    .contact("Ñandú ".repeat(60))
                    .quote("Ñandú ".repeat(100))
                    .build();
        }
        Mail.Message mail = SampleCards.letters("Ñ".repeat(300), "Ñ".repeat(300))
                .write(SampleCards.TENANT, SampleCards.claim(1, cards), true, SampleCards.CREATED);

        assertThat(mail.html().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(102_000);
    }

    @Test
    void aLetterWithoutACardIsAnError() {
        assertThatThrownBy(() -> letters.write(SampleCards.TENANT, SampleCards.claim(1), true, SampleCards.CREATED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(SampleCards.OUTBOX.toString());
    }

    @Test
    void aMailServerTakesIt() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try {
            new SmtpMail(
                            SmtpSettings.plain("localhost", server.getSmtp().getPort(), "bounces@example.com"),
                            InstantSource.fixed(SampleCards.CREATED))
                    .send(write(new SampleCards().build()));

            assertThat(server.getReceivedMessages()).singleElement().satisfies(arrived -> {
                assertThat(arrived.getHeader("Message-ID"))
                        .containsExactly("<" + SampleCards.OUTBOX + "@nba.example.com>");
                assertThat(arrived.getSubject()).isEqualTo("Send the ROI calculator to Ana Ruiz – Acme renewal 2026");
            });
        } finally {
            server.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nobody", "a@example.com, b@example.com"})
    void aSenderMustBeOneAddress(String from) {
        assertThatThrownBy(() -> new LetterSettings(from, "nba example", "javascript:alert(1)"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from must be one e-mail address")
                .hasMessageContaining("message-id-domain must be a domain")
                .hasMessageContaining("unsubscribe must begin with");
    }

    private static List<String> addresses(String text) {
        List<String> addresses = new ArrayList<>();
        Matcher url = URL.matcher(text);
        while (url.find()) {
            addresses.add(url.group());
        }
        return addresses;
    }

    private static void assertInOrder(String text, List<String> said) {
        String spaced = Html.spaces(text);
        int from = 0;
        for (String one : said) {
            int at = spaced.indexOf(one, from);
            assertThat(at)
                    .as("'%s' after position %s of: %s", one, from, spaced)
                    .isNotNegative();
            from = at + one.length();
        }
    }
}
