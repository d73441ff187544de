package nextbest.vendors.outreach;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import nextbest.event.EventType;
import nextbest.event.SubjectRef;
import nextbest.vendors.Json;
import nextbest.vendors.Mapping;
import nextbest.vendors.Reading;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.port.Statement;
import tools.jackson.databind.JsonNode;

/** Outreach's records in our words: the one place where their attributes are read. */
final class OutreachRecords {
    private static final int NAME = 200;
    private static final int SENTENCES = 4_000;

    private final String source;
    private final Mapping mapping;

    OutreachRecords(String source, Mapping mapping) {
        this.source = Objects.requireNonNull(source, "source");
        this.mapping = Objects.requireNonNull(mapping, "mapping");
    }

    /** What is done with buyers, in the order in which it is read. */
    enum Doing {
        CALL("calls"),
        MAILING("mailings"),
        SEQUENCE_STATE("sequenceStates"),
        TASK("tasks");

        private final String collection;

        Doing(String collection) {
            this.collection = collection;
        }

        String collection() {
            return collection;
        }

        /** One id for all kinds: each numbers its records for itself. */
        String id(String theirs) {
            return collection + ":" + theirs;
        }

        /** The kind that is read after this one; empty after the last. */
        Optional<Doing> next() {
            return switch (this) {
                case CALL -> Optional.of(MAILING);
                case MAILING -> Optional.of(SEQUENCE_STATE);
                case SEQUENCE_STATE -> Optional.of(TASK);
                case TASK -> Optional.empty();
            };
        }

        /** By the type of a resource. */
        static Doing of(String type) {
            return switch (type) {
                case "call" -> CALL;
                case "mailing" -> MAILING;
                case "sequenceState" -> SEQUENCE_STATE;
                case "task" -> TASK;
                default -> throw new IllegalArgumentException("no doing: " + type);
            };
        }
    }

    static String id(JsonNode resource) {
        return resource.path("id").asString();
    }

    /** The id of the one resource that a relationship names. */
    static Optional<String> related(JsonNode resource, String name) {
        return Json.text(resource.path("relationships").path(name).path("data"), "id")
                .filter(OutreachApi::isId);
    }

    private static Reading reading(JsonNode resource) {
        return new Reading(resource.path("attributes"));
    }

    private static Instant changed(Reading in) {
        return in.moment("updatedAt").orElse(Instant.EPOCH);
    }

    Item user(JsonNode resource) {
        Reading in = reading(resource);
        String id = id(resource);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", id);
        data.put("name", name(in).orElse("User " + id));
        in.text("email", 320).ifPresent(mail -> data.put("email", mail));
        Instant at = changed(in);
        return in.item(Kind.REP, id, at, List.of(Reading.said(EventType.REP, "rep:" + id, Optional.empty(), at, data)));
    }

    private static Optional<String> name(Reading in) {
        String both = (in.text("firstName", NAME / 2).orElse("") + " "
                        + in.text("lastName", NAME / 2).orElse(""))
                .strip();
        return both.isEmpty() ? in.text("name", NAME) : Optional.of(both);
    }

    Item account(JsonNode resource) {
        Reading in = reading(resource);
        String id = id(resource);
        Map<String, Object> data = new LinkedHashMap<>();
        in.text("name", NAME).ifPresent(name -> data.put("name", name));
        in.text("industry", 80).ifPresent(industry -> data.put("industry", industry));
        in.text("locality", 80).ifPresent(region -> data.put("region", region));
        in.whole("numberOfEmployees", 10_000_000).ifPresent(heads -> data.put("employees", heads));
        related(resource, "owner").ifPresent(owner -> data.put("rep", owner));
        Instant at = changed(in);
        return in.item(
                Kind.CLIENT,
                id,
                at,
                List.of(Reading.said(EventType.CLIENT, "client:" + id, Optional.of(client(id)), at, data)));
    }

    Item prospect(JsonNode resource) {
        Reading in = reading(resource);
        String id = id(resource);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", id);
        name(in).ifPresent(name -> data.put("name", name));
        Optional.of(resource.path("attributes").path("emails").path(0))
                .filter(JsonNode::isString)
                .ifPresent(mail -> data.put("email", mail.asString()));
        in.text("title", NAME).ifPresent(title -> data.put("title", title));
        related(resource, "account").ifPresent(account -> data.put("client", account));
        Instant at = changed(in);
        return in.item(
                Kind.CONTACT,
                id,
                at,
                List.of(Reading.said(EventType.CONTACT, "contact:" + id, Optional.empty(), at, data)));
    }

