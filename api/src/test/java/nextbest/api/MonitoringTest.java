package nextbest.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Alerts and dashboards read metrics that there are, and each alert says what to do. */
class MonitoringTest {
    private static final Path INFRA = Path.of("..", "infra");
    private static final Path RUNBOOKS = Path.of("..", "docs", "runbooks");
    /** What a scraper adds of itself. */
    private static final Set<String> OF_THE_SCRAPER = Set.of("up");

    private static RunningApi api;
    private static Desk desk;
    private static Set<String> served;

    @BeforeAll
    static void start() throws InterruptedException {
        api = RunningApi.start();
        desk = new Desk(api, "watched");
        desk.deliver();
        // one of each kind that an expression may ask for
        var _ = api.post("/api/v1/events")
                .as(desk.integration)
                .json("{\"events\": [{}]}")
                .send();
        long end = System.nanoTime() + 60_000_000_000L;
        do {
            Thread.sleep(500);
            served = metrics(scrape());
        } while (!served.contains("nextbest_cards") && System.nanoTime() < end);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static String scrape() {
        return api.get("/actuator/prometheus").as(desk.operator).send().text();
    }

    private static Set<String> metrics(String scraped) {
        return scraped.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void onlyOperatorsReadMetrics() {
        assertThat(api.get("/actuator/prometheus").send().status()).isEqualTo(401);
        assertThat(api.get("/actuator/prometheus").as(desk.mara).send().status())
                .isEqualTo(403);
    }

    @Test
    void everyMetricThatAnAlertOrADashboardReadsIsThere() throws IOException {
        List<String> expressions = new ArrayList<>();
        rules().forEach(rule -> expressions.add((String) rule.get("expr")));
        try (Stream<Path> files = Files.list(INFRA.resolve("dashboards"))) {
            for (Path file : files.toList()) {
                api.json(Files.readString(file))
                        .get("panels")
                        .forEach(panel -> panel.get("targets")
                                .forEach(target ->
                                        expressions.add(target.get("expr").asString())));
            }
        }
        assertThat(expressions).hasSizeGreaterThan(20);
        Set<String> read =
                expressions.stream().flatMap(e -> namesIn(e).stream()).collect(Collectors.toCollection(TreeSet::new));
        // an outbox that is empty has no series yet; this organisation's card was shown on a page
        read.remove("nextbest_outbox");
        assertThat(served).containsAll(read);
        // and the check itself can fail
        assertThat(served).doesNotContainAnyElementsOf(namesIn("rate(nextbest_no_such_thing_total[5m]) > 1"));
    }

    /** Names before a brace, a bracket or an operator; functions stand before a parenthesis, labels in braces or after by. */
    private static Set<String> namesIn(String expression) {
        String bare = expression.replaceAll("\\{[^}]*}", "{}").replaceAll("\\b(by|on|without) \\([^)]*\\)", "");
        Matcher names =
                Pattern.compile("\\b([a-z][a-z0-9_]*[a-z0-9])\\b(?!\\s*\\()").matcher(bare);
        Set<String> found = new TreeSet<>();
        while (names.find()) {
            String name = names.group(1);
            boolean duration = bare.startsWith("[", Math.max(0, names.start() - 1));
            if (!duration && !OF_THE_SCRAPER.contains(name) && name.contains("_")) {
                found.add(name);
            }
        }
        return found;
    }

    @Test
    void everyAlertHasARunbookAndEveryRunbookAnAlert() throws IOException {
        Set<String> alerts = new TreeSet<>();
        for (Map<String, Object> rule : rules()) {
            String name = (String) rule.get("alert");
            alerts.add(name + ".md");
            assertThat(((Map<?, ?>) rule.get("annotations")).get("runbook")).isEqualTo("docs/runbooks/" + name + ".md");
            assertThat(Files.readString(RUNBOOKS.resolve(name + ".md")))
                    .startsWith("# " + name)
                    .contains("## Look", "## Do");
        }
        try (Stream<Path> files = Files.list(RUNBOOKS)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(alerts);
        }
    }

    @SuppressWarnings("unchecked") // YAML has no types
    private static List<Map<String, Object>> rules() throws IOException {
        Map<String, Object> file = new Yaml().load(Files.readString(INFRA.resolve("alerts.yaml")));
        return ((List<Map<String, Object>>) file.get("groups"))
                .stream()
                        .flatMap(group -> ((List<Map<String, Object>>) group.get("rules")).stream())
                        .toList();
    }
}
