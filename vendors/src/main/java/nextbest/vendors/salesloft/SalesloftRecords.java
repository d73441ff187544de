package nextbest.vendors.salesloft;

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

/** Salesloft's records in our words: the one place where their fields are read. */
final class SalesloftRecords {
    private static final int NAME = 200;
    private static final int SENTENCES = 4_000;
    private static final int NOTE = 200_000;

    private final String source;
    private final Mapping mapping;

    SalesloftRecords(String source, Mapping mapping) {
        this.source = Objects.requireNonNull(source, "source");
        this.mapping = Objects.requireNonNull(mapping, "mapping");
    }

    /** What is done with buyers, and who they are in a deal, in the order in which it is read. */
    enum Doing {
        /** Who is in a deal: the one place where people and opportunities meet. */
        PART("opportunity_people", ""),
        CALL("activities/calls", "called_person"),
        EMAIL("activities/emails", "recipient"),
        NOTE("notes", "associated_with"),
        MEMBERSHIP("cadence_memberships", "person");

        private final String resource;
        private final String person;

        Doing(String resource, String person) {
            this.resource = resource;
            this.person = person;
        }

        String resource() {
            return resource;
        }

        /** The person that a record is about. */
        Optional<String> person(JsonNode record) {
            boolean ofAccount = this == NOTE
                    && !Json.text(record, "associated_type").orElse("").equals("person");
            return ofAccount ? Optional.empty() : related(record, person);
        }

        /** One id for all kinds: each numbers its records for itself. */
        String id(String theirs) {
            return resource.substring(resource.indexOf('/') + 1) + ":" + theirs;
        }

        /** The kind that is read after this one; empty after the last. */
        Optional<Doing> next() {
            return switch (this) {
                case PART -> Optional.of(CALL);
                case CALL -> Optional.of(EMAIL);
                case EMAIL -> Optional.of(NOTE);
                case NOTE -> Optional.of(MEMBERSHIP);
                case MEMBERSHIP -> Optional.empty();
            };
        }
    }

    static String id(JsonNode record) {
        return record.path("id").asString();
    }

    /** The id of what a field refers to, as {@code {id, _href}}. */
    static Optional<String> related(JsonNode record, String field) {
        return Json.text(record.path(field), "id").filter(SalesloftApi::isId);
    }

    private static Instant changed(Reading in) {
        return in.moment("updated_at").orElse(Instant.EPOCH);
    }

    Item user(JsonNode record) {
        Reading in = new Reading(record);
        String id = id(record);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", id);
        data.put("name", in.text("name", NAME).orElse("User " + id));
        in.text("email", 320).ifPresent(mail -> data.put("email", mail));
        Instant at = changed(in);
        return in.item(Kind.REP, id, at, List.of(Reading.said(EventType.REP, "rep:" + id, Optional.empty(), at, data)));
    }

    Item account(JsonNode record) {
        Reading in = new Reading(record);
        String id = id(record);
        Map<String, Object> data = new LinkedHashMap<>();
        in.text("name", NAME).ifPresent(name -> data.put("name", name));
        in.text("industry", 80).ifPresent(industry -> data.put("industry", industry));
        in.text("country", 80).ifPresent(country -> data.put("country", country));
        in.text("state", 80).ifPresent(region -> data.put("region", region));
        in.whole("size", 10_000_000).ifPresent(heads -> data.put("employees", heads));
        related(record, "owner").ifPresent(owner -> data.put("rep", owner));
        Instant at = changed(in);
        return in.item(
                Kind.CLIENT,
                id,
                at,
                List.of(Reading.said(EventType.CLIENT, "client:" + id, Optional.of(client(id)), at, data)));
    }

    Item person(JsonNode record) {
        Reading in = new Reading(record);
        String id = id(record);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", id);
        String name = (in.text("first_name", NAME / 2).orElse("") + " "
                        + in.text("last_name", NAME / 2).orElse(""))
                .strip();
        if (!name.isEmpty()) {
            data.put("name", name);
        }
        in.text("email_address", 320).ifPresent(mail -> data.put("email", mail));
        in.text("title", NAME).ifPresent(title -> data.put("title", title));
        related(record, "account").ifPresent(account -> data.put("client", account));
        Instant at = changed(in);
        return in.item(
                Kind.CONTACT,
                id,
                at,
                List.of(Reading.said(EventType.CONTACT, "contact:" + id, Optional.empty(), at, data)));
    }