    /** @param roles of its people */
    Item opportunity(JsonNode resource, List<JsonNode> roles) {
        Reading in = reading(resource);
        String id = id(resource);
        SubjectRef deal = deal(id);
        Instant at = changed(in);
        Map<String, Object> data = new LinkedHashMap<>();
        in.text("name", NAME).ifPresent(name -> data.put("name", name));
        Object amount = resource.path("attributes").hasNonNull("amountPrecise")
                ? in.amount("amountPrecise", "currencyType", mapping.currency())
                : in.amount("amount", "currencyType", mapping.currency());
        data.put("amount", amount);
        data.put("closeDate", in.day("closeDate"));
        in.moment("externalCreatedAt")
                .or(() -> in.moment("createdAt"))
                .ifPresent(created -> data.put("createdAt", created.toString()));
        related(resource, "owner").ifPresent(owner -> data.put("rep", owner));
        related(resource, "account").ifPresent(account -> data.put("client", account));
        List<String> people = people(resource, roles);
        if (!people.isEmpty()) {
            data.put("stakeholders", people);
        }
        mapping.fields().forEach((ours, theirs) -> in.own(ours, theirs).ifPresent(value -> data.put(ours, value)));
        List<Statement> says = new ArrayList<>();
        Optional<String> theirs = related(resource, "opportunityStage");
        if (theirs.isEmpty()) {
            in.noStage("opportunityStage", mapping);
        }
        Optional<String> stage = theirs.flatMap(one -> in.stage("opportunityStage", one, mapping));
        stage.filter(one -> !isEnd(one)).ifPresent(one -> data.put("stage", one));
        says.add(Reading.said(EventType.DEAL, "deal:" + id, Optional.of(deal), at, data));
        stage.filter(OutreachRecords::isEnd).ifPresent(end -> says.add(end(id, end, amount, in, at)));
        roles.forEach(role -> role(role, deal, in).ifPresent(says::add));
        return in.item(Kind.DEAL, id, at, says);
    }

    /** The primary prospect first. */
    static List<String> people(JsonNode opportunity, List<JsonNode> roles) {
        List<String> people = new ArrayList<>();
        related(opportunity, "primaryProspect").ifPresent(people::add);
        roles.stream()
                .sorted((a, b) -> Boolean.compare(primary(b), primary(a)))
                .forEach(role -> related(role, "prospect").ifPresent(people::add));
        return people.stream().distinct().limit(100).toList();
    }

    private static boolean primary(JsonNode role) {
        return role.path("attributes").path("primary").asBoolean(false);
    }

    private static boolean isEnd(String stage) {
        return stage.equals("won") || stage.equals("lost");
    }

