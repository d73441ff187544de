package nextbest.vendors.salesloft;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nextbest.event.EventType;
import nextbest.vendors.Connection;
import nextbest.vendors.Json;
import nextbest.vendors.Line;
import nextbest.vendors.Reading;
import nextbest.vendors.Survey;
import nextbest.vendors.port.Capability;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.port.Page;
import nextbest.vendors.port.Reread;
import nextbest.vendors.port.Source;
import nextbest.vendors.port.Tasks;
import nextbest.vendors.port.VendorTrouble;
import nextbest.vendors.salesloft.SalesloftRecords.Doing;
import tools.jackson.databind.JsonNode;

/**
 * Reads a team's Salesloft. Pages are numbered there: a record that changes moves all behind it, and deep pages are dear. So records
 * are read by the time of their change, from where the last page ended; numbers are used only among those of one moment.
 */
final class SalesloftLine implements Line, Source {
    private final SalesloftApi api;
    private final SalesloftRecords records;
    private final SalesloftTasks tasks;
    private final Optional<Connection.Hook> hook;
    private final Set<Capability> capabilities;

    SalesloftLine(
            SalesloftApi api,
            SalesloftRecords records,
            SalesloftTasks tasks,
            Optional<Connection.Hook> hook,
            Set<Capability> capabilities) {
        this.api = Objects.requireNonNull(api, "api");
        this.records = Objects.requireNonNull(records, "records");
        this.tasks = Objects.requireNonNull(tasks, "tasks");
        this.hook = Objects.requireNonNull(hook, "hook");
        this.capabilities = Set.copyOf(capabilities);
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }

    @Override
    public Source source() {
        return this;
    }

    @Override
    public Optional<Tasks> tasks() {
        return Optional.of(tasks);
    }

    @Override
    public void prepareWriting() {
        tasks.prepare();
    }

    /** One subscription for each event that we understand. */
    @Override
    public void prepareListening() {
        hook.ifPresent(ours -> {
            Map<String, JsonNode> there = new HashMap<>();
            api.some("webhook_subscriptions", Map.of()).stream()
                    .filter(one -> Json.text(one, "callback_url")
                            .filter(ours.address()::equals)
                            .isPresent())
                    .forEach(one -> Json.text(one, "event_type").ifPresent(event -> there.put(event, one)));
            for (String event : SalesloftWebhooks.EVENTS) {
                listen(event, Optional.ofNullable(there.get(event)), ours);
            }
        });
    }

    private void listen(String event, Optional<JsonNode> there, Connection.Hook ours) {
        Map<String, Object> wanted = new TreeMap<>();
        wanted.put("callback_url", ours.address());
        wanted.put("callback_token", ours.secret());
        if (there.isEmpty()) {
            wanted.put("event_type", event);
            var unused = api.create("subscribe to " + event, "webhook_subscriptions", wanted);
            assert unused != null;
        } else if (!there.get().path("enabled").asBoolean(true)
                || !Json.text(there.get(), "callback_token").orElse("").equals(ours.secret())) {
            wanted.put("enabled", true);
            api.change("subscribe to " + event, "webhook_subscriptions/" + SalesloftRecords.id(there.get()), wanted);
        }
    }

    private void require(Kind kind) {
        if (!capabilities.contains(kind.needs()) || kind == Kind.TASK) {
            throw notAble(kind);
        }
    }

    private static VendorTrouble notAble(Kind kind) {
        return VendorTrouble.notAble("Salesloft", kind.needs());
    }

    private static String resource(Kind kind) {
        return switch (kind) {
            case REP -> "users";
            case CLIENT -> "accounts";
            case CONTACT -> "people";
            case DEAL -> "opportunities";
            case ACTIVITY, CALL, TASK -> throw notAble(kind);
        };
    }

    // ------------------------------------------------------------------------------------------------ reading

    @Override
    public Page read(Kind kind, Optional<Instant> since, Optional<String> from) {
        require(kind);
        if (kind == Kind.ACTIVITY) {
            return activities(since, from);
        }
        // users cannot be asked for by time, and are few
        Walked walked = kind == Kind.REP ? numbered("users", from) : walk(resource(kind), since, from);
        return new Page(items(kind, walked.found()), walked.next());
    }

