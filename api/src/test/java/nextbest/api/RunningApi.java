package nextbest.api;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import nextbest.activities.loop.LoopActivities;
import nextbest.activities.screening.ScreeningWork;
import nextbest.catalogue.Catalogue;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.engine.Engine;
import nextbest.identity.DecisionId;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.reading.MiniLm;
import nextbest.store.Store;
import nextbest.store.feedback.AnswerResult;
import nextbest.store.security.Role;
import nextbest.store.security.Tokens;
import nextbest.store.tenant.Tenants;
import nextbest.store.testing.TestPostgres;
import nextbest.time.BusinessClock;
import nextbest.workflows.Histories;
import nextbest.workflows.report.SendReportRequest;
import nextbest.workflows.report.SentReport;
import nextbest.workflows.screening.ScreeningPart;
import nextbest.workflows.subjectloop.DecideRequest;
import nextbest.workflows.subjectloop.DecideResult;
import nextbest.workflows.vendor.VendorRecordRequest;
import nextbest.workflows.vendor.VendorSurvey;
import nextbest.workflows.vendor.VendorSyncView;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API on a free port, over a PostgreSQL database of its own, at a time that the test sets. */
public final class RunningApi implements AutoCloseable {
    public static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    private final ConfigurableApplicationContext context;
    private final int port;

