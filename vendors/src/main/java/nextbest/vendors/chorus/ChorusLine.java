package nextbest.vendors.chorus;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
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

/** Reads the calls of an organisation in Chorus: meetings, then telephone calls. */
final class ChorusLine implements Line, Conversation {
    private static final String ENGAGEMENTS = "/v3/engagements";
    private static final String HOOKS = "/v3/webhook";
    /** Mails, viewed content and meetings that nobody recorded are engagements too, and hold no words. */
    private static final String MEETINGS = "meeting";

    private static final String TELEPHONE = "dialer";

    private final ChorusApi api;
    private final ChorusRecords records;
    private final Wishes wishes;
    private final Set<Capability> capabilities;

    /**
     * What is asked for.
     *
     * @param details fields of a conversation by id
     * @param words fields that what was said is read from
     * @param hook where Chorus is to call; empty where it cannot reach us
     */
    record Wishes(String details, String words, Duration history, Duration late, Optional<String> hook) {
        /** The address is a secret. */
        @Override
        public String toString() {
            return "Wishes[details=" + details + ", words=" + words + "]";
        }
    }

    ChorusLine(ChorusApi api, ChorusRecords records, Wishes wishes, Set<Capability> capabilities) {
        this.api = Objects.requireNonNull(api, "api");
        this.records = Objects.requireNonNull(records, "records");
        this.wishes = Objects.requireNonNull(wishes, "wishes");
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

    /** The same period on every page. Whether the period is kept is not relied on: what is outside of it is passed over. */
    @Override
    public Page read(Kind kind, Optional<Instant> since, Optional<String> from) {
        require(kind);
        String[] place =
                from.orElseGet(() -> MEETINGS + "|" + period(since) + "|").split("\\|", 4);
        Optional<String> key = Optional.of(place[3]).filter(one -> !one.isEmpty());
        JsonNode page = api.list(
                "read engagements",
                ENGAGEMENTS + "?engagement_type=" + place[0] + "&min_date=" + encoded(place[1]) + "&max_date="
                        + encoded(place[2]) + "&with_trackers=true"
                        + key.map(one -> "&continuation_key=" + encoded(one)).orElse(""));
        List<Item> items = new ArrayList<>();
        page.path("engagements").forEach(one -> records.engagement(one).ifPresent(items::add));
        Instant begin = Instant.parse(place[1]);
        items.removeIf(
                item -> item.call().filter(call -> call.began().isBefore(begin)).isPresent());
        String period = place[1] + "|" + place[2] + "|";
        // a key that comes back as it went, or on an empty page, would go on for ever
        Optional<String> next = Json.text(page, "continuation_key")
                .filter(one -> !Optional.of(one).equals(key)
                        && !page.path("engagements").isEmpty())
                .map(one -> place[0] + "|" + period + one);
        return new Page(
                items, next.isPresent() || place[0].equals(TELEPHONE) ? next : Optional.of(TELEPHONE + "|" + period));
    }

    private String period(Optional<Instant> since) {
        Instant until = api.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        Instant begin = since.map(at -> at.minus(wishes.late()))
                .orElseGet(() -> until.minus(wishes.history()))
                .truncatedTo(ChronoUnit.SECONDS);
        return begin + "|" + until;
    }

    private void require(Kind kind) {
        if (kind != Kind.CALL) {
            throw VendorTrouble.notAble("Chorus", kind.needs());
        }
    }

    @Override
    public Reread reread(Kind kind, Set<String> ids) {
        require(kind);
        Source.checkCount(ids);
        List<Item> items = new ArrayList<>();
        Set<String> gone = new LinkedHashSet<>();
        for (String id : ids) {
            conversation("read a conversation", id, wishes.details())
                    .ifPresentOrElse(one -> items.add(records.conversation(id, one)), () -> gone.add(id));
        }
        return new Reread(items, gone);
    }

    private Optional<JsonNode> conversation(String what, String id, String fields) {
        return api.find(what, "/api/v1/conversations/" + encoded(id) + "?fields=" + encoded(fields))
                .map(answer -> answer.path("data").path("attributes"));
    }

    @Override
    public Map<String, List<Passage>> transcripts(Set<String> calls) {
        Conversation.checkTranscripts(calls);
        Map<String, List<Passage>> said = new TreeMap<>();
        for (String id : calls) {
            conversation("read what was said", id, wishes.words())
                    .map(records::passages)
                    .filter(passages -> !passages.isEmpty())
                    .ifPresent(passages -> said.put(id, passages));
        }
        return said;
    }

    // ------------------------------------------------------------------------------------------------ connecting

    /** Which trackers there are nothing tells; those of the last day's calls are shown. */
    @Override
    public Survey survey() {
        Map<Capability, String> missing = new TreeMap<>();
        Map<String, String> trackers = new TreeMap<>();
        Survey.denial(
                        () -> read(Kind.CALL, Optional.of(api.now()), Optional.empty())
                                .items()
                                .forEach(item -> item.call()
                                        .ifPresent(call -> call.mentions()
                                                .forEach(mention -> trackers.put(mention.tracker(), "tracker")))),
                        VendorTrouble.Cause.FORBIDDEN)
                .ifPresent(said -> missing.put(Capability.READ_CALLS, said));
        return new Survey("Chorus", List.of(), trackers, missing);
    }

    /** What the list of hooks looks like is not published: an address that stands in it anywhere is registered. */
    @Override
    public void prepareListening() {
        wishes.hook()
                .filter(ours -> !stands(ours, api.list("read webhooks", HOOKS)))
                .ifPresent(ours -> api.register(
                        "register a webhook",
                        HOOKS,
                        new TreeMap<>(Map.of("event", "recording_done", "hook_url", ours))));
    }

    private static boolean stands(String text, JsonNode in) {
        return (in.isString() && in.asString().equals(text)) || in.valueStream().anyMatch(one -> stands(text, one));
    }

    @Override
    public void prepareWriting() {
        // Chorus takes no tasks
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