    Item opportunity(JsonNode record) {
        Reading in = new Reading(record);
        String id = id(record);
        SubjectRef deal = deal(id);
        Instant at = changed(in);
        Map<String, Object> data = new LinkedHashMap<>();
        in.text("name", NAME).ifPresent(name -> data.put("name", name));
        Object amount = in.amount("amount", "currency_iso_code", mapping.currency());
        data.put("amount", amount);
        data.put("closeDate", in.day("close_date"));
        in.moment("created_date")
                .or(() -> in.moment("created_at"))
                .ifPresent(created -> data.put("createdAt", created.toString()));
        related(record, "owner").ifPresent(owner -> data.put("rep", owner));
        related(record, "account").ifPresent(account -> data.put("client", account));
        Reading own = new Reading(record.path("custom_fields"));
        mapping.fields().forEach((ours, theirs) -> own.own(ours, theirs).ifPresent(value -> data.put(ours, value)));
        own.oddities().forEach(odd -> in.odd("custom_fields." + odd.field(), odd.seen(), odd.allowed()));
        Optional<String> end = end(record, in);
        if (end.isEmpty()) {
            stage(in).ifPresent(stage -> data.put("stage", stage));
        }
        List<Statement> says = new ArrayList<>();
        says.add(Reading.said(EventType.DEAL, "deal:" + id, Optional.of(deal), at, data));
        end.ifPresent(one -> says.add(ended(deal, one, amount, at)));
        firstPerson(record).ifPresent(person -> says.add(part("window", deal, person, Instant.EPOCH)));
        return in.item(Kind.DEAL, id, at, says);
    }

    /** The person with whom it began, if it says so. */
    static Optional<String> firstPerson(JsonNode opportunity) {
        return Json.text(opportunity, "opportunity_window_person_id").filter(SalesloftApi::isId);
    }

    private Optional<String> stage(Reading in) {
        Optional<String> theirs = in.text("stage_name", 80);
        if (theirs.isEmpty()) {
            in.noStage("stage_name", mapping);
        }
        return theirs.flatMap(name -> in.stage("stage_name", name, mapping)).filter(stage -> !isEnd(stage));
    }

    private static boolean isEnd(String stage) {
        return stage.equals("won") || stage.equals("lost");
    }

    /** The opportunity says so itself; where it does not, its stage does. */
    private Optional<String> end(JsonNode record, Reading in) {
        if (record.path("is_won").asBoolean(false)) {
            return Optional.of("won");
        }
        if (record.path("is_closed").asBoolean(false)) {
            return Optional.of("lost");
        }
        return in.text("stage_name", 80).flatMap(mapping::stage).filter(SalesloftRecords::isEnd);
    }

