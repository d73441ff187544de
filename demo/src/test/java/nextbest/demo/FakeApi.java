package nextbest.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.event.EventType;
import nextbest.event.InvalidEvent;
import nextbest.identity.DecisionId;
import nextbest.outcome.Answer;
import nextbest.outcome.DismissReason;
import nextbest.outcome.KeepBackReason;
import nextbest.outcome.RepDisposition;
import tools.jackson.databind.json.JsonMapper;

/**
 * Behaves as the API is described, with a business clock that stands still between requests and runs when somebody sleeps.
 * What a caller must not do is kept in {@link #offences}.
 */
final class FakeApi implements Pace, AutoCloseable {
    static final String OPERATOR = "operator-token";
    static final String INTEGRATION = "integration-token";
    private static final Instant START = Instant.parse("2026-03-02T06:00:00Z");
    private static final Duration CARD_LIVES = Duration.ofHours(40);

    final List<String> offences = new ArrayList<>();
    final Map<String, Map<String, Object>> events = new LinkedHashMap<>();
    final TreeMap<String, Integer> answers = new TreeMap<>();
    double rate = SimulationOptions.standard().rateFor(Duration.ofSeconds(100));
    boolean shadow;
    boolean stumbles;

    private final JsonMapper json = JsonMapper.builder().build();
    private final HttpServer server;
    private final Set<String> subjects = new HashSet<>();
    private final Set<String> closed = new HashSet<>();
    private final Map<String, String> feedback = new HashMap<>();
    private final Map<String, String> dealOf = new HashMap<>();
    private final Map<String, String> repOf = new HashMap<>();
    private final Map<String, Instant> madeAt = new HashMap<>();
    private final Set<String> delivered = new HashSet<>();
    private volatile long nanos;
    private int requests;
    private String alertAnswer = "";
    final Map<String, String> productAnswers = new HashMap<>();

    FakeApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public synchronized void sleep(Duration time) {
        nanos += time.toNanos();
    }

    Instant now() {
        return START.plusMillis((long) (nanos / 1e6 * rate));
    }

    private record Reply(int status, Object body) {
        static Reply problem(int status, String kind) {
            return new Reply(
                    status,
                    Map.of("type", "urn:nextbest:problem:" + kind, "status", status, "detail", "because of the test"));
        }
    }

