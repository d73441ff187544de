package nextbest.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import nextbest.api.Browser.Look;
import nextbest.store.security.Role;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The card and the day of a rep as a browser shows them. */
@ExtendWith(BrowserHouse.class)
class CardInBrowserTest {
    private static RunningApi api;
    private static Browser browser;

    @BeforeAll
    static void start() {
        api = BrowserHouse.api();
        browser = BrowserHouse.browser();
    }

    private static Page rita(Look look, Desk desk) {
        return browser.window(
                look, desk, "rita@" + desk.tenant.key() + ".example", Role.REP, Optional.of(desk.rep("R")));
    }

    /** Presses a key once the page has loaded with its script, as somebody does who has seen it. */
    private static void press(Page page, String key) {
        page.waitForLoadState();
        page.keyboard().press(key);
    }

    @Test
    void theKeyboardIsEnough() {
        Desk desk = new Desk(api, "keys");
        desk.decide("D1");
        Page page =
                browser.logIn(Look.at(Browser.DESK), desk, "rita@keys.example", Role.REP, Optional.of(desk.rep("R")));
        page.navigate("/my-day");
        // the skip link, then on through the page by Tab alone until the deal has the focus
        for (int i = 0;
                i < 15 && !page.evaluate("document.activeElement.className").equals("panel deal");
                i++) {
            page.keyboard().press("Tab");
        }
        press(page, "Enter");
        assertThat(page.locator("h1")).hasText("Pumps for the north");

        press(page, "a");
        assertThat(page.locator(".note.good")).hasText("Thank you, recorded: accepted.");

        press(page, "d");
        press(page, "2");
        assertThat(page.locator(".note.good"))
                .hasText("Recorded. Your earlier answer was: accepted. Now it is: dismissed.");
    }

    @Test
    void singleKeysCanBeSwitchedOff() {
        Desk desk = new Desk(api, "nokeys");
        desk.decide("D1");
        Page page = rita(Look.at(Browser.DESK), desk);
        page.navigate("/deals/" + desk.subject("D1"));
        page.locator(".keys summary").click();
        page.locator("[data-keys-on]").uncheck();
        page.locator("h1").click();
        press(page, "a");
        assertThat(page.url()).doesNotContain("said");
        assertThat(page.locator(".given")).hasCount(0);
    }

    @Test
    void withoutScriptEverythingCanBeDone() {
        Desk desk = new Desk(api, "noscript");
        desk.decide("D1");
        Page page = rita(Look.at(Browser.PHONE).withoutScript(), desk);
        page.navigate("/my-day");
        page.locator("a.deal").first().click();

        page.locator("input[name=step]").first().check();
        page.locator(".steps-form button").click();
        assertThat(page.locator("input[name=step]").first()).isChecked();

        page.locator("button:has-text('I will do it')").click();
        assertThat(page.locator(".given")).hasText("✓ You said: accepted. You can still change your mind.");

        page.locator("summary:has-text('Not for this deal')").click();
        page.locator("label:has-text('Right, but not now')").click();
        page.locator("button:has-text('Dismiss it')").click();
        assertThat(page.locator(".note.good")).containsText("Now it is: dismissed");

        page.locator("a:has-text('All lines')")
                .or(page.locator("details[data-load] summary"))
                .first()
                .click();
        page.navigate("/deals/" + desk.subject("D1") + "/why?q=pricing");
        assertThat(page.locator("table.whynot tbody tr").first()).containsText("pricing");
    }