    /** Nothing says when it ended: the end is named by what it is, and happened at the latest when the deal last changed. */
    private Statement end(String deal, String end, Object amount, Reading in, Instant at) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("kind", end.equals("won") ? "WON" : "LOST");
        if (end.equals("won") && amount != null) {
            data.put("amount", amount);
        }
        if (end.equals("lost")) {
            in.text("lostReason", NAME).ifPresent(reason -> data.put("reason", reason));
        }
        return new Statement(
                "outcome:" + deal + ":" + Json.mark(data), EventType.OUTCOME, Optional.of(deal(deal)), at, false, data);
    }

    private Optional<Statement> role(JsonNode role, SubjectRef deal, Reading of) {
        Reading in = reading(role);
        Optional<String> prospect = related(role, "prospect");
        var ours = in.role("role");
        in.oddities().forEach(odd -> of.odd("opportunityProspectRole." + odd.field(), odd.seen(), odd.allowed()));
        if (prospect.isEmpty() || ours.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", prospect.get());
        data.put("roles", List.of(ours.get().key()));
        return Optional.of(Reading.said(EventType.CONTACT, "role:" + id(role), Optional.of(deal), changed(in), data));
    }

    /**
     * One piece of news of the deal that it belongs to, or else of the client; before it happened it says nothing.
     *
     * @param accounts by prospect, of those that are known
     */
    Item call(JsonNode resource, Map<String, String> accounts) {
        Reading in = reading(resource);
        Optional<Instant> done = in.moment("completedAt");
        Instant at = in.moment("answeredAt")
                .or(() -> in.moment("dialedAt"))
                .or(() -> done)
                .orElseGet(() -> changed(in));
        Map<String, Object> data = with(resource, "call");
        in.oneOf("direction", Map.of("inbound", "inbound", "outbound", "outbound"))
                .ifPresent(direction -> data.put("direction", direction));
        in.moment("answeredAt")
                .flatMap(from -> done.filter(to -> !to.isBefore(from)).map(to -> Duration.between(from, to)))
                .ifPresent(length -> data.put("minutes", Math.min(10_000, length.toMinutes())));
        in.words("note", SENTENCES).ifPresent(words -> data.put("summary", words));
        boolean over = done.isPresent() || in.text("outcome", NAME).isPresent();
        List<Statement> says =
                over ? about(resource, accounts, EventType.ACTIVITY, "call", at, data, false) : List.of();
        return in.item(Kind.ACTIVITY, Doing.CALL.id(id(resource)), changed(in), says);
    }

    /** A mail that went out, and the answer to it. */
    Item mailing(JsonNode resource, Map<String, String> accounts) {
        Reading in = reading(resource);
        List<Statement> says = new ArrayList<>();
        in.moment("deliveredAt").ifPresent(at -> {
            Map<String, Object> data = with(resource, "email");
            data.put("direction", "outbound");
            String words = (in.text("subject", NAME).orElse("") + "\n"
                            + in.words("bodyText", SENTENCES - NAME - 1).orElse(""))
                    .strip();
            if (!words.isEmpty()) {
                data.put("summary", words);
            }
            says.addAll(about(resource, accounts, EventType.ACTIVITY, "mail", at, data, false));
        });
        in.moment("repliedAt").ifPresent(at -> {
            Map<String, Object> data = with(resource, "email");
            data.put("direction", "inbound");
            says.addAll(about(resource, accounts, EventType.ACTIVITY, "reply", at, data, false));
        });
        return in.item(Kind.ACTIVITY, Doing.MAILING.id(id(resource)), changed(in), says);
    }

    /**
     * Outreach acts on the deal by itself.
     *
     * @param accounts by prospect, of those that are known
     * @param sequence its name
     * @param ours whether it is a sequence that we put people into
     */
    Item sequenceState(JsonNode resource, Map<String, String> accounts, Optional<String> sequence, boolean ours) {
        Reading in = reading(resource);
        Map<String, Object> data = new LinkedHashMap<>();
        String name = sequence.orElseGet(
                () -> "sequence " + related(resource, "sequence").orElse("unknown"));
        data.put("action", name.length() > 80 ? name.substring(0, 79) + "…" : name);
        data.put("channel", "sequence");
        Instant at = in.moment("createdAt").orElseGet(() -> changed(in));
        return in.item(
                Kind.ACTIVITY,
                Doing.SEQUENCE_STATE.id(id(resource)),
                changed(in),
                about(resource, accounts, EventType.EXPOSURE_ELSEWHERE, "sequence", at, data, ours));
    }

    /** A task that is over and not ours. Calls and mails leave records of their own, so that their tasks say nothing. */
    Item task(JsonNode resource, Map<String, String> accounts) {
        Reading in = reading(resource);
        Optional<Instant> done = in.moment("completedAt");
        Optional<String> kind =
                in.oneOf("action", Map.of("in_person", "meeting", "action_item", "other", "call", "", "email", ""));
        boolean ours = Json.text(resource.path("attributes"), "note")
                .filter(OutreachTasks::isOurs)
                .isPresent();
        List<Statement> says = List.of();
        if (done.isPresent() && kind.filter(one -> !one.isEmpty()).isPresent() && !ours) {
            Map<String, Object> data = with(resource, kind.get());
            in.words("note", SENTENCES).ifPresent(words -> data.put("summary", words));
            says = about(resource, accounts, EventType.ACTIVITY, "task", done.get(), data, false);
        }
        return in.item(Kind.ACTIVITY, Doing.TASK.id(id(resource)), changed(in), says);
    }

    private static Map<String, Object> with(JsonNode resource, String kind) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("kind", kind);
        related(resource, "user").or(() -> related(resource, "owner")).ifPresent(user -> data.put("rep", user));
        related(resource, "prospect").ifPresent(prospect -> data.put("contact", prospect));
        return data;
    }

    private List<Statement> about(
            JsonNode resource,
            Map<String, String> accounts,
            EventType type,
            String name,
            Instant at,
            Map<String, Object> data,
            boolean ours) {
        Optional<SubjectRef> subject = related(resource, "opportunity")
                .map(this::deal)
                .or(() -> related(resource, "account")
                        .or(() -> related(resource, "prospect").map(accounts::get))
                        .map(this::client));
        if (subject.isEmpty()) {
            return List.of();
        }
        String id =
                Reading.said(type, name + ":" + id(resource), subject, at, data).id();
        return List.of(new Statement(id, type, subject, at, ours, data));
    }

    private SubjectRef deal(String id) {
        return new SubjectRef(SubjectRef.Kind.DEAL, source, id);
    }

    private SubjectRef client(String id) {
        return new SubjectRef(SubjectRef.Kind.CLIENT, source, id);
    }
}
