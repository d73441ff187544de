package nextbest.vendors.chorus;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import nextbest.vendors.FaultyServer;
import nextbest.vendors.FaultyServer.How;
import nextbest.vendors.FaultyServer.Reply;
import nextbest.vendors.FaultyServer.Request;
import nextbest.vendors.Json;
import tools.jackson.databind.JsonNode;

/**
 * Chorus's API as far as it is published: engagements of a type and period with a continuation key, conversations by id as JSON:API
 * with the fields that were asked for and no others, a token without a prefix. It knows nothing of our adapter.
 */
public final class FakeChorus implements AutoCloseable {
    private static final int PAGE = 100;
    private static final Set<String> LISTED = Set.of(
            "min_date",
            "max_date",
            "engagement_type",
            "user_id",
            "team_id",
            "participants_email",
            "with_trackers",
            "continuation_key");

    private final FaultyServer server = new FaultyServer(this::answer);
    private final InstantSource clock;
    private final Map<String, Call> calls = new LinkedHashMap<>();
    private final List<String> hooks = new ArrayList<>();
    private String token = "chorus-token";
    private boolean forbidden;
    private int next = 1;

    /** A call as a test describes it. */
    public static final class Call {
        private final String id;
        private final Instant began;
        private final List<Map<String, Object>> participants = new ArrayList<>();
        private final List<Map<String, Object>> found = new ArrayList<>();
        private final List<Map<String, Object>> utterances = new ArrayList<>();
        private final Map<String, Object> more = new TreeMap<>();
        private String type = "meeting";
        private String status = "done";
        private boolean hidden;
        private boolean deleted;

        private Call(String id, Instant began) {
            this.id = id;
            this.began = began;
        }

        public String id() {
            return id;
        }

        /** @param type rep or cust */
        public Call person(String type, String name, String email) {
            participants.add(Map.of("name", name, "email", email, "type", type, "user_id", participants.size() + 1));
            return this;
        }

        public Call of(String opportunity) {
            more.put("opportunity_id", opportunity);
            more.put("opportunity_name", "Some deal");
            return this;
        }

        public Call type(String engagementType) {
            type = engagementType;
            return this;
        }

        public Call status(String now) {
            status = now;
            return this;
        }

        public Call hidden() {
            hidden = true;
            return this;
        }

        public Call says(String speaker, Duration into, String text) {
            utterances.add(Map.of(
                    "index",
                    utterances.size(),
                    "snippet",
                    text,
                    "snippet_time",
                    into.toMillis() / 1_000.0,
                    "speaker_name",
                    speaker,
                    "speaker_type",
                    "cust"));
            return this;
        }

        /** What the vendor does not publish is made up here as little as can be: a name, words, a time. */
        public Call found(String tracker, String phrase, Duration into) {
            found.add(Map.of("name", tracker, "phrase", phrase, "time", into.toSeconds()));
            return this;
        }
    }