    @Test
    void theLinesOfTheScoreComeOnDemandAndAddUp() {
        Desk desk = new Desk(api, "lines");
        desk.decide("D1");
        Page page = rita(Look.at(Browser.DESK), desk);
        page.navigate("/deals/" + desk.subject("D1"));
        page.locator("details[data-load] summary").click();
        assertThat(page.locator(".score-lines .line .num")).hasCount(17);
        BigDecimal sum = BigDecimal.ZERO;
        for (String line : page.locator(".score-lines .line .num").allInnerTexts()) {
            String[] of = line.split(" / ", -1);
            assertThat(new BigDecimal(of[0])).isLessThanOrEqualTo(new BigDecimal(of[1]));
            sum = sum.add(new BigDecimal(of[0]));
        }
        assertThat(page.locator(".score-lines"))
                .containsText("The lines add up to " + sum.stripTrailingZeros().toPlainString());
        assertThat(sum.setScale(0, RoundingMode.HALF_UP))
                .hasToString(page.locator(".ring b").innerText());
    }

    @Test
    void aCardFollowsItsDealAndDoesNotTakeAnAnswerAwayThatIsBeingWritten() {
        Desk desk = new Desk(api, "follows");
        desk.decide("D1");
        Page page = rita(Look.at(Browser.SIDEBAR), desk);
        page.navigate("/deals/" + desk.subject("D1"));
        String before = page.locator(".foot code").innerText();

        move(desk, "Negotiation");
        page.evaluate("dispatchEvent(new Event('nextbest:look'))");
        assertThat(page.locator(".notes")).containsText("The deal has changed");
        assertThat(page.locator(".meta")).containsText("Negotiation");
        String after = page.locator(".foot code").innerText();
        assertThat(after).isNotEqualTo(before);

        press(page, "o");
        page.locator("input[name=instead]").fill("called the CFO");
        api.time().pass(Duration.ofMinutes(1));
        desk.send("""
                {"source": "crm", "id": "71", "type": "signal", "subject": {"kind": "deal", "id": "D1"},
                 "occurredAt": "%s", "data": {"signal": "executive-sign-off-needed", "contact": "P"}}""".formatted(api.time().instant()));
        desk.decide("D1");
        page.evaluate("dispatchEvent(new Event('nextbest:look'))");
        assertThat(page.locator(".notes a")).hasText("Show it");
        assertThat(page.locator("input[name=instead]")).hasValue("called the CFO");
        press(page, "Enter");
        assertThat(page.locator(".note.warn")).containsText("The card was replaced");
    }

    @Test
    void twoTabsThatAnswerDifferentlyAreToldOfEachOther() {
        Desk desk = new Desk(api, "tabs");
        desk.decide("D1");
        Page one = rita(Look.at(Browser.DESK), desk);
        one.navigate("/deals/" + desk.subject("D1"));
        Page two = one.context().newPage();
        two.navigate("/deals/" + desk.subject("D1"));
        press(one, "a");
        assertThat(one.locator(".note.good")).containsText("accepted");
        press(two, "d");
        press(two, "1");
        assertThat(two.locator(".note.good"))
                .hasText("Recorded. Your earlier answer was: accepted. Now it is: dismissed.");
        one.evaluate("dispatchEvent(new Event('nextbest:look'))");
        assertThat(one.locator(".given")).containsText("dismissed");
    }

    @Test
    void aCardThatIsOpenWhenItsDealClosesSaysHowItEnded() {
        Desk desk = new Desk(api, "closes");
        desk.decide("D1");
        Page page = rita(Look.at(Browser.PHONE), desk);
        page.navigate("/deals/" + desk.subject("D1"));
        desk.send("""
                {"source": "crm", "id": "80", "type": "outcome", "subject": {"kind": "deal", "id": "D1"},
                 "occurredAt": "2026-03-02T09:30:00Z",
                 "data": {"kind": "LOST", "reason": "went with a competitor"}}""");
        page.evaluate("dispatchEvent(new Event('nextbest:look'))");
        assertThat(page.locator(".panel.empty")).containsText("Lost on Mar 2, 2026");
        assertThat(page.locator(".panel.empty")).containsText("went with a competitor");
        Browser.assertFitForEverybody(page);
    }

