package nextbest.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.api.Browser.Look;
import nextbest.identity.RepId;
import nextbest.store.security.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every page, for each role that has it: nothing that axe finds, nothing that does not fit. */
class PagesInBrowserTest {
    private static RunningApi api;
    private static Browser browser;
    private static Desk desk;
    private static Desk empty;

    @BeforeAll
    static void start() {
        api = RunningApi.start();
        browser = Browser.open(api);
        desk = new Desk(api, "full");
        empty = new Desk(api, "bare");
        desk.deliver();
        desk.decide("D2");
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        api.close();
    }

    /** The pages of each role. */
    private static Map<Role, List<String>> pages(Desk desk) {
        String deal = "/deals/" + desk.subject("D1");
        Map<Role, List<String>> pages = new LinkedHashMap<>();
        pages.put(
                Role.REP,
                List.of("/", "/my-day", deal, deal + "/why", "/deals/" + desk.subject("D3"), "/nowhere", "/login"));
        pages.put(Role.MANAGER, List.of("/", "/team", "/my-day", "/reports/loop?by=rep", deal));
        pages.put(Role.PRODUCT_MANAGER, List.of("/reports/loop", "/reports/loop?stage=DISCOVERY&by=month"));
        pages.put(Role.OPERATOR, List.of("/", "/operations", "/operations?q=pumps&only=trouble", "/my-day"));
        pages.put(Role.TOP_MANAGEMENT, List.of("/overview", "/reports/loop"));
        pages.put(Role.MARKETING, List.of("/"));
        return pages;
    }

    @Test
    void everyPageFitsOnAPhone() {
        visit(desk, Look.at(Browser.PHONE).dark());
    }

    @Test
    void everyPageFitsOnADesk() {
        visit(desk, Look.at(Browser.DESK));
    }

    @Test
    void everyPageOfAnOrganisationWithoutCardsFits() {
        visit(empty, Look.at(Browser.PHONE));
    }

    @Test
    @Tag("long")
    void everyPageFitsAtEveryWidthInBothColourSchemes() {
        for (int width : new int[] {Browser.PHONE, Browser.SIDEBAR, 768, 1024, Browser.DESK}) {
            visit(desk, Look.at(width));
            visit(desk, Look.at(width).dark());
        }
    }

    private static void visit(Desk desk, Look look) {
        pages(desk).forEach((role, pages) -> {
            Optional<RepId> person =
                    role.isPersonOfSales() ? Optional.of(desk.rep(role == Role.REP ? "R" : "M")) : Optional.empty();
            Page page = browser.window(look, desk, role + "@" + desk.tenant.key() + ".example", role, person);
            for (String path : pages) {
                assertThat(page.navigate(path).status()).as(path).isEqualTo(path.equals("/nowhere") ? 404 : 200);
                assertThat(page.locator("h1").count()).as(path).isEqualTo(1);
                assertThat(page.content()).as(path).doesNotContain("??");
                Browser.assertFitForEverybody(page);
            }
            page.context().close();
        });
    }
}