    public FakeChorus(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    public String base() {
        return server.base();
    }

    @Override
    public void close() {
        server.close();
    }

    // ---------------------------------------------------------------------------------------------- what tests set up

    public synchronized Call call(Instant began) {
        Call call = new Call("A" + next++, began);
        calls.put(call.id, call);
        return call;
    }

    public synchronized void delete(String id) {
        calls.get(id).deleted = true;
    }

    public void fail(String path, How how) {
        server.fail(path, how);
    }

    public List<String> log() {
        return server.log();
    }

    public synchronized void replaceToken() {
        token = "another";
    }

    public synchronized void forbid() {
        forbidden = true;
    }

    public Instant now() {
        return clock.instant();
    }

    /** Calls an address with some body: none is published. */
    public static int tell(URI hook, String body) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(hook)
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    // ---------------------------------------------------------------------------------------------- answering

    private synchronized Reply answer(Request request) {
        boolean known = request.header("Authorization")
                        .filter(said -> said.equals(token) || said.equals("Bearer " + token))
                        .isPresent()
                || request.header("x-ziaccesstoken").filter(token::equals).isPresent();
        if (!known) {
            return error(401, "unauthorized");
        }
        if (forbidden) {
            return error(403, "forbidden");
        }
        if (request.path().equals("/v3/webhook")) {
            return webhooks(request);
        }
        if (!request.method().equals("GET")) {
            return error(405, "method");
        }
        if (request.path().equals("/v3/engagements")) {
            return engagements(request);
        }
        if (request.path().startsWith("/api/v1/conversations/")) {
            return conversation(request);
        }
        return error(404, "no such path");
    }

    private Reply webhooks(Request request) {
        if (request.method().equals("POST")) {
            JsonNode body = Json.read("a webhook", request.body());
            if (!"recording_done".equals(body.path("event").asString(""))
                    || !Set.of("event", "hook_url", "type").containsAll(body.propertyNames())) {
                return error(400, "event and hook_url");
            }
            hooks.add(body.path("hook_url").asString());
            return Reply.json(200, Map.of());
        }
        return Reply.json(
                200,
                hooks.stream()
                        .map(url -> Map.of("event", "recording_done", "hook_url", url))
                        .toList());
    }

    /** Whom it calls. */
    public synchronized List<String> hooks() {
        return List.copyOf(hooks);
    }

    private Reply engagements(Request request) {
        Map<String, String> query = request.query();
        if (!LISTED.containsAll(query.keySet())) {
            return error(400, "unknown parameter");
        }
        Instant begin = Instant.parse(query.getOrDefault("min_date", "1970-01-01T00:00:00Z"));
        Instant end = Instant.parse(query.getOrDefault("max_date", "2999-01-01T00:00:00Z"));
        List<Call> all = calls.values().stream()
                .filter(call -> !call.deleted && !call.hidden)
                .filter(call -> !call.began.isBefore(begin) && call.began.isBefore(end))
                .filter(call -> query.getOrDefault("engagement_type", call.type).equals(call.type))
                .sorted(Comparator.comparing((Call call) -> call.began).reversed())
                .toList();
        int from = Integer.parseInt(query.getOrDefault("continuation_key", "0"));
        int until = Math.min(all.size(), from + PAGE);
        boolean trackers = query.getOrDefault("with_trackers", "false").equals("true");
        Map<String, Object> body = new TreeMap<>();
        body.put(
                "engagements",
                all.subList(from, until).stream()
                        .map(call -> listed(call, trackers))
                        .toList());
        if (until < all.size()) {
            body.put("continuation_key", Integer.toString(until));
        }
        return Reply.json(200, body);
    }

    private static Map<String, Object> listed(Call call, boolean trackers) {
        Map<String, Object> one = new TreeMap<>(Map.of(
                "engagement_id",
                call.id,
                "engagement_type",
                call.type,
                "date_time",
                call.began.getEpochSecond(),
                "duration",
                1_800,
                "participants",
                call.participants,
                "processing_state",
                "something",
                "url",
                "https://chorus.ai/meeting/" + call.id,
                "subject",
                "A call"));
        one.putAll(call.more);
        if (trackers) {
            one.put("tracker_matches", call.found);
        }
        return one;
    }

    private Reply conversation(Request request) {
        String id = request.path().substring(request.path().lastIndexOf('/') + 1);
        Call call = calls.get(id);
        if (call == null || call.deleted) {
            return error(404, "not found");
        }
        Set<String> wanted = Set.of(request.query().getOrDefault("fields", "").split(","));
        Map<String, Object> recording = new TreeMap<>(Map.of(
                "start_time",
                (double) call.began.getEpochSecond(),
                "duration",
                1_800.0,
                "trackers",
                call.found,
                "clusters",
                List.of(),
                "utterances",
                call.status.equals("done") ? call.utterances : List.of()));
        recording.keySet().removeIf(name -> !wanted.contains("recording." + name));
        Map<String, Object> attributes = new TreeMap<>(Map.of(
                "status",
                call.status,
                "private",
                call.hidden,
                "participants",
                call.participants,
                "owner",
                Map.of("email", "rita@example.com"),
                "account",
                Map.of("name", "Somebody"),
                "summary",
                "A summary",
                "deal",
                call.more.containsKey("opportunity_id") ? Map.of("id", call.more.get("opportunity_id")) : Map.of()));
        attributes.keySet().removeIf(name -> !wanted.contains(name));
        attributes.put("recording", recording);
        return new Reply(
                200,
                Map.of("Content-Type", "application/vnd.api+json"),
                Json.write(Map.of("data", Map.of("id", id, "type", "conversation", "attributes", attributes))));
    }

    private static Reply error(int status, String title) {
        return Reply.json(
                status, Map.of("errors", List.of(Map.of("status", Integer.toString(status), "title", title))));
    }
}