    @Test
    void namesOfEveryKindFitOnAPhone() {
        Desk desk = new Desk(api, "names");
        String[] names = {
            "<img src=x onerror=alert(1)> & \"Söhne\"",
            "\uD83D\uDE80\uD83D\uDC69\u200D\uD83D\uDD2C \uD83C\uDDE9\uD83C\uDDEA Pumps",
            "W".repeat(300),
            "\u0645\u0636\u062E\u0627\u062A \u0627\u0644\u0634\u0645\u0627\u0644 (ACME) \u05DE\u05E9\u05D0\u05D1\u05D5\u05EA"
        };
        Page page = rita(Look.at(Browser.PHONE), desk);
        page.onDialog(dialog -> {
            throw new AssertionError("a name was run as a script");
        });
        for (int i = 0; i < names.length; i++) {
            desk.send("""
                    {"source": "crm", "id": "9%d", "type": "deal", "subject": {"kind": "deal", "id": "D1"},
                     "occurredAt": "2026-02-12T09:00:0%dZ", "data": {"name": %s, "amount": {"amount": 4800000, "currency": "JPY"}}}""".formatted(i, i, quoted(names[i])));
            desk.decide("D1");
            page.navigate("/my-day");
            assertThat(page.locator("main")).containsText(names[i]);
            Browser.assertFitForEverybody(page);
            page.navigate("/deals/" + desk.subject("D1"));
            assertThat(page.locator("h1")).hasText(names[i]);
            assertThat(page.locator(".meta")).containsText("¥4,800,000");
            Browser.assertFitForEverybody(page);
        }
    }

    @Test
    void theSidebarOfAnotherSiteShowsTheCardWithoutCookies() throws IOException {
        Desk desk = new Desk(api, "sidebar");
        desk.decide("D1");
        String url = api.post("/api/v1/subjects/crm:D1/card-session")
                .as(desk.integration)
                .json("{\"rep\": \"crm:R\"}")
                .send()
                .json()
                .get("url")
                .asString();
        String address = api.address() + url.substring(url.indexOf("/e/"));
        HttpServer crm = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] html = ("<!doctype html><title>CRM</title><iframe width=400 height=780 src='" + address + "'></iframe>")
                .getBytes(StandardCharsets.UTF_8);
        crm.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, html.length);
            exchange.getResponseBody().write(html);
            exchange.close();
        });
        crm.start();
        try {
            Page page = browser.window(Look.at(Browser.SIDEBAR));
            page.navigate("http://127.0.0.1:" + crm.getAddress().getPort() + "/");
            Frame card = page.frames().get(1);
            card.locator("button:has-text('I will do it')").click();
            assertThat(card.locator(".given")).containsText("accepted");
            assertThat(card.locator("header")).hasCount(0);
            org.assertj.core.api.Assertions.assertThat(page.context().cookies()).isEmpty();

            page.navigate(address.substring(0, address.length() - 3) + "AAA");
            assertThat(page.locator("main")).containsText("run out");
        } finally {
            crm.stop(0);
        }
    }

    /** 60 kB, as the requirement says: what a phone on a bad line waits for. */
    @Test
    void theCardPageIsLight() {
        Desk desk = new Desk(api, "light");
        desk.decide("D1");
        Page page = rita(Look.at(Browser.PHONE), desk);
        AtomicLong bytes = new AtomicLong();
        page.onRequestFinished((Request request) ->
                bytes.addAndGet(request.sizes().responseBodySize + request.sizes().responseHeadersSize));
        page.navigate("/deals/" + desk.subject("D1"));
        page.waitForLoadState();
        assertThat(bytes.get()).isPositive().isLessThan(60_000);
    }

    /** The deal is in another stage now, and decided anew. */
    private static void move(Desk desk, String stage) {
        api.time().pass(Duration.ofMinutes(1));
        desk.send("""
                {"source": "crm", "id": "to-%s", "type": "stage-change", "subject": {"kind": "deal", "id": "D1"},
                 "occurredAt": "%s", "data": {"stage": "%s"}}""".formatted(stage, api.time().instant(), stage));
        desk.decide("D1");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
