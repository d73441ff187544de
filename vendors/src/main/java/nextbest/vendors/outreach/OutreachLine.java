package nextbest.vendors.outreach;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import nextbest.vendors.Connection;
import nextbest.vendors.Json;
import nextbest.vendors.Line;
import nextbest.vendors.Survey;
import nextbest.vendors.outreach.OutreachRecords.Doing;
import nextbest.vendors.port.Capability;
import nextbest.vendors.port.DealChanges;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.port.Page;
import nextbest.vendors.port.Reread;
import nextbest.vendors.port.Source;
import nextbest.vendors.port.Tasks;
import nextbest.vendors.port.VendorTrouble;
import tools.jackson.databind.JsonNode;

/**
 * Reads an organisation's Outreach. Collections are read by time of change, those that changed longest ago first: a record that
 * changes while pages are read comes again at the end and is not lost.
 */
final class OutreachLine implements Line, Source {
    private static final int PAGE = 200;
    /** As many as can be asked for at once, because the people of a page of deals are read together. */
    private static final int DEALS = MOST_AT_ONCE;

    private final OutreachApi api;
    private final OutreachRecords records;
    private final OutreachTasks tasks;
    private final OutreachDeals deals;
    private final Optional<Connection.Hook> hook;
    private final Set<Capability> capabilities;

