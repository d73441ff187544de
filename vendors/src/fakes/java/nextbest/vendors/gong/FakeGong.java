package nextbest.vendors.gong;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import nextbest.vendors.FaultyServer;
import nextbest.vendors.FaultyServer.How;
import nextbest.vendors.FaultyServer.Reply;
import nextbest.vendors.FaultyServer.Request;
import nextbest.vendors.Json;
import tools.jackson.databind.JsonNode;

/**
 * Gong's API as its pages say it behaves: calls by a period or by ids in pages of a hundred whose cursor is good for the same
 * request only, an empty period that is a 404, limits per second and per day, tokens that are good once, signed webhooks. It takes
 * no member of a request that it does not know. It knows nothing of our adapter.
 */
public final class FakeGong implements AutoCloseable {
    private static final int PAGE = 100;

    private final FaultyServer server = new FaultyServer(this::answer);
    private final InstantSource clock;
    private final KeyPair keys = newKeys();
    private final Map<String, Call> calls = new LinkedHashMap<>();
    private final Map<String, String> cursors = new LinkedHashMap<>();
    private final Map<String, String> trackers = new LinkedHashMap<>();
    private final Deque<Instant> asked = new ArrayDeque<>();
    private Set<String> scopesMissing = Set.of();
    private int perSecond = 1_000_000;
    private int perDay = 1_000_000;
    private int usedToday;
    private int refused;
    private int exchanges;
    private String token = "token-0";
    private String refresh = "refresh-0";
    private String keySecret = "key-secret";
    private String customersBase = "";
    private long next = 7_000_000_000_000_000_000L;

    /** A call as a test describes it. */
    public static final class Call {
        private final String id;
        private final Instant started;
        private final List<Map<String, Object>> parties = new ArrayList<>();
        private final List<Map<String, Object>> context = new ArrayList<>();
        private final List<Map<String, Object>> found = new ArrayList<>();
        private final List<Map<String, Object>> monologues = new ArrayList<>();
        private final Map<String, Object> meta = new TreeMap<>();
        private boolean transcribed = true;
        private boolean deleted;

        private Call(String id, Instant started) {
            this.id = id;
            this.started = started;
            meta.putAll(Map.of(
                    "id",
                    id,
                    "url",
                    "https://app.gong.io/call?id=" + id,
                    "title",
                    "A call",
                    "started",
                    started.toString(),
                    "scheduled",
                    started.toString(),
                    "duration",
                    1_800,
                    "direction",
                    "Conference",
                    "scope",
                    "External",
                    "media",
                    "Video",
                    "language",
                    "eng"));
            meta.put("isPrivate", false);
            meta.put("somethingNew", List.of("a field that nobody knows"));
        }

        public String id() {
            return id;
        }

        /** Any field of the call itself. */
        public Call with(String field, Object value) {
            meta.put(field, value);
            return this;
        }

        /** @return the call; the speaker's id is {@code s} and the number of the party, from 1 */
        public Call party(String affiliation, String email) {
            int number = parties.size() + 1;
            Map<String, Object> party = new TreeMap<>(Map.of(
                    "id", "p" + number,
                    "speakerId", "s" + number,
                    "name", "Somebody " + number,
                    "affiliation", affiliation,
                    "methods", List.of("Invitee", "Attendee")));
            if (!email.isEmpty()) {
                party.put("emailAddress", email);
            }
            parties.add(party);
            return this;
        }

        public Call tied(String system, String objectType, String objectId) {
            context.add(Map.of(
                    "system",
                    system,
                    "objects",
                    List.of(Map.of("objectType", objectType, "objectId", objectId, "fields", List.of()))));
            return this;
        }

        public Call says(String speaker, Duration into, String... sentences) {
            List<Map<String, Object>> all = new ArrayList<>();
            long at = into.toMillis();
            for (String sentence : sentences) {
                all.add(Map.of("start", at, "end", at + 3_000, "text", sentence));
                at += 4_000;
            }
            monologues.add(Map.of("speakerId", speaker, "topic", "Small talk", "sentences", all));
            return this;
        }

