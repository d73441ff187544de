package nextbest.api;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Makes the pictures of the handbook from a running demo; {@code docs/handbook/make-pictures} runs it. */
class HandbookPictures {
    private static final String URL = System.getProperty("nextbest.pictures.url", "");
    private static final String PASSWORD = System.getProperty("nextbest.pictures.password", "");
    private static final Path FOLDER =
            Path.of(System.getProperty("nextbest.pictures.folder", "../docs/handbook/pictures"));

    @Test
    void makeThem() throws IOException {
        Assumptions.assumeFalse(URL.isEmpty(), "no demo was named with -Dnextbest.pictures.url");
        Files.createDirectories(FOLDER);
        try (Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(nextbest.api.Browser.program())
                                .setArgs(List.of("--no-sandbox")))) {
            Page rep = in(browser, "rep", 1180, 820, ColorScheme.LIGHT);
            rep.navigate(URL + "/my-day");
            shoot(rep, "my-day");
            String card = URL + rep.locator("a.deal").first().getAttribute("href");
            rep.navigate(card);
            shoot(rep, "card");
            rep.navigate(card + "/why");
            shoot(rep, "why");
            Page phone = in(browser, "rep", 390, 844, ColorScheme.DARK);
            phone.navigate(card);
            shoot(phone, "card-phone");
            picture(browser, "manager", "/team", "team");
            Page report = in(browser, "product", 1180, 1240, ColorScheme.LIGHT);
            report.navigate(URL + "/reports/loop");
            shoot(report, "report");
            Page mail = in(browser, "product", 700, 1180, ColorScheme.LIGHT);
            mail.navigate(URL + "/mailbox");
            mail.locator("a", new Page.LocatorOptions().setHasText("The loop,"))
                    .first()
                    .click();
            shoot(mail, "report-mail");
            picture(browser, "product", "/marketing", "marketing");
            picture(browser, "manager", "/learning", "learning");
            picture(browser, "operator", "/operations", "operations");
            picture(browser, "operator", "/operations/drafting", "drafting");
            picture(browser, "operator", "/operations/people", "people");
            picture(browser, "management", "/overview", "overview");
        }
    }

    private static void picture(Browser browser, String who, String path, String name) {
        Page page = in(browser, who, 1180, 820, ColorScheme.LIGHT);
        page.navigate(URL + path);
        shoot(page, name);
        page.context().close();
    }

    private static Page in(Browser browser, String who, int width, int height, ColorScheme colours) {
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(colours));
        Page page = context.newPage();
        page.navigate(URL + "/login");
        page.locator("[name=login]").fill(who);
        page.locator("[name=password]").fill(PASSWORD);
        page.locator("button.primary").click();
        page.waitForURL(url -> !url.contains("/login"));
        return page;
    }

    private static void shoot(Page page, String name) {
        page.waitForLoadState();
        page.screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve(name + ".png")));
    }
}