    OutreachLine(
            OutreachApi api,
            OutreachRecords records,
            OutreachTasks tasks,
            OutreachDeals deals,
            Optional<Connection.Hook> hook,
            Set<Capability> capabilities) {
        this.api = Objects.requireNonNull(api, "api");
        this.records = Objects.requireNonNull(records, "records");
        this.tasks = Objects.requireNonNull(tasks, "tasks");
        this.deals = Objects.requireNonNull(deals, "deals");
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
    public Optional<DealChanges> dealChanges() {
        return Optional.of(deals);
    }

    private void require(Kind kind) {
        if (!capabilities.contains(kind.needs()) || kind == Kind.TASK) {
            throw notAble(kind);
        }
    }

    private static VendorTrouble notAble(Kind kind) {
        return VendorTrouble.notAble("Outreach", kind.needs());
    }

    private static String collection(Kind kind) {
        return switch (kind) {
            case REP -> "users";
            case CLIENT -> "accounts";
            case CONTACT -> "prospects";
            case DEAL -> "opportunities";
            case ACTIVITY, CALL, TASK -> throw notAble(kind);
        };
    }

    @Override
    public Page read(Kind kind, Optional<Instant> since, Optional<String> from) {
        require(kind);
        if (kind == Kind.ACTIVITY) {
            return activities(since, from);
        }
        OutreachApi.Listed page =
                api.list(collection(kind), changed(since), "updatedAt", kind == Kind.DEAL ? DEALS : PAGE, from);
        return new Page(items(kind, page.data()), page.after());
    }

    private static Map<String, List<String>> changed(Optional<Instant> since) {
        return since.map(at -> Map.of(
                        "filter[updatedAt][gte]",
                        List.of(at.truncatedTo(ChronoUnit.SECONDS).toString())))
                .orElse(Map.of());
    }

    private Page activities(Optional<Instant> since, Optional<String> from) {
        String[] place = from.orElse(Doing.CALL + "/").split("/", 2);
        Doing doing = Doing.valueOf(place[0]);
        Optional<String> after = Optional.of(place[1]).filter(cursor -> !cursor.isEmpty());
        OutreachApi.Listed page = api.list(doing.collection(), changed(since), "updatedAt", PAGE, after);
        Optional<String> next = page.after()
                .map(cursor -> doing + "/" + cursor)
                .or(() -> doing.next().map(one -> one + "/"));
        return new Page(doings(doing, page.data()), next);
    }

    private List<Item> items(Kind kind, List<JsonNode> found) {
        Map<String, List<JsonNode>> roles = kind == Kind.DEAL ? roles(found) : Map.of();
        return found.stream()
                .filter(one -> !one.path("attributes").hasNonNull("trashedAt"))
                .map(one -> switch (kind) {
                    case REP -> records.user(one);
                    case CLIENT -> records.account(one);
                    case CONTACT -> records.prospect(one);
                    case DEAL -> records.opportunity(one, roles.getOrDefault(OutreachRecords.id(one), List.of()));
                    case ACTIVITY, CALL, TASK -> throw notAble(kind);
                })
                .toList();
    }

    /** The people of deals, by deal. */
    private Map<String, List<JsonNode>> roles(List<JsonNode> deals) {
        if (deals.isEmpty()) {
            return Map.of();
        }
        List<String> ids = deals.stream().map(OutreachRecords::id).toList();
        Map<String, List<JsonNode>> roles = new HashMap<>();
        api.all("opportunityProspectRoles", Map.of("filter[opportunity][id][]", ids), "updatedAt")
                .forEach(role -> OutreachRecords.related(role, "opportunity")
                        .ifPresent(deal -> roles.computeIfAbsent(deal, any -> new ArrayList<>())
                                .add(role)));
        return roles;
    }

    private List<Item> doings(Doing doing, List<JsonNode> found) {
        Map<String, String> names = doing == Doing.SEQUENCE_STATE ? sequences(found) : Map.of();
        Map<String, String> accounts = accounts(found);
        return found.stream()
                .map(one -> switch (doing) {
                    case CALL -> records.call(one, accounts);
                    case MAILING -> records.mailing(one, accounts);
                    case SEQUENCE_STATE -> {
                        Optional<String> sequence = OutreachRecords.related(one, "sequence");
                        yield records.sequenceState(
                                one,
                                accounts,
                                sequence.map(names::get),
                                sequence.filter(tasks::enrolsInto).isPresent());
                    }
                    case TASK -> records.task(one, accounts);
                })
                .toList();
    }

    /** Of what names no opportunity the account is the prospect's. */
    private Map<String, String> accounts(List<JsonNode> found) {
        Set<String> prospects = found.stream()
                .filter(one -> OutreachRecords.related(one, "opportunity").isEmpty()
                        && OutreachRecords.related(one, "account").isEmpty())
                .flatMap(one -> OutreachRecords.related(one, "prospect").stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Map<String, String> accounts = new HashMap<>();
        api.byId("prospects", prospects)
                .forEach(one -> OutreachRecords.related(one, "account")
                        .ifPresent(account -> accounts.put(OutreachRecords.id(one), account)));
        return accounts;
    }

    private Map<String, String> sequences(List<JsonNode> states) {
        Set<String> ids = states.stream()
                .flatMap(state -> OutreachRecords.related(state, "sequence").stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Map<String, String> names = new HashMap<>();
        api.byId("sequences", ids)
                .forEach(one -> Json.text(one.path("attributes"), "name")
                        .ifPresent(name -> names.put(OutreachRecords.id(one), name)));
        return names;
    }

    @Override
    public Reread reread(Kind kind, Set<String> ids) {
        require(kind);
        Source.checkCount(ids);
        if (kind == Kind.ACTIVITY) {
            return rereadActivities(ids);
        }
        List<Item> found = byId(kind, ids);
        return kind == Kind.DEAL ? Reread.withParties(found, ids, this::byId) : Reread.of(found, ids);
    }

    private List<Item> byId(Kind kind, Set<String> ids) {
        return items(kind, api.byId(collection(kind), ids));
    }

    private Reread rereadActivities(Set<String> ids) {
        List<Item> items = new ArrayList<>();
        for (Doing doing : Doing.values()) {
            String prefix = doing.id("");
            Set<String> theirs = ids.stream()
                    .filter(id -> id.startsWith(prefix))
                    .map(id -> id.substring(prefix.length()))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            items.addAll(doings(doing, api.byId(doing.collection(), theirs)));
        }
        return Reread.of(items, ids);
    }

    /** A closed stage does not say whether it is won: its name has to. */
    @Override
    public Survey survey() {
        List<Survey.TheirStage> stages = new ArrayList<>();
        api.all("opportunityStages", Map.of(), "order").forEach(stage -> {
            JsonNode attributes = stage.path("attributes");
            String name = Json.text(attributes, "name").orElse("");
            boolean end = attributes.path("isClosed").asBoolean(false);
            boolean won = end && name.toLowerCase(Locale.ROOT).contains("won");
            stages.add(new Survey.TheirStage(OutreachRecords.id(stage), name, end, won, -1));
        });
        Map<String, String> fields = new TreeMap<>();
        api.list("opportunities", Map.of(), "-updatedAt", 50, Optional.empty())
                .data()
                .forEach(deal -> deal.path("attributes").properties().forEach(one -> {
                    if (one.getKey().matches("custom\\d{1,3}")
                            && !one.getValue().isNull()) {
                        fields.put(one.getKey(), "text");
                    }
                }));
        Map<Capability, String> missing = new TreeMap<>();
        probe(Capability.READ_REPS, "users", missing);
        probe(Capability.READ_PEOPLE, "accounts", missing);
        probe(Capability.READ_PEOPLE, "prospects", missing);
        probe(Capability.READ_DEALS, "opportunityProspectRoles", missing);
        probe(Capability.READ_ACTIVITIES, "calls", missing);
        probe(Capability.READ_ACTIVITIES, "mailings", missing);
        probe(Capability.READ_ACTIVITIES, "sequenceStates", missing);
        probe(Capability.READ_TASKS, "tasks", missing);
        return new Survey("Outreach", stages, fields, missing);
    }

    private void probe(Capability capability, String collection, Map<Capability, String> missing) {
        Survey.denial(
                        () -> api.list(collection, Map.of(), "id", OutreachApi.LEAST, Optional.empty()),
                        VendorTrouble.Cause.FORBIDDEN)
                .ifPresent(said -> missing.put(capability, said));
    }

    /** One webhook for all that happens; saying its secret again also wakes one that Outreach has given up. */
    @Override
    public void prepareListening() {
        hook.ifPresent(ours -> {
            Optional<String> there = api.all("webhooks", Map.of(), "id").stream()
                    .filter(one -> Json.text(one.path("attributes"), "url")
                            .filter(ours.address()::equals)
                            .isPresent())
                    .map(OutreachRecords::id)
                    .findFirst();
            if (there.isPresent()) {
                api.change(
                        "webhook", "webhooks", there.get(), Map.of("secret", ours.secret(), "active", true), Map.of());
                return;
            }
            Map<String, Object> attributes = new TreeMap<>();
            attributes.put("url", ours.address());
            attributes.put("resource", "*");
            attributes.put("action", "*");
            attributes.put("secret", ours.secret());
            attributes.put("payloadVersion", 2);
            var unused = api.create("webhook", "webhooks", attributes, Map.of());
            assert unused != null;
        });
    }

    /** Nothing has to be made there: our key stands in the notes of tasks. */
    @Override
    public void prepareWriting() {}
}