    private synchronized void handle(HttpExchange exchange) {
        try (exchange) {
            nanos += Duration.ofMillis(3).toNanos();
            requests++;
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Reply reply = reply(exchange, body);
            if (reply.status() == 429) {
                exchange.getResponseHeaders().add("Retry-After", "1");
            }
            byte[] bytes = json.writeValueAsBytes(reply.body());
            exchange.sendResponseHeaders(reply.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            offences.add("the test server failed: " + e);
            throw e;
        }
    }

    private Reply reply(HttpExchange exchange, String body) {
        String token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                .replace("Bearer ", "");
        if (!token.equals(OPERATOR) && !token.equals(INTEGRATION) && !token.startsWith("rep:")) {
            return Reply.problem(401, "unauthenticated");
        }
        if (stumbles && requests % 23 == 0) {
            return Reply.problem(503, "unavailable");
        }
        if (stumbles && requests % 31 == 0) {
            return Reply.problem(429, "too-many-requests");
        }
        String path = exchange.getRequestURI().getPath();
        String what = exchange.getRequestMethod() + " " + path;
        Reply reply = switch (what) {
            case "POST /api/v1/tokens" ->
                token.equals(OPERATOR)
                        ? new Reply(201, Map.of("token", "rep:" + read(body).get("rep")))
                        : Reply.problem(403, "forbidden");
            case "GET /api/v1/clock" ->
                new Reply(200, Map.of("now", now().toString(), "rate", rate, "real", rate == 1));
            case "PUT /api/v1/stages" -> new Reply(200, read(body));
            case "POST /api/v1/events" -> take(read(body));
            case "GET /api/v1/catalogue" -> new Reply(200, catalogue());
            case "PUT /api/v1/ontology" -> new Reply(200, Map.of("version", 1, "concepts", 12));
            case "POST /api/v1/screenings" -> new Reply(200, Map.of("clients", 12, "proposed", 30));
            case "GET /api/v1/product-candidates" ->
                new Reply(200, candidates(exchange.getRequestURI().getQuery()));
            case "POST /api/v1/product-answers" -> productAnswer(read(body));
            case "GET /api/v1/reports/products" ->
                new Reply(200, Map.of("lines", List.of(Map.of("key", "Energy management", "proposed", 9))));
            case "GET /api/v1/product-alerts" ->
                new Reply(200, Map.of("alerts", List.of(Map.of("id", "alert-1", "kind", "KEPT_BACK_RISES"))));
            case "POST /api/v1/product-alert-answers" -> {
                alertAnswer = String.valueOf(read(body).get("text"));
                yield new Reply(200, Map.of());
            }
            case "GET /api/v1/reports/loop" -> new Reply(200, Map.of("rep", answers));
            default -> {
                if (path.startsWith("/api/v1/subjects/")) {
                    yield subject(path.substring("/api/v1/subjects/".length()), token);
                }
                yield path.startsWith("/api/v1/decisions/")
                        ? decision(token, path.substring("/api/v1/decisions/".length()), read(body), body)
                        : Reply.problem(404, "not-found");
            }
        };
        // carried out, and the answer is lost: the sender has to come again with the same bytes
        return stumbles && requests % 41 == 0 && what.startsWith("POST") ? Reply.problem(500, "internal") : reply;
    }

    private Map<String, Object> candidates(String query) {
        Map<String, Object> candidate = new HashMap<>(Map.of(
                "id",
                query,
                "name",
                "Energy management",
                "disposition",
                "PROPOSED",
                "rep",
                "NO_ANSWER",
                "passages",
                List.of(Map.of("passage", "their electricity bill"))));
        if (!alertAnswer.isEmpty()) {
            candidate.put("productTeam", "ADOPTED: " + alertAnswer);
        }
        return Map.of("candidates", List.of(candidate));
    }

    private Reply productAnswer(Map<String, Object> answer) {
        String before =
                productAnswers.put(String.valueOf(answer.get("candidate")), String.valueOf(answer.get("disposition")));
        boolean byClient = !List.of("PRESENTED", "KEPT_BACK").contains(answer.get("disposition"));
        if (byClient
                && !"PRESENTED".equals(before)
                && !answer.get("disposition").equals(before)) {
            offences.add("a client answered what it was not shown: " + answer);
        }
        if ("KEPT_BACK".equals(answer.get("disposition")) && answer.get("reason") == null) {
            offences.add("kept back without a reason: " + answer);
        }
        return new Reply(200, answer);
    }

    private Map<String, Object> read(String body) {
        @SuppressWarnings("unchecked") // JSON objects have text keys
        Map<String, Object> map = json.readValue(body, Map.class);
        return map;
    }

    private static Map<String, Object> catalogue() {
        return Map.of(
                "actions",
                CatalogueReader.standard().actions().values().stream()
                        .map(a ->
                                Map.of("key", a.key(), "category", a.category().key()))
                        .toList());
    }

    private Reply take(Map<String, Object> batch) {
        int accepted = 0;
        int duplicates = 0;
        List<Map<String, Object>> results = new ArrayList<>();
        List<?> items = (List<?>) batch.get("events");
        if (items.size() > 1_000) {
            offences.add("a batch of " + items.size() + " events");
        }
        for (Object item : items) {
            @SuppressWarnings("unchecked") // JSON objects have text keys
            Map<String, Object> event = (Map<String, Object>) item;
            Map<String, Object> before = events.putIfAbsent(EventReading.text(event, "id"), event);
            Optional<String> refusal = before == null
                    ? refusalOf(event)
                    : before.equals(event) ? Optional.empty() : Optional.of("id used twice");
            if (refusal.isPresent()) {
                offences.add("event " + event.get("id") + ": " + refusal.get());
                results.add(Map.of("id", event.get("id"), "status", "refused", "violations", List.of(refusal.get())));
            } else if (before != null) {
                duplicates++;
            } else {
                accepted++;
                store(event);
            }
        }
        return new Reply(
                200,
                Map.of("accepted", accepted, "duplicates", duplicates, "refused", results.size(), "results", results));
    }

    private Optional<String> refusalOf(Map<String, Object> event) {
        try {
            var _ = EventReading.read(event);
        } catch (InvalidEvent e) {
            return Optional.of(e.getMessage());
        }
        return EventReading.at(event).isAfter(now())
                ? Optional.of("happens at " + EventReading.at(event) + ", but it is " + now())
                : Optional.empty();
    }

    private void store(Map<String, Object> event) {
        EventReading.subject(event).ifPresent(subject -> {
            EventType type = EventReading.type(event);
            if (closed.contains(subject.id())) {
                offences.add("event " + event.get("id") + " about a deal that has ended");
            }
            subjects.add(subject.id());
            if (type == EventType.DEAL && EventReading.field(event, "rep") instanceof String rep) {
                repOf.put(subject.id(), rep);
            }
            if (type == EventType.OUTCOME) {
                closed.add(subject.id());
            }
        });
    }

    private Reply subject(String path, String token) {
        String id = path.replace("/card", "");
        if (!id.startsWith("demo:") || !subjects.contains(id.substring(5))) {
            return Reply.problem(404, "not-found");
        }
        String deal = id.substring(5);
        if (!path.endsWith("/card")) {
            return new Reply(200, Map.of("id", id));
        }
        if (closed.contains(deal)) {
            return Reply.problem(409, "deal-closed");
        }
        String decision = decisionOf(deal).toString();
        if (!repOf.get(deal).equals(token.substring(token.lastIndexOf(':') + 1)) && token.startsWith("rep:")) {
            offences.add(token + " looks at " + deal + " of " + repOf.get(deal));
        }
        if (token.startsWith("rep:") && shadow) {
            return Reply.problem(409, "not-live");
        }
        if (token.startsWith("rep:")) {
            delivered.add(decision);
        }
        dealOf.put(decision, deal);
        madeAt.putIfAbsent(decision, now());
        List<Map<String, Object>> positions =
                List.of(position(1, "send-roi-calculator", decision), position(2, "generate-quote", decision));
        Map<String, Object> card =
                new HashMap<>(Map.of("createdAt", madeAt.get(decision).toString()));
        card.putAll(Map.of(
                "decision",
                decision,
                "state",
                isDelivered(decision) ? "DELIVERED" : "DRAFTED",
                "shadow",
                shadow,
                "points",
                70 + deal.length(),
                "urgency",
                "MEDIUM",
                "title",
                "Do it",
                "alternatives",
                List.of(Map.of("position", 2, "title", "Do something else")),
                "positions",
                positions));
        return new Reply(200, card);
    }

    /** By a look of the rep; of what nobody looks at, half goes out by mail. */
    private boolean isDelivered(String decision) {
        return delivered.contains(decision) || (!shadow && decision.charAt(0) < '8');
    }

    private Map<String, Object> position(int number, String action, String decision) {
        Map<String, Object> position = new HashMap<>(Map.of("position", number, "action", action));
        if (isDelivered(decision)) {
            boolean answered = feedback.keySet().stream().anyMatch(id -> id.contains(decision + ":" + number));
            position.put("rep", answered ? "ACCEPTED" : "VIEWED");
        }
        return position;
    }

    /** A new one every {@link #CARD_LIVES}; the one before is superseded. */
    private UUID decisionOf(String deal) {
        long number = Duration.between(START, now()).dividedBy(CARD_LIVES);
        return UUID.nameUUIDFromBytes((deal + "#" + number).getBytes(StandardCharsets.UTF_8));
    }

    private Reply decision(String token, String path, Map<String, Object> fields, String body) {
        String decision = path.substring(0, 36);
        String deal = dealOf.get(decision);
        if (deal == null) {
            return Reply.problem(404, "not-found");
        }
        if (token.equals(OPERATOR)) {
            return Reply.problem(403, "forbidden");
        }
        if (!isDelivered(decision)) {
            return Reply.problem(409, "not-delivered");
        }
        if (path.endsWith("/client")) {
            return new Reply(200, Map.of());
        }
        String id = (String) fields.get("id");
        String before = feedback.get(id);
        if (before != null) {
            if (!before.equals(body)) {
                offences.add("two answers with the id " + id);
            }
            return new Reply(200, Map.of("status", "DUPLICATE"));
        }
        check(decision, fields);
        if (!decision.equals(decisionOf(deal).toString()) && !"EXECUTED".equals(fields.get("disposition"))) {
            return Reply.problem(409, "superseded");
        }
        feedback.put(id, body);
        answers.merge((String) fields.get("disposition"), 1, Integer::sum);
        return new Reply(200, Map.of("status", "RECORDED"));
    }

    /** The platform's own record refuses what makes no answer. */
    private void check(String decision, Map<String, Object> fields) {
        RepDisposition disposition = RepDisposition.valueOf((String) fields.get("disposition"));
        Optional<String> reason = Optional.ofNullable((String) fields.get("reason"));
        try {
            var answer = new Answer(
                    (String) fields.get("id"),
                    DecisionId.parse(decision),
                    ((Number) fields.get("position")).intValue(),
                    disposition,
                    reason.filter(r -> disposition == RepDisposition.DISMISSED).map(DismissReason::valueOf),
                    reason.filter(r -> disposition == RepDisposition.KEPT_BACK).map(KeepBackReason::valueOf),
                    Optional.ofNullable((String) fields.get("overriddenBy")),
                    Optional.ofNullable((String) fields.get("snoozedUntil")).map(Instant::parse),
                    Instant.parse((String) fields.get("at")));
            if (answer.at().isBefore(madeAt.get(decision))) {
                offences.add("an answer from before the card: " + fields);
            }
            if (answer.at().isAfter(now())) {
                offences.add("an answer from the future: " + fields);
            }
        } catch (IllegalArgumentException e) {
            offences.add("no answer: " + fields + " " + e.getMessage());
        }
    }
}
