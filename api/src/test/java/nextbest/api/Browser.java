package nextbest.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import nextbest.api.security.Passwords;
import nextbest.identity.RepId;
import nextbest.store.security.Accounts;
import nextbest.store.security.Role;
import nextbest.store.security.Tokens;
import org.junit.jupiter.api.Assumptions;

/** The system's Chromium. Tests that need it are skipped, and say so, where there is none. */
final class Browser implements AutoCloseable {
    static final int PHONE = 360;
    static final int SIDEBAR = 420;
    static final int DESK = 1440;

    private static final String PASSWORD = "correct horse battery";
    private static final List<String> PLACES = List.of(
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;
    private final RunningApi api;

    private Browser(Playwright playwright, com.microsoft.playwright.Browser browser, RunningApi api) {
        this.playwright = playwright;
        this.browser = browser;
        this.api = api;
    }

    static Browser open(RunningApi api) {
        Path program = program();
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new Browser(
                playwright,
                playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(program)
                                .setArgs(List.of("--no-sandbox"))),
                api);
    }

    static Path program() {
        Optional<Path> found = Stream.concat(
                        Optional.ofNullable(System.getenv("NEXTBEST_CHROMIUM")).stream(), PLACES.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(
                found.isPresent(),
                "these tests need Chromium; install it, or name the program in NEXTBEST_CHROMIUM; looked at " + PLACES);
        return found.orElseThrow();
    }

    /** How a person looks at pages. */
    record Look(int width, ColorScheme colours, boolean script) {
        static Look at(int width) {
            return new Look(width, ColorScheme.LIGHT, true);
        }

        Look dark() {
            return new Look(width, ColorScheme.DARK, script);
        }

        Look withoutScript() {
            return new Look(width, colours, false);
        }
    }

    /** A window of somebody who is not known yet. */
    Page window(Look look) {
        BrowserContext context = browser.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setBaseURL(api.address())
                .setViewportSize(look.width(), 800)
                .setColorScheme(look.colours())
                .setJavaScriptEnabled(look.script()));
        context.setDefaultTimeout(15_000);
        return context.newPage();
    }

    /** A window of somebody who has a session. */
    Page window(Look look, Desk desk, String login, Role role, Optional<RepId> rep) {
        Page page = window(look);
        String session = api.part(Tokens.class)
                .issue(desk.tenant.id(), "session of " + login, role, rep, Optional.empty())
                .secret();
        page.context().addCookies(List.of(new Cookie("nextbest_session", session).setUrl(api.address())));
        return page;
    }

    /** A window of somebody who logs in by the log-in page, by keyboard. */
    Page logIn(Look look, Desk desk, String login, Role role, Optional<RepId> rep) {
        account(desk, login, role, rep);
        Page page = window(look);
        page.navigate("/login");
        // the first field takes the focus a moment after the page has loaded; what is typed before that is lost
        assertThat(page.locator("input[name=login]")).isFocused();
        page.keyboard().type(login);
        page.keyboard().press("Tab");
        assertThat(page.locator("input[name=password]")).isFocused();
        page.keyboard().type(PASSWORD);
        page.keyboard().press("Enter");
        page.waitForURL(url -> !url.contains("/login"));
        return page;
    }

    private void account(Desk desk, String login, Role role, Optional<RepId> rep) {
        api.part(Accounts.class)
                .put(new Accounts.Account(
                        login, desk.tenant.id(), api.part(Passwords.class).hash(PASSWORD), role, rep));
    }

    /** Asserts that the page can be used by everybody: nothing that axe finds, nothing cut off at the side. */
    static void assertFitForEverybody(Page page) {
        List<String> found = new ArrayList<>();
        // our pages have no frames; without the old way axe would open another page for each look
        for (Rule rule : new AxeBuilder(page).setLegacyMode(true).analyze().getViolations()) {
            found.add(rule.getId() + ": " + rule.getHelp() + " at " + rule.getNodes());
        }
        assertThat(found).as("%s", page.url()).isEmpty();
        assertFits(page);
    }

    /** Asserts that nothing is cut off at the side. */
    static void assertFits(Page page) {
        Object overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(((Number) overflow).intValue())
                .as("%s at %s is wider than the window, by pixels", page.url(), page.viewportSize().width)
                .isLessThanOrEqualTo(0);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
