package nextbest.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.util.List;
import java.util.Optional;
import nextbest.activities.mail.CardLetters;
import nextbest.activities.mail.LetterSettings;
import nextbest.activities.port.Mail;
import nextbest.activities.vendor.smtp.SmtpMail;
import nextbest.activities.vendor.smtp.SmtpSettings;
import nextbest.api.Browser.Look;
import nextbest.identity.CardId;
import nextbest.identity.SubjectId;
import nextbest.store.Store;
import nextbest.store.delivery.Claim;
import nextbest.store.delivery.DeliveryPolicy;
import nextbest.store.security.AnswerLinks;
import nextbest.store.security.Role;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One recommendation through all the places where people meet it. */
@ExtendWith(BrowserHouse.class)
class JourneyInBrowserTest {
    private static RunningApi api;
    private static Browser browser;

    @BeforeAll
    static void start() {
        api = BrowserHouse.api();
        browser = BrowserHouse.browser();
    }

    /** The mail that an SMTP server took, the page on the phone, the card, the manager, the report: in one go. */
    @ParameterizedTest
    @CsvSource({"360, false", "360, true"})
    void fromTheMailOverThePhoneToTheReport(int width, boolean dark) throws Exception {
        journey(dark ? Look.at(width).dark() : Look.at(width));
    }

    @ParameterizedTest
    @Tag("long")
    @CsvSource({"420, false", "420, true", "1440, false", "1440, true"})
    void fromTheMailToTheReportAtTheOtherWidths(int width, boolean dark) throws Exception {
        journey(dark ? Look.at(width).dark() : Look.at(width));
    }

    private static void journey(Look look) throws Exception {
        String key = "journey-" + look.width() + look.colours().name().toLowerCase(java.util.Locale.ROOT);
        Desk desk = new Desk(api, key);
        desk.decide("D1");
        Mail.Message written = send(desk);
        MimeMessage mail = delivered(written);
        assertThat(mail.getHeader("To")).containsExactly("rita@example.com");
        assertThat(mail.getHeader("List-Unsubscribe")).hasSize(1);

        // the card is open elsewhere while the rep answers from the mail
        Page card = browser.window(look, desk, "rita@" + key + ".example", Role.REP, Optional.of(desk.rep("R")));
        card.navigate("/deals/" + desk.subject("D1"));
        assertThat(card.locator(".given")).hasCount(0);

        Page phone = browser.window(look);
        phone.setContent(html(mail));
        Browser.assertFits(phone);
        // by keyboard alone, up to the link and through the page that asks
        Locator accept = phone.locator("a:text-is('Accept')").first();
        tabTo(phone, accept);
        phone.keyboard().press("Enter");
        assertThat(phone.locator("form p")).hasText("You say that you will do this.");
        Browser.assertFitForEverybody(phone);
        tabTo(phone, phone.locator("button:has-text('Yes, I will do it')"));
        phone.keyboard().press("Enter");
        assertThat(phone.locator("h1")).hasText("Recorded, thank you");
        Browser.assertFitForEverybody(phone);

        card.evaluate("dispatchEvent(new Event('nextbest:look'))");
        assertThat(card.locator(".given")).containsText("You said: accepted");
        Browser.assertFitForEverybody(card);

        Page manager = browser.window(look, desk, "mara@" + key + ".example", Role.MANAGER, Optional.of(desk.rep("M")));
        manager.navigate("/team");
        assertThat(manager.locator(".head .soft")).containsText("your team took up 1");
        assertThat(manager.locator("tr:has-text('Rita')")).containsText("1");
        Browser.assertFitForEverybody(manager);

        Page product = browser.window(look, desk, "paula@" + key + ".example", Role.PRODUCT_MANAGER, Optional.empty());
        product.navigate("/reports/loop");
        assertThat(product.locator(".bar-row:has-text('accepted') .num")).hasText("1");
        Browser.assertFitForEverybody(product);
        product.locator("textarea[name=words]").focus();
        product.keyboard().type("More of this for pumps");
        product.keyboard().press("Tab");
        product.keyboard().press("Enter");
        assertThat(product.locator("#answers")).containsText("More of this for pumps");
    }

    private static void tabTo(Page page, Locator wanted) {
        wanted.waitFor();
        for (int i = 0; i < 60; i++) {
            page.keyboard().press("Tab");
            if ((boolean) wanted.evaluate("element => element === document.activeElement")) {
                return;
            }
        }
        throw new AssertionError(wanted + " cannot be reached by Tab");
    }