    private RunningApi(ConfigurableApplicationContext context) {
        this.context = context;
        this.port = Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    public static RunningApi start(String... properties) {
        return new RunningApi(new SpringApplicationBuilder(Api.Boot.class, TestStore.class, ApiConfiguration.class)
                .web(WebApplicationType.SERVLET)
                .properties(Map.of(
                        "server.port", "0",
                        "spring.main.banner-mode", "off",
                        "logging.level.root", "WARN"))
                .properties(properties)
                .run());
    }

    /** The time of a test. */
    public static final class TestTime implements InstantSource {
        private final AtomicReference<Instant> now = new AtomicReference<>(START);

        @Override
        public Instant instant() {
            return now.get();
        }

        public void pass(Duration duration) {
            now.updateAndGet(before -> before.plus(duration));
        }
    }

    /** Lines that lead nowhere: what they are told is noted. */
    public static final class NotedLines implements Lines {
        public final List<String> calls = new CopyOnWriteArrayList<>();

        @Override
        public void called(TenantId tenant, String source) {
            calls.add("called " + source);
        }

        @Override
        public void goOn(TenantId tenant, String source) {
            calls.add("go on " + source);
        }

        @Override
        public void stop(TenantId tenant, String source) {
            calls.add("stop " + source);
        }

        @Override
        public VendorSurvey survey(TenantId tenant, String source) {
            return new VendorSurvey(
                    "62515",
                    List.of(new VendorSurvey.Stage("closedwon", "Sales: Closed won", true, true, "won")),
                    Map.of(),
                    Map.of());
        }

        /** What a deal at a vendor is made to hold, by source, deal and field. */
        public final java.util.Map<String, String> records = new java.util.concurrent.ConcurrentHashMap<>();

        @Override
        public String record(VendorRecordRequest request) {
            String name = request.source() + "/" + request.deal() + "/" + request.field();
            if (!request.key().isEmpty()) {
                calls.add("change " + name + " " + request.from() + " -> " + request.to());
                if (!records.getOrDefault(name, "").equals(request.from())
                        && !records.getOrDefault(name, "").equals(request.to())) {
                    throw new nextbest.process.DealRecords.Refused("another value stands there now");
                }
                records.put(name, request.to());
            }
            return records.getOrDefault(name, "");
        }

        @Override
        public Optional<VendorSyncView> view(TenantId tenant, String source) {
            return Optional.empty();
        }
    }

    /** The loop's steps without workflows: answers and decisions at once, news only noted. */
    public static final class DirectLoops implements Loops {
        public final List<String> calls = new CopyOnWriteArrayList<>();
        private final Store store;
        private final LoopActivities steps;

        DirectLoops(Store store) {
            this.store = store;
            this.steps = new LoopActivities(
                    store.maker(), store.decisions(), store.attributions(), store.answers(), store.loops());
        }

        @Override
        public void decideAnew(TenantId tenant, Collection<SubjectId> subjects) {
            calls.add("anew " + subjects.size());
        }

        @Override
        public void presentAgain(TenantId tenant, Collection<SubjectId> subjects) {
            calls.add("present again " + subjects.size());
        }

        @Override
        public Histories.Search searchHistories(TenantId tenant, Predicate<String> wanted) {
            return new Histories.Search(0, 0, 0);
        }

        @Override
        public void decideAll(TenantId tenant) {}

        @Override
        public void control(TenantId tenant, SubjectId subject, Command command) {}

        @Override
        public void controlAll(TenantId tenant, Command command) {}

        /** All steps at once; the loops are not told. */
        @Override
        public void screen(TenantId tenant, UUID screening) {
            ScreeningWork work = new ScreeningWork(store, (t, s) -> {}, () -> Model.LOADED, () -> {});
            ScreeningPart all = new ScreeningPart(tenant.value(), screening, null, 100_000);
            var read = work.readDocuments(all);
            var screened = work.screenClients(all);
            assert !read.more() && screened.after() == null;
            work.close(all);
        }

        /** The sentence model, loaded when it is first needed. */
        private static final class Model {
            static final MiniLm LOADED = MiniLm.load();
        }

        @Override
        public void train(TenantId tenant, String reason) {
            calls.add("train " + tenant);
        }

        @Override
        public void reportsChanged(TenantId tenant) {
            calls.add("reports changed");
        }

        @Override
        public Optional<SentReport> sendReport(SendReportRequest request) {
            calls.add("report to " + request.reader());
            return Optional.of(new SentReport("delivered"));
        }

        @Override
        public Reconciled reconcile(TenantId tenant, boolean rebuild) {
            calls.add((rebuild ? "rebuild " : "reconcile ") + tenant);
            return new Reconciled(0, 0, 0, 0, 0, 0, 0, List.of(), 0, List.of(), List.of());
        }

        @Override
        public void tell(TenantId tenant) {
            calls.add("news of " + tenant);
        }

        @Override
        public AnswerResult answer(
                TenantId tenant,
                SubjectId subject,
                nextbest.outcome.Answer answer,
                Optional<RepId> by,
                String channel,
                String actor) {
            return store.answers().record(tenant, answer, by, channel, actor);
        }

        @Override
        public Optional<DecisionId> decideNow(TenantId tenant, SubjectId subject, String correlationId) {
            DecideResult result = steps.decide(new DecideRequest(
                    tenant.value(),
                    subject.value(),
                    store.ids().next(),
                    store.ids().next(),
                    "asked",
                    correlationId,
                    store.time().now()));
            return Optional.ofNullable(result.decision()).map(DecisionId::new);
        }

        @Override
        public void clockSet(BusinessClock clock) {
            calls.add("clock");
        }
    }

    /** The store over the test's database. */
    static class TestStore {
        @Bean
        TestTime testTime() {
            return new TestTime();
        }

        @Bean
        TestPostgres postgres() {
            return TestPostgres.fresh();
        }

        /** As a program has it: so that its figures are measured. */
        @Bean(destroyMethod = "")
        HikariDataSource connections(TestPostgres postgres) {
            return postgres.source();
        }

        @Bean
        Statements statements() {
            return new Statements();
        }

        @Bean
        Store store(TestPostgres postgres, TestTime time, Statements statements) {
            Catalogue standard = CatalogueReader.standard();
            return Store.on(statements.over(postgres.source()), time, tenant -> standard, Engine.current());
        }

        @Bean
        DirectLoops loops(Store store) {
            return new DirectLoops(store);
        }

        @Bean
        NotedLines lines() {
            return new NotedLines();
        }
    }

    public <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    public TestTime time() {
        return part(TestTime.class);
    }

    /** Every endpoint of ours, as {@code METHOD /path}. */
    public SortedSet<String> endpoints() {
        SortedSet<String> endpoints = new TreeSet<>();
        context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, method) -> {
                    if (method.getBeanType().getName().startsWith("nextbest.")) {
                        for (String path : mapping.getPatternValues()) {
                            mapping.getMethodsCondition().getMethods().forEach(m -> endpoints.add(m + " " + path));
                        }
                    }
                });
        return endpoints;
    }

    public String address() {
        return "http://localhost:" + port;
    }

    public Tenants.Tenant tenant(String key) {
        return part(Store.class).tenants().create(key, "The " + key + " company", "EUR", "Europe/Berlin");
    }

    public String token(Tenants.Tenant tenant, Role role) {
        return token(tenant, role, Optional.empty());
    }

    public String token(Tenants.Tenant tenant, Role role, Optional<RepId> rep) {
        return part(Tokens.class)
                .issue(tenant.id(), role + " of " + tenant.key(), role, rep, Optional.empty())
                .secret();
    }

    /** An answer of the server. */
    public record Answer(int status, String text, Map<String, List<String>> headers) {
        public JsonNode json() {
            return JSON.readTree(text);
        }

        public Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(h -> h.getKey().equalsIgnoreCase(name))
                    .map(h -> h.getValue().getFirst())
                    .findFirst();
        }
    }

    /** JSON as a tree. */
    public JsonNode json(String text) {
        return JSON.readTree(text);
    }

    public Asking get(String path) {
        return new Asking("GET", path);
    }

    public Asking post(String path) {
        return new Asking("POST", path);
    }

    public Asking ask(String method, String path) {
        return new Asking(method, path);
    }

    /** A request in the making. */
    public final class Asking {
        private final String method;
        private final String path;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private byte[] body = new byte[0];

        private Asking(String method, String path) {
            this.method = method;
            this.path = path;
        }

        public Asking as(String token) {
            return header("Authorization", "Bearer " + token);
        }

        public Asking header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        public Asking json(String json) {
            body = json.getBytes(StandardCharsets.UTF_8);
            return header("Content-Type", "application/json");
        }

        public Asking form(String form) {
            body = form.getBytes(StandardCharsets.UTF_8);
            return header("Content-Type", "application/x-www-form-urlencoded");
        }

        public Asking bytes(String type, byte[] bytes) {
            body = bytes;
            return header("Content-Type", type);
        }

        public Answer send() {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path))
                    .method(
                            method,
                            body.length == 0
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofByteArray(body));
            headers.forEach(request::header);
            try {
                HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
                return new Answer(
                        response.statusCode(),
                        response.body(),
                        response.headers().map());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        var connections = part(TestPostgres.class).source();
        context.close();
        connections.close();
    }
}
