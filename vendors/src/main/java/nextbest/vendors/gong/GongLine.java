package nextbest.vendors.gong;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import nextbest.vendors.Json;
import nextbest.vendors.Line;
import nextbest.vendors.Survey;
import nextbest.vendors.port.Capability;
import nextbest.vendors.port.Conversation;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.port.Page;
import nextbest.vendors.port.Reread;
import nextbest.vendors.port.Source;
import nextbest.vendors.port.Tasks;
import nextbest.vendors.port.VendorTrouble;
import tools.jackson.databind.JsonNode;

/** Reads the calls of a company in Gong. */
final class GongLine implements Line, Conversation {
    private static final String CALLS = "/v2/calls/extensive";
    private static final String TRANSCRIPTS = "/v2/calls/transcript";

    /** What is asked of each call: who took part, where it belongs, what trackers found. Not media, briefs or comments. */
    private static final Map<String, Object> CONTENT = Map.of(
            "context",
            "Basic",
            "exposedFields",
            Map.of("parties", true, "content", Map.of("trackers", true, "trackerOccurrences", true)));

    private final GongApi api;
    private final Optional<String> workspace;
    private final Duration history;
    private final Duration late;
    private final Set<Capability> capabilities;

    GongLine(GongApi api, Optional<String> workspace, Duration history, Duration late, Set<Capability> capabilities) {
        this.api = Objects.requireNonNull(api, "api");
        this.workspace = Objects.requireNonNull(workspace, "workspace");
        this.history = Objects.requireNonNull(history, "history");
        this.late = Objects.requireNonNull(late, "late");
        this.capabilities = Set.copyOf(capabilities);
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }

    @Override
    public Conversation source() {
        return this;
    }

    @Override
    public Optional<Conversation> conversation() {
        return Optional.of(this);
    }

    @Override
    public Optional<Tasks> tasks() {
        return Optional.empty();
    }

    /**
     * Gong lists calls by when they began and not by when they changed: changes are what began since, and a while before, because
     * a call appears when it has been worked through. The same period is asked for on every page, as the cursor wants it.
     */
    @Override
    public Page read(Kind kind, Optional<Instant> since, Optional<String> from) {
        require(kind);
        String[] place = from.orElseGet(() -> period(since) + "|").split("\\|", 3);
        Map<String, Object> filter = filter();
        filter.put("fromDateTime", place[0]);
        filter.put("toDateTime", place[1]);
        Optional<JsonNode> page =
                calls("read calls", filter, Optional.of(place[2]).filter(c -> !c.isEmpty()));
        return new Page(
                page.map(GongLine::items).orElse(List.of()),
                page.flatMap(one -> Json.text(one.path("records"), "cursor"))
                        .map(cursor -> place[0] + "|" + place[1] + "|" + cursor));
    }

    private String period(Optional<Instant> since) {
        Instant until = api.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        Instant begin = since.map(at -> at.minus(late))
                .orElseGet(() -> until.minus(history))
                .truncatedTo(ChronoUnit.SECONDS);
        return (begin.isBefore(until) ? begin : until.minusSeconds(1)) + "|" + until;
    }

    private Map<String, Object> filter() {
        Map<String, Object> filter = new LinkedHashMap<>();
        workspace.ifPresent(id -> filter.put("workspaceId", id));
        return filter;
    }

    private Optional<JsonNode> calls(String what, Map<String, Object> filter, Optional<String> cursor) {
        Map<String, Object> body = new LinkedHashMap<>();
        cursor.ifPresent(one -> body.put("cursor", one));
        body.put("filter", filter);
        body.put("contentSelector", CONTENT);
        return api.ask(what, CALLS, body);
    }

    private static List<Item> items(JsonNode page) {
        List<Item> items = new ArrayList<>();
        page.path("calls").forEach(call -> GongRecords.call(call).ifPresent(items::add));
        return items;
    }

    private void require(Kind kind) {
        if (kind != Kind.CALL) {
            throw VendorTrouble.notAble("Gong", kind.needs());
        }
    }

    @Override
    public Reread reread(Kind kind, Set<String> ids) {
        require(kind);
        Source.checkCount(ids);
        List<Item> items = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Map<String, Object> filter = filter();
            filter.put("callIds", List.copyOf(ids));
            Optional<JsonNode> page = ids.isEmpty() ? Optional.empty() : calls("read calls by id", filter, cursor);
            page.map(GongLine::items).ifPresent(items::addAll);
            cursor = page.flatMap(one -> Json.text(one.path("records"), "cursor"));
        } while (cursor.isPresent());
        return Reread.of(items, ids);
    }

    @Override
    public Map<String, List<Passage>> transcripts(Set<String> calls) {
        Conversation.checkTranscripts(calls);
        Map<String, List<Passage>> said = new TreeMap<>();
        Optional<String> cursor = Optional.empty();
        do {
            Map<String, Object> filter = filter();
            filter.put("callIds", List.copyOf(calls));
            Map<String, Object> body = new LinkedHashMap<>();
            cursor.ifPresent(one -> body.put("cursor", one));
            body.put("filter", filter);
            Optional<JsonNode> page =
                    calls.isEmpty() ? Optional.empty() : api.ask("read transcripts", TRANSCRIPTS, body);
            page.ifPresent(one -> one.path("callTranscripts").forEach(call -> {
                List<Passage> passages = GongRecords.passages(call);
                if (!passages.isEmpty()) {
                    said.put(call.path("callId").asString(), passages);
                }
            }));
            cursor = page.flatMap(one -> Json.text(one.path("records"), "cursor"));
        } while (cursor.isPresent());
        said.keySet().retainAll(calls);
        return said;
    }

    // ------------------------------------------------------------------------------------------------ connecting

    /** Gong has no name for a company in its API: its address stands for it. Trackers are shown as fields. */
    @Override
    public Survey survey() {
        Map<Capability, String> missing = new TreeMap<>();
        Map<String, Object> filter = filter();
        filter.put("fromDateTime", period(Optional.of(api.now())).split("\\|", 2)[0]);
        filter.put("toDateTime", api.now().truncatedTo(ChronoUnit.SECONDS).toString());
        probe(missing, () -> calls("look at calls", filter, Optional.empty()));
        probe(missing, () -> api.ask("look at transcripts", TRANSCRIPTS, Map.of("filter", filter)));
        Map<String, String> trackers = new TreeMap<>();
        probe(missing, () -> {
            Optional<JsonNode> found = api.get(
                    "read trackers",
                    "/v2/settings/trackers"
                            + workspace
                                    .map(id -> "?workspaceId=" + URLEncoder.encode(id, StandardCharsets.UTF_8))
                                    .orElse(""));
            found.ifPresent(one -> one.path("keywordTrackers")
                    .forEach(tracker ->
                            Json.text(tracker, "trackerName").ifPresent(name -> trackers.put(name, "tracker"))));
        });
        int[] users = new int[1];
        probe(missing, () -> {
            Optional<JsonNode> found = api.get("read users", "/v2/users");
            users[0] = found.map(one -> one.path("records").path("totalRecords").asInt(0))
                    .orElse(0);
        });
        return new Survey("Gong with " + users[0] + " users", List.of(), trackers, missing);
    }

    private static void probe(Map<Capability, String> missing, Runnable look) {
        Survey.denial(look, VendorTrouble.Cause.FORBIDDEN)
                .ifPresent(said -> missing.merge(Capability.READ_CALLS, said, (one, other) -> one + "; " + other));
    }

    @Override
    public void prepareWriting() {
        // Gong takes no tasks
    }
}