    private Page activities(Optional<Instant> since, Optional<String> from) {
        String[] place = from.orElse(Doing.PART + "/").split("/", 2);
        Doing doing = Doing.valueOf(place[0]);
        Walked walked = walk(doing.resource(), since, Optional.of(place[1]).filter(text -> !text.isEmpty()));
        Optional<String> next = walked.next()
                .map(inner -> doing + "/" + inner)
                .or(() -> doing.next().map(one -> one + "/"));
        return new Page(doings(doing, walked.found()), next);
    }

    private record Walked(List<JsonNode> found, Optional<String> next) {}

    private Walked numbered(String resource, Optional<String> from) {
        SalesloftApi.Listed page =
                api.list(resource, Map.of(), from.map(Integer::parseInt).orElse(1));
        return new Walked(page.data(), page.next().map(String::valueOf));
    }

    /** A place is {@code moment|page}; the moment may be empty for all. */
    private Walked walk(String resource, Optional<Instant> since, Optional<String> from) {
        String[] place =
                from.orElse(since.map(Instant::toString).orElse("") + "|1").split("\\|", 2);
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (!place[0].isEmpty()) {
            parameters.put("updated_at[gte]", List.of(place[0]));
        }
        parameters.put("sort_by", List.of("updated_at"));
        parameters.put("sort_direction", List.of("ASC"));
        int number = Integer.parseInt(place[1]);
        SalesloftApi.Listed page = api.list(resource, parameters, number);
        if (page.next().isEmpty() || page.data().isEmpty()) {
            return new Walked(page.data(), Optional.empty());
        }
        String last = moment(page.data().getLast());
        List<JsonNode> before =
                page.data().stream().filter(one -> !moment(one).equals(last)).toList();
        boolean goesBack = !place[0].isEmpty() && before.stream().anyMatch(one -> isBefore(moment(one), place[0]));
        if (before.isEmpty() || last.isEmpty() || goesBack) {
            // all of one moment, or a resource that does not heed the time: on to the next number
            return new Walked(
                    page.data(), Optional.of(place[0] + "|" + page.next().get()));
        }
        // those of the last moment may go on on the next page: they are read together from there
        return new Walked(before, Optional.of(last + "|1"));
    }

    private static String moment(JsonNode record) {
        return Json.text(record, "updated_at").orElse("");
    }

    private static boolean isBefore(String one, String other) {
        return Reading.momentOf(one)
                .flatMap(a -> Reading.momentOf(other).map(a::isBefore))
                .orElse(false);
    }

    private List<Item> items(Kind kind, List<JsonNode> found) {
        return found.stream()
                .map(one -> switch (kind) {
                    case REP -> records.user(one);
                    case CLIENT -> records.account(one);
                    case CONTACT -> records.person(one);
                    case DEAL -> records.opportunity(one);
                    case ACTIVITY, CALL, TASK -> throw notAble(kind);
                })
                .toList();
    }

    /** Records of what was done name a person: the account is the person's. */
    private List<Item> doings(Doing doing, List<JsonNode> found) {
        Map<String, String> clients = new HashMap<>();
        api.byId("people", all(found.stream().flatMap(one -> doing.person(one).stream())))
                .forEach(person -> SalesloftRecords.related(person, "account")
                        .ifPresent(account -> clients.put(SalesloftRecords.id(person), account)));
        Map<String, String> names = new HashMap<>();
        if (doing == Doing.MEMBERSHIP) {
            api.byId("cadences", all(found.stream().flatMap(one -> cadence(one).stream())))
                    .forEach(
                            one -> Json.text(one, "name").ifPresent(name -> names.put(SalesloftRecords.id(one), name)));
        }
        return found.stream()
                .map(one -> {
                    Optional<String> cadence = doing == Doing.MEMBERSHIP ? cadence(one) : Optional.empty();
                    boolean ours = cadence.filter(tasks::enrolsInto).isPresent();
                    return records.doing(doing, one, clients, cadence.map(names::get), ours);
                })
                .toList();
    }