    /** Nothing says when it ended: the end is named by what it is, and happened at the latest when the deal last changed. */
    private static Statement ended(SubjectRef deal, String end, Object amount, Instant at) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("kind", end.equals("won") ? "WON" : "LOST");
        if (end.equals("won") && amount != null) {
            data.put("amount", amount);
        }
        String id = "outcome:" + deal.id() + ":" + Json.mark(data);
        return new Statement(id, EventType.OUTCOME, Optional.of(deal), at, false, data);
    }

    private static Statement part(String name, SubjectRef deal, String person, Instant at) {
        return Reading.said(
                EventType.CONTACT,
                "part:" + name + ":" + deal.id() + ":" + person,
                Optional.of(deal),
                at,
                Map.of("id", person));
    }

    /**
     * A record of what was done.
     *
     * @param clients by person, of those that are known
     * @param name of the cadence, if it is about one
     * @param ours whether it is one that we put people into
     */
    Item doing(Doing doing, JsonNode record, Map<String, String> clients, Optional<String> name, boolean ours) {
        Reading in = new Reading(record);
        Optional<String> person = doing.person(record);
        Optional<SubjectRef> client = person.map(clients::get)
                .or(() -> Json.text(record, "associated_type").orElse("").equals("account")
                        ? related(record, "associated_with")
                        : Optional.empty())
                .map(this::client);
        List<Statement> says = switch (doing) {
            case PART -> partOf(record, in);
            case CALL -> call(record, in, client);
            case EMAIL -> email(record, in, client);
            case NOTE -> note(record, in, client);
            case MEMBERSHIP -> membership(record, in, client, name, ours);
        };
        return in.item(Kind.ACTIVITY, doing.id(id(record)), changed(in), says);
    }

    private List<Statement> partOf(JsonNode record, Reading in) {
        Optional<String> deal = Json.text(record, "opportunity_id").filter(SalesloftApi::isId);
        Optional<String> person = Json.text(record, "person_id").filter(SalesloftApi::isId);
        return deal.isPresent() && person.isPresent()
                ? List.of(part("person", deal(deal.get()), person.get(), changed(in)))
                : List.of();
    }

    private static Map<String, Object> with(JsonNode record, String kind, String direction, Optional<String> person) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("kind", kind);
        data.put("direction", direction);
        related(record, "user").ifPresent(user -> data.put("rep", user));
        person.ifPresent(one -> data.put("contact", one));
        return data;
    }

    private static List<Statement> call(JsonNode record, Reading in, Optional<SubjectRef> client) {
        Map<String, Object> data = with(record, "call", "outbound", Doing.CALL.person(record));
        in.whole("duration", Long.MAX_VALUE).ifPresent(seconds -> data.put("minutes", Math.min(10_000, seconds / 60)));
        List<String> words = new ArrayList<>();
        in.text("disposition", NAME).ifPresent(words::add);
        in.text("sentiment", NAME).ifPresent(words::add);
        if (!words.isEmpty()) {
            data.put("summary", String.join(", ", words));
        }
        Instant at = in.moment("created_at").orElseGet(() -> changed(in));
        return about(client, EventType.ACTIVITY, "call:" + id(record), at, data);
    }

    private static List<Statement> email(JsonNode record, Reading in, Optional<SubjectRef> client) {
        Optional<Instant> sent = in.moment("sent_at");
        if (sent.isEmpty()) {
            return List.of();
        }
        Optional<String> person = Doing.EMAIL.person(record);
        Map<String, Object> data = with(record, "email", "outbound", person);
        String words = (in.text("subject", NAME).orElse("") + "\n"
                        + in.words("body", SENTENCES - NAME - 1).orElse(""))
                .strip();
        if (!words.isEmpty()) {
            data.put("summary", words);
        }
        List<Statement> says =
                new ArrayList<>(about(client, EventType.ACTIVITY, "mail:" + id(record), sent.get(), data));
        Reading counts = new Reading(record.path("counts"));
        if (counts.whole("replies", Long.MAX_VALUE)
                .filter(replies -> replies > 0)
                .isPresent()) {
            // when it was answered is not said, only that it was: no later than the record changed
            says.addAll(about(
                            client,
                            EventType.ACTIVITY,
                            "reply:" + id(record),
                            changed(in),
                            with(record, "email", "inbound", person))
                    .stream()
                    .map(said -> new Statement(
                            "reply:" + id(record), said.type(), said.subject(), said.occurredAt(), false, said.data()))
                    .toList());
        }
        return says;
    }

    private static List<Statement> note(JsonNode record, Reading in, Optional<SubjectRef> client) {
        Optional<String> words = in.words("content", NOTE);
        if (words.isEmpty()) {
            return List.of();
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("text", words.get());
        related(record, "user").ifPresent(user -> data.put("author", user));
        Doing.NOTE.person(record).ifPresent(person -> data.put("contact", person));
        Instant at = in.moment("created_at").orElseGet(() -> changed(in));
        return about(client, EventType.NOTE, "note:" + id(record), at, data);
    }

    private static List<Statement> membership(
            JsonNode record, Reading in, Optional<SubjectRef> client, Optional<String> name, boolean ours) {
        Map<String, Object> data = new LinkedHashMap<>();
        String cadence =
                name.orElseGet(() -> "cadence " + related(record, "cadence").orElse("unknown"));
        data.put("action", cadence.length() > 80 ? cadence.substring(0, 79) + "…" : cadence);
        data.put("channel", "cadence");
        Instant at = in.moment("added_at").or(() -> in.moment("created_at")).orElseGet(() -> changed(in));
        return about(client, EventType.EXPOSURE_ELSEWHERE, "cadence:" + id(record), at, data).stream()
                .map(said -> new Statement(said.id(), said.type(), said.subject(), at, ours, data))
                .toList();
    }

    private static List<Statement> about(
            Optional<SubjectRef> client, EventType type, String name, Instant at, Map<String, Object> data) {
        return client.map(one -> Reading.said(type, name, Optional.of(one), at, data)).stream()
                .toList();
    }

    private SubjectRef deal(String id) {
        return new SubjectRef(SubjectRef.Kind.DEAL, source, id);
    }

    private SubjectRef client(String id) {
        return new SubjectRef(SubjectRef.Kind.CLIENT, source, id);
    }
}
