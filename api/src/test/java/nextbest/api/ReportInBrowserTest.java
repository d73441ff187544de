package nextbest.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import nextbest.api.Browser.Look;
import nextbest.store.Store;
import nextbest.store.security.Role;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The loop report in the hands of product management: narrowed down, on paper, with alerts. */
@ExtendWith(BrowserHouse.class)
class ReportInBrowserTest {
    private static Browser browser;
    private static Desk desk;

    @BeforeAll
    static void start() {
        browser = BrowserHouse.browser();
        desk = new Desk(BrowserHouse.api(), "meeting");
        desk.deliver();
        desk.decide("D2");
        talkAbout("pumps", "D1");
        alert();
    }

    @Test
    void aTopicNarrowsTheReportDownByKeyboardAlone() {
        Page page = product(Look.at(Browser.DESK));
        page.navigate("/reports/loop");
        // two deals were decided, and one of them talked about pumps
        assertThat(decisions(page)).hasText("2");
        page.locator("select[name=topic]").focus();
        page.keyboard().type("pumps");
        page.locator(".filters button[type=submit]").focus();
        page.keyboard().press("Enter");
        page.waitForURL(url -> url.contains("topic=pumps"));
        assertThat(decisions(page)).hasText("1");
        assertThat(page.locator("select[name=topic]")).hasValue("pumps");
        assertThat(page.locator("a[href*='loop.csv']").first().getAttribute("href"))
                .contains("topic=pumps");
        Browser.assertFitForEverybody(page);
    }

    @Test
    void onPaperTheReportStandsAloneInLightColoursAndSaysWhatItWasNarrowedDownTo() {
        Page page = product(Look.at(Browser.DESK).dark());
        page.navigate("/reports/loop?topic=pumps");
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT).setColorScheme(ColorScheme.DARK));
        for (String hidden : new String[] {".top", ".filters", ".answer-form", ".tools"}) {
            assertThat(page.locator(hidden).first()).isHidden();
        }
        assertThat(page.locator(".onlyprint").first()).isVisible();
        assertThat(page.locator(".head .soft")).containsText("pumps");
        assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(255, 255, 255)");
        assertThat(new String(page.pdf(), 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
    }

    @Test
    void theNumbersOfEachChartCanBeHadAsAFile() {
        Page page = product(Look.at(Browser.DESK));
        page.navigate("/reports/loop");
        for (String chart : new String[] {"WEEKS", "REPS", "REASONS", "ENGINE"}) {
            String address = page.locator("a[href*='chart=" + chart + "']").getAttribute("href");
            var file = page.request().get(address);
            assertThat(file.headers().get("content-type")).contains("text/csv");
            assertThat(file.text().lines().findFirst().orElseThrow()).contains("\",\"");
        }
    }

    @Test
    void anAlertIsAnsweredWithoutScript() {
        Page page = product(Look.at(Browser.PHONE).withoutScript());
        page.navigate("/reports/loop");
        assertThat(page.locator("#alerts")).containsText("Clients talk more about \"valves\": 9 texts");
        page.locator("#alerts summary").first().click();
        page.locator("#alerts textarea").fill("A note on valves in May");
        page.locator("#alerts button[value=ADOPTED]").click();
        page.locator("#alerts summary").last().click();
        assertThat(page.locator("#alerts")).containsText("A note on valves in May");
        assertThat(page.locator("#alerts form")).hasCount(0);
    }

    private static com.microsoft.playwright.Locator decisions(Page page) {
        return page.locator(".facts div:has(dt:text-is('Decisions')) b");
    }

    private static Page product(Look look) {
        return browser.window(look, desk, "paula@meeting.example", Role.PRODUCT_MANAGER, Optional.empty());
    }

    /** As if a mail of the deal's client had been read. */
    private static void talkAbout(String topic, String deal) {
        Store store = BrowserHouse.api().part(Store.class);
        UUID tenant = desk.tenant.id().value();
        UUID document = store.ids().next();
        String now = store.time().now().toString();
        store.database().doInTenant(desk.tenant.id(), transaction -> {
            transaction.execute(
                    "insert into document (tenant, id, subject_id, kind, occurred_at, known_at, source, event_id)"
                            + " values (?, ?, cast(? as uuid), 'EMAIL', ?::timestamptz, ?::timestamptz, 'crm', 'mail-1')",
                    tenant,
                    document,
                    desk.subject(deal),
                    now,
                    now);
            transaction.execute(
                    "insert into passage (tenant, document_id, position, body) values (?, ?, 1, 'pumps')",
                    tenant,
                    document);
            transaction.execute(
                    "insert into topic_mention (tenant, document_id, position, topic, strength, terms, corrected, words_only)"
                            + " values (?, ?, 1, ?, 1, '{}', false, true)",
                    tenant,
                    document,
                    topic);
        });
    }

    private static void alert() {
        Store store = BrowserHouse.api().part(Store.class);
        store.database()
                .doInTenant(
                        desk.tenant.id(),
                        transaction -> transaction.execute(
                                "insert into product_alert (tenant, id, kind, about, on_day, evidence)"
                                        + " values (?, ?, 'TOPIC_RISES', 'valves', '2026-03-01', '{\"documentsLately\": 9, \"documentsBefore\": 2}')",
                                desk.tenant.id().value(),
                                store.ids().next()));
    }
}