    private static Optional<String> cadence(JsonNode membership) {
        return SalesloftRecords.related(membership, "cadence");
    }

    private static Set<String> all(Stream<String> ids) {
        return ids.collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public Reread reread(Kind kind, Set<String> ids) {
        require(kind);
        Source.checkCount(ids);
        if (kind == Kind.ACTIVITY) {
            List<Item> items = new ArrayList<>();
            for (Doing doing : Doing.values()) {
                String prefix = doing.id("");
                Set<String> theirs =
                        all(ids.stream().filter(id -> id.startsWith(prefix)).map(id -> id.substring(prefix.length())));
                items.addAll(doings(doing, api.byId(doing.resource(), theirs)));
            }
            return Reread.of(items, ids);
        }
        List<Item> found = byId(kind, ids);
        return kind == Kind.DEAL ? Reread.withParties(found, people(found), ids, this::byId) : Reread.of(found, ids);
    }

    private List<Item> byId(Kind kind, Set<String> ids) {
        return items(kind, api.byId(resource(kind), ids));
    }

    /** The people of deals stand in what they say of contacts. */
    private static Set<String> people(List<Item> deals) {
        return all(deals.stream()
                .flatMap(deal -> deal.says().stream())
                .filter(said -> said.type() == EventType.CONTACT)
                .map(said -> (String) said.data().get("id")));
    }

    // ------------------------------------------------------------------------------------------------ connecting

    /** Stages do not say whether they end a deal: opportunities that ended do, and else the stage's name. */
    @Override
    public Survey survey() {
        String team = SalesloftRecords.related(api.get("me"), "team").orElse("unknown");
        Set<String> won = stagesOf(Map.of("is_won", List.of("true")));
        Set<String> closed = stagesOf(Map.of("is_closed", List.of("true")));
        List<Survey.TheirStage> stages = api.some("opportunity_stages", Map.of()).stream()
                .sorted(Comparator.comparingInt(stage -> stage.path("order").asInt(0)))
                .flatMap(stage -> Json.text(stage, "name").stream())
                .map(name -> stage(name, won, closed))
                .toList();
        Map<String, String> fields = new TreeMap<>();
        api.some("opportunities", Map.of())
                .forEach(deal -> deal.path("custom_fields").propertyNames().forEach(name -> fields.put(name, "text")));
        Map<Capability, String> missing = new TreeMap<>();
        probe(Capability.READ_REPS, "users", missing);
        probe(Capability.READ_PEOPLE, "accounts", missing);
        probe(Capability.READ_PEOPLE, "people", missing);
        probe(Capability.READ_DEALS, "opportunity_people", missing);
        probe(Capability.READ_ACTIVITIES, "activities/calls", missing);
        probe(Capability.READ_ACTIVITIES, "activities/emails", missing);
        probe(Capability.READ_ACTIVITIES, "notes", missing);
        probe(Capability.READ_ACTIVITIES, "cadence_memberships", missing);
        probe(Capability.READ_TASKS, "tasks", missing);
        return new Survey("team " + team, stages, fields, missing);
    }

    private static Survey.TheirStage stage(String name, Set<String> won, Set<String> closed) {
        String plain = name.toLowerCase(Locale.ROOT);
        boolean isWon = won.contains(name) || (!closed.contains(name) && plain.matches(".*\\bwon\\b.*"));
        boolean isEnd = isWon || closed.contains(name) || plain.matches(".*\\b(lost|closed)\\b.*");
        return new Survey.TheirStage(name, name, isEnd, isWon, -1);
    }

    private Set<String> stagesOf(Map<String, List<String>> which) {
        return all(api.some("opportunities", which).stream()
                .filter(deal ->
                        which.keySet().stream().allMatch(flag -> deal.path(flag).asBoolean(false)))
                .flatMap(deal -> Json.text(deal, "stage_name").stream()));
    }

    private void probe(Capability capability, String resource, Map<Capability, String> missing) {
        Survey.denial(() -> api.some(resource, Map.of()), VendorTrouble.Cause.FORBIDDEN)
                .ifPresent(said -> missing.put(capability, said));
    }
}