    /** Sends a letter as the worker does; gives what the server at the other end received. */
    private static MimeMessage delivered(Mail.Message letter) throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try {
            new SmtpMail(SmtpSettings.plain("localhost", server.getSmtp().getPort(), "bounces@example.com"), api.time())
                    .send(letter);
            assertThat(server.waitForIncomingEmail(5_000, 1)).isTrue();
            return server.getReceivedMessages()[0];
        } finally {
            server.stop();
        }
    }

    private static String html(MimeMessage mail) throws Exception {
        return (String) ((MimeMultipart) mail.getContent()).getBodyPart(1).getContent();
    }

    @Test
    void aMailedLinkThatIsOpenedAfterTheDealClosedRecordsNothing() {
        Desk desk = new Desk(api, "late");
        desk.decide("D1");
        Mail.Message mail = send(desk);
        desk.send("""
                {"source": "crm", "id": "80", "type": "outcome", "subject": {"kind": "deal", "id": "D1"},
                 "occurredAt": "2026-03-02T09:30:00Z", "data": {"kind": "LOST", "reason": "no budget"}}""");
        Page phone = browser.window(Look.at(Browser.PHONE));
        phone.setContent(mail.html());
        phone.locator("a:text-is('Accept')").first().click();
        assertThat(phone.locator("h1")).hasText("This deal has ended");
        assertThat(phone.locator("main")).containsText("was lost");
        assertThat(phone.locator("form")).hasCount(0);
        Browser.assertFitForEverybody(phone);
    }

    @Test
    void aManagerReadsWhatAReleaseChangesAndApprovesItByKeyboardOnThePhone() {
        Desk desk = new Desk(api, "release");
        String patterns = nextbest.catalogue.file.CatalogueReader.resource(
                        nextbest.catalogue.file.CatalogueReader.PATTERNS)
                .replace(
                        "trigger: budget-discussed, action: send-roi-calculator, score: 90",
                        "trigger: budget-discussed, action: send-roi-calculator, score: 40");
        String version = api.post("/api/v1/catalogue-releases")
                .as(desk.operator)
                .json(tools.jackson.databind.json.JsonMapper.shared()
                        .writeValueAsString(java.util.Map.of("patterns", patterns)))
                .send()
                .json()
                .get("after")
                .asString();
        Page product = browser.window(
                Look.at(Browser.DESK), desk, "paula@release.example", Role.PRODUCT_MANAGER, Optional.empty());
        product.navigate("/learning");
        product.locator("#approvals textarea[name=note]").fill("The calculator comes too early");
        product.locator("#approvals button:has-text('Ask for approval')").click();
        assertThat(product.locator("[role=status]")).containsText("Asked");

        Page manager = browser.window(
                Look.at(Browser.PHONE).dark(), desk, "mara@release.example", Role.MANAGER, Optional.of(desk.rep("M")));
        manager.navigate("/team");
        assertThat(manager.locator("#approvals")).containsText("90 → 40");
        assertThat(manager.locator("#approvals")).containsText("The calculator comes too early");
        Browser.assertFitForEverybody(manager);
        manager.locator("#approvals textarea[name=reason]").focus();
        manager.keyboard().type("Tried on last month");
        manager.keyboard().press("Tab");
        manager.keyboard().press("Enter");
        assertThat(manager.locator("[role=status]")).containsText("Approved");
        assertThat(api.get("/api/v1/catalogue")
                        .as(desk.operator)
                        .send()
                        .json()
                        .get("version")
                        .asString())
                .isEqualTo(version);
    }

    /** Sends Rita her card as the loop would, and gives the letter. */
    private static Mail.Message send(Desk desk) {
        Store store = api.part(Store.class);
        DeliveryPolicy policy = store.tenants().settings(desk.tenant.id()).deliveryPolicy();
        CardId card = store.decisions()
                .latestCard(desk.tenant.id(), SubjectId.parse(desk.subject("D1")))
                .orElseThrow()
                .id();
        Claim claim = store.deliveries()
                .claim(
                        desk.tenant.id(),
                        "journey-" + card,
                        desk.rep("R"),
                        List.of(card),
                        "mail",
                        policy,
                        store.time().now());
        assertThat(claim).isInstanceOf(Claim.Send.class);
        Claim.Send send = (Claim.Send) claim;
        Mail.Message letter = new CardLetters(
                        new LetterSettings("nextbest <nextbest@localhost>", "nextbest.localhost", ""),
                        store.database(),
                        api.part(AnswerLinks.class))
                .write(desk.tenant.id(), send, false, store.time().now());
        store.deliveries()
                .confirm(
                        desk.tenant.id(),
                        send.outbox(),
                        "accepted by a test",
                        policy,
                        store.time().now());
        return letter;
    }
}
