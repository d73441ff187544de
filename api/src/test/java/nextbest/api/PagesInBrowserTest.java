package nextbest.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import nextbest.api.Browser.Look;
import nextbest.identity.RepId;
import nextbest.store.Store;
import nextbest.store.security.Role;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every page, for each role that has it: nothing that axe finds, nothing that does not fit. */
@ExtendWith(BrowserHouse.class)
class PagesInBrowserTest {
    private static Browser browser;
    private static Desk desk;
    private static Desk empty;

    @BeforeAll
    static void start() {
        browser = BrowserHouse.browser();
        desk = new Desk(BrowserHouse.api(), "full");
        empty = new Desk(BrowserHouse.api(), "bare");
        desk.deliver();
        desk.decide("D2");
        Store store = BrowserHouse.api().part(Store.class);
        UUID training = store.retrainings().newId();
        assertThat(store.retrainings()
                        .train(desk.tenant.id(), training, "test", store.time().now()))
                .isEqualTo(1);
        store.productNews()
                .tell(
                        desk.tenant.id(),
                        Optional.empty(),
                        "New prices",
                        "test",
                        store.time().now());
    }

    /** The pages of each role. */
    private static Map<Role, List<String>> pages(Desk desk) {
        String deal = "/deals/" + desk.subject("D1");
        Map<Role, List<String>> pages = new LinkedHashMap<>();
        pages.put(
                Role.REP,
                List.of("/", "/my-day", deal, deal + "/why", "/deals/" + desk.subject("D3"), "/nowhere", "/login"));
        pages.put(Role.MANAGER, List.of("/", "/team", "/learning", "/my-day", "/reports/loop?by=rep", deal));
        pages.put(
                Role.PRODUCT_MANAGER,
                List.of(
                        "/reports/loop",
                        "/reports/loop?stage=DISCOVERY&by=month",
                        "/learning",
                        "/marketing",
                        "/names"));
        pages.put(
                Role.OPERATOR,
                List.of(
                        "/",
                        "/operations",
                        "/operations?q=pumps&only=trouble",
                        "/operations/people",
                        "/operations/calls",
                        "/operations/disagreements",
                        "/operations/drafting",
                        "/my-day",
                        deal + "/trail"));
        pages.put(Role.TOP_MANAGEMENT, List.of("/overview", "/reports/loop"));
        pages.put(Role.MARKETING, List.of("/", "/marketing"));
        return pages;
    }

    private static final int[] WIDTHS = {Browser.PHONE, Browser.SIDEBAR, 768, 1024, Browser.DESK};

    /** Axe looks at a page once; then the window is widened and the colours are turned, and nothing may be cut off. */
    @Test
    void everyPageCanBeUsedByEverybodyAndFitsFromThePhoneToTheDesk() {
        Set<String> looked = new HashSet<>();
        visit(desk, Look.at(Browser.PHONE).dark(), page -> {
            // what several roles have is looked at with the first
            if (looked.add(page.url())) {
                Browser.assertFitForEverybody(page);
            }
            for (int width : WIDTHS) {
                page.setViewportSize(width, 800);
                Browser.assertFits(page);
            }
        });
    }

    @Test
    void everyPageOfAnOrganisationWithoutCardsCanBeUsedByEverybody() {
        visit(empty, Look.at(Browser.PHONE), Browser::assertFitForEverybody);
    }

    @Test
    @Tag("long")
    void everyPageFitsAtEveryWidthInBothColourSchemes() {
        for (int width : WIDTHS) {
            visit(desk, Look.at(width), Browser::assertFitForEverybody);
            visit(desk, Look.at(width).dark(), Browser::assertFitForEverybody);
        }
    }

    private static void visit(Desk desk, Look look, Consumer<Page> check) {
        pages(desk).forEach((role, pages) -> {
            Optional<RepId> person =
                    role.isPersonOfSales() ? Optional.of(desk.rep(role == Role.REP ? "R" : "M")) : Optional.empty();
            Page page = browser.window(look, desk, role + "@" + desk.tenant.key() + ".example", role, person);
            for (String path : pages) {
                page.setViewportSize(look.width(), 800);
                assertThat(page.navigate(path).status()).as(path).isEqualTo(path.equals("/nowhere") ? 404 : 200);
                assertThat(page.locator("h1").count()).as(path).isEqualTo(1);
                assertThat(page.content()).as(path).doesNotContain("??");
                check.accept(page);
            }
            page.context().close();
        });
    }
}