        public Call found(String tracker, String phrase, String speaker, Duration into) {
            Map<String, Object> place = Map.of("startTime", into.toMillis() / 1_000.0, "speakerId", speaker);
            found.add(Map.of(
                    "id",
                    "t" + (found.size() + 1),
                    "name",
                    tracker,
                    "count",
                    1,
                    "type",
                    phrase.isEmpty() ? "SMART" : "KEYWORD",
                    "occurrences",
                    List.of(place),
                    "phrases",
                    phrase.isEmpty()
                            ? List.of()
                            : List.of(Map.of("count", 1, "phrase", phrase, "occurrences", List.of(place)))));
            return this;
        }

        /** It is recorded, and the words come later. */
        public Call untranscribed() {
            transcribed = false;
            return this;
        }
    }

    public FakeGong(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2_048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public String base() {
        return server.base();
    }

    @Override
    public void close() {
        server.close();
    }

    // ---------------------------------------------------------------------------------------------- what tests set up

    public synchronized Call call(Instant started) {
        Call call = new Call(Long.toString(next++), started);
        calls.put(call.id, call);
        return call;
    }

    public synchronized void delete(String id) {
        calls.get(id).deleted = true;
    }

    public synchronized void transcribe(String id) {
        calls.get(id).transcribed = true;
    }

    public synchronized void tracker(String name) {
        trackers.put("t" + (trackers.size() + 1), name);
    }

    public synchronized void limits(int inOneSecond, int inOneDay) {
        perSecond = inOneSecond;
        perDay = inOneDay;
        usedToday = 0;
    }

    public void fail(String path, How how) {
        server.fail(path, how);
    }

    public List<String> log() {
        return server.log();
    }

    public synchronized int refused() {
        return refused;
    }

    public synchronized int exchanges() {
        return exchanges;
    }

    public synchronized void revokeToken() {
        token = "revoked";
    }

    /** As if nothing had been exchanged yet. */
    public synchronized void resetTokens() {
        token = "token-0";
        refresh = "refresh-0";
    }

    public synchronized void replaceKey() {
        keySecret = "another";
    }

    /** Scopes that the credentials lack, by the path that needs them. */
    public synchronized void withoutScopes(String... paths) {
        scopesMissing = Set.of(paths);
    }

    /** What an exchange of tokens says of where the API answers. */
    public synchronized void customersBase(String address) {
        customersBase = address;
    }

    /** The public key as the rule's editor shows it. */
    public String publicKey() {
        return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    }

    // ---------------------------------------------------------------------------------------------- webhooks

    /** What a rule sends about a call. */
    public synchronized byte[] told(String id) {
        Call call = calls.get(id);
        return Json.write(Map.of("callData", detail(call), "isTest", false)).getBytes(StandardCharsets.UTF_8);
    }

    /** A token for an address and a body. */
    public String signed(URI hook, byte[] body, Instant until) {
        return signed(
                Map.of("alg", "RS256", "typ", "JWT"),
                Map.of(
                        "webhook_url",
                        hook.toString(),
                        "body_sha256",
                        HexFormat.of().formatHex(sha256(body)),
                        "exp",
                        until.getEpochSecond()));
    }

    public String signed(Map<String, Object> header, Map<String, Object> claims) {
        String message = part(Json.write(header)) + "." + part(Json.write(claims));
        try {
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initSign(keys.getPrivate());
            rsa.update(message.getBytes(StandardCharsets.US_ASCII));
            return message + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(rsa.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Calls an address as a rule does; the token stands there bare. */
    public int tell(URI hook, byte[] body) {
        return tell(hook, body, signed(hook, body, clock.instant().plusSeconds(60)));
    }

    public static int tell(URI hook, byte[] body, String authorization) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(hook)
                                    .header("Content-Type", "application/json")
                                    .header("Authorization", authorization)
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
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
        if (request.path().equals("/oauth2/generate-customer-token")) {
            return exchange(request);
        }
        String authorization = request.header("Authorization").orElse("");
        String basic =
                "Basic " + Base64.getEncoder().encodeToString(("key:" + keySecret).getBytes(StandardCharsets.UTF_8));
        if (!authorization.equals(basic) && !authorization.equals("Bearer " + token)) {
            return error(401, "Please sign in to continue.");
        }
        Optional<Reply> later = limited();
        if (later.isPresent()) {
            return later.get();
        }
        if (scopesMissing.contains(request.path())) {
            return error(403, "The scope is missing");
        }
        return switch (request.method() + " " + request.path()) {
            case "POST /v2/calls/extensive" -> extensive(request);
            case "POST /v2/calls/transcript" -> transcripts(request);
            case "GET /v2/calls" -> basic(request);
            case "GET /v2/users" ->
                Reply.json(
                        200,
                        Map.of(
                                "requestId",
                                "r1",
                                "records",
                                Map.of("totalRecords", 1, "currentPageSize", 1, "currentPageNumber", 0),
                                "users",
                                List.of(Map.of("id", "1", "emailAddress", "rita@example.com", "active", true))));
            case "GET /v2/settings/trackers" ->
                Reply.json(
                        200,
                        Map.of(
                                "requestId",
                                "r1",
                                "keywordTrackers",
                                trackers.entrySet().stream()
                                        .map(one -> Map.of("trackerId", one.getKey(), "trackerName", one.getValue()))
                                        .toList()));
            default -> error(405, "Method not allowed");
        };
    }

    private Reply exchange(Request request) {
        String app = "Basic " + Base64.getEncoder().encodeToString("client:secret".getBytes(StandardCharsets.UTF_8));
        if (!request.method().equals("POST")
                || !app.equals(request.header("Authorization").orElse(""))
                || !"refresh_token".equals(request.query().get("grant_type"))
                || !refresh.equals(request.query().get("refresh_token"))) {
            return Reply.json(400, Map.of("error", "invalid_grant", "error_description", "good once: " + refresh));
        }
        exchanges++;
        token = "token-" + exchanges;
        refresh = "refresh-" + exchanges;
        return Reply.json(
                200,
                Map.of(
                        "access_token",
                        token,
                        "refresh_token",
                        refresh,
                        "expires_in",
                        86_400,
                        "token_type",
                        "bearer",
                        "api_base_url_for_customer",
                        customersBase.isEmpty() ? base() : customersBase));
    }

    private Optional<Reply> limited() {
        Instant now = Instant.now();
        while (!asked.isEmpty() && asked.peekFirst().isBefore(now.minusSeconds(1))) {
            asked.removeFirst();
        }
        if (asked.size() >= perSecond || usedToday >= perDay) {
            refused++;
            return Optional.of(new Reply(
                    429,
                    Map.of("Retry-After", usedToday >= perDay ? "3600" : "1", "Content-Type", "application/json"),
                    Json.write(Map.of("requestId", "r429", "errors", List.of("API limit exceeded")))));
        }
        asked.addLast(now);
        usedToday++;
        return Optional.empty();
    }

    private Reply extensive(Request request) {
        JsonNode body = Json.read("a request", request.body());
        Optional<Reply> wrong = unknown(body, "cursor", "filter", "contentSelector")
                .or(() -> unknown(
                        body.path("filter"), "fromDateTime", "toDateTime", "callIds", "primaryUserIds", "workspaceId"))
                .or(() -> unknown(body.path("contentSelector"), "context", "contextTiming", "exposedFields"))
                .or(() -> unknown(
                        body.path("contentSelector").path("exposedFields"),
                        "parties",
                        "content",
                        "interaction",
                        "collaboration",
                        "media"));
        if (wrong.isPresent() || !body.path("filter").isObject()) {
            return wrong.orElseGet(() -> error(400, "filter is missing"));
        }
        return paged(body, "calls", call -> detail(call));
    }

    private Reply transcripts(Request request) {
        JsonNode body = Json.read("a request", request.body());
        Optional<Reply> wrong = unknown(body, "cursor", "filter")
                .or(() -> unknown(body.path("filter"), "fromDateTime", "toDateTime", "callIds", "workspaceId"));
        if (wrong.isPresent() || !body.path("filter").isObject()) {
            return wrong.orElseGet(() -> error(400, "filter is missing"));
        }
        return paged(
                body,
                "callTranscripts",
                call -> Map.of("callId", call.id, "transcript", call.transcribed ? call.monologues : List.of()));
    }

    /** Its period may be open at either end: clients of others leave the end out. */
    private Reply basic(Request request) {
        Map<String, Object> filter = new TreeMap<>();
        for (String end : List.of("fromDateTime", "toDateTime", "workspaceId")) {
            Optional.ofNullable(request.query().get(end)).ifPresent(value -> filter.put(end, value));
        }
        Map<String, Object> body = new TreeMap<>(Map.of("filter", filter));
        Optional.ofNullable(request.query().get("cursor")).ifPresent(cursor -> body.put("cursor", cursor));
        return paged(Json.read("a request", Json.write(body)), "calls", call -> call.meta);
    }

    private static Optional<Reply> unknown(JsonNode object, String... known) {
        return object.propertyNames().stream()
                .filter(name -> !Set.of(known).contains(name))
                .findFirst()
                .map(name -> error(400, "unknown member " + name));
    }

    /** A cursor is good for the request that it was given to, repeated as it was. */
    private Reply paged(JsonNode body, String member, java.util.function.Function<Call, Object> form) {
        JsonNode filter = body.path("filter");
        List<Call> all = calls.values().stream()
                .filter(call -> !call.deleted && matches(filter, call))
                .sorted(java.util.Comparator.comparing((Call call) -> call.started)
                        .thenComparing(call -> call.id))
                .toList();
        if (all.isEmpty()) {
            return error(404, "No calls found corresponding to the provided filters");
        }
        String same = member + filter + body.path("contentSelector");
        int from = 0;
        if (body.has("cursor")) {
            String cursor = body.path("cursor").asString();
            if (!same.equals(cursors.get(cursor))) {
                return error(400, "the cursor is of another request");
            }
            from = Integer.parseInt(cursor.substring(cursor.lastIndexOf('.') + 1));
        }
        int until = Math.min(all.size(), from + PAGE);
        Map<String, Object> records = new TreeMap<>(
                Map.of("totalRecords", all.size(), "currentPageSize", until - from, "currentPageNumber", from / PAGE));
        if (until < all.size()) {
            String cursor = "eyJ" + cursors.size() + "." + until;
            cursors.put(cursor, same);
            records.put("cursor", cursor);
        }
        return Reply.json(
                200,
                Map.of(
                        "requestId",
                        "4al018gzaztcr8nbukw",
                        "records",
                        records,
                        member,
                        all.subList(from, until).stream().map(form).toList()));
    }

    private static boolean matches(JsonNode filter, Call call) {
        boolean inPeriod = (!filter.has("fromDateTime")
                        || !call.started.isBefore(
                                Instant.parse(filter.path("fromDateTime").asString())))
                && (!filter.has("toDateTime")
                        || call.started.isBefore(
                                Instant.parse(filter.path("toDateTime").asString())));
        boolean asked = !filter.has("callIds")
                || filter.path("callIds")
                        .valueStream()
                        .anyMatch(id -> id.asString().equals(call.id));
        boolean there = !filter.has("workspaceId")
                || filter.path("workspaceId").asString().equals(call.meta.get("workspaceId"));
        return inPeriod && asked && there;
    }

    private static Map<String, Object> detail(Call call) {
        return new TreeMap<>(Map.of(
                "metaData", call.meta,
                "context", call.context,
                "parties", call.parties,
                "content", Map.of("trackers", call.found),
                "interaction", Map.of()));
    }

    private static Reply error(int status, String text) {
        return Reply.json(status, Map.of("requestId", "4al018gzaztcr8nbukw", "errors", List.of(text)));
    }
}
