package nextbest.vendors.hubspot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import nextbest.event.EventType;
import nextbest.event.SubjectRef;
import nextbest.vendors.Json;
import nextbest.vendors.Mapping;
import nextbest.vendors.Reading;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.port.Statement;
import tools.jackson.databind.JsonNode;

/** HubSpot's records in our words: the one place where its properties are read. */
final class HubSpotRecords {
    private static final int NAME = 200;
    private static final int SENTENCES = 4_000;
    private static final int NOTE = 200_000;

    private final String source;
    private final Mapping mapping;

    HubSpotRecords(String source, Mapping mapping) {
        this.source = Objects.requireNonNull(source, "source");
        this.mapping = Objects.requireNonNull(mapping, "mapping");
    }

    /** What other records a record belongs to, by the vendor's ids. */
    record Ties(List<String> companies, List<String> contacts, List<String> deals) {
        static final Ties NONE = new Ties(List.of(), List.of(), List.of());
    }

    /** Properties of a deal that are asked for. */
    List<String> dealProperties() {
        return Stream.concat(
                        Stream.of(
                                "dealname",
                                "amount",
                                "deal_currency_code",
                                "dealstage",
                                "pipeline",
                                "closedate",
                                "createdate",
                                "hubspot_owner_id",
                                "hs_lastmodifieddate"),
                        mapping.fields().values().stream())
                .distinct()
                .toList();
    }

    static final List<String> COMPANY_PROPERTIES = List.of(
            "name", "industry", "country", "state", "numberofemployees", "hubspot_owner_id", "hs_lastmodifieddate");
    static final List<String> CONTACT_PROPERTIES =
            List.of("firstname", "lastname", "email", "jobtitle", "lastmodifieddate");

    Item owner(JsonNode owner) {
        Reading in = new Reading(owner);
        String id = owner.path("id").asString();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", id);
        String name = (Json.text(owner, "firstName").orElse("") + " "
                        + Json.text(owner, "lastName").orElse(""))
                .strip();
        data.put("name", cut(name.isEmpty() ? "Owner " + id : name));
        Json.text(owner, "email").ifPresent(mail -> data.put("email", mail));
        Instant at = in.moment("updatedAt").or(() -> in.moment("createdAt")).orElse(Instant.EPOCH);
        return in.item(Kind.REP, id, at, List.of(Reading.said(EventType.REP, "rep:" + id, Optional.empty(), at, data)));
    }

    Item company(JsonNode record) {
        Reading in = new Reading(record.path("properties"));
        String id = record.path("id").asString();
        Map<String, Object> data = new LinkedHashMap<>();
        in.text("name", NAME).ifPresent(name -> data.put("name", name));
        in.text("industry", 80).ifPresent(industry -> data.put("industry", industry));
        in.text("country", 80).ifPresent(country -> data.put("country", country));
        in.text("state", 80).ifPresent(region -> data.put("region", region));
        in.whole("numberofemployees", 10_000_000).ifPresent(heads -> data.put("employees", heads));
        in.text("hubspot_owner_id", NAME).ifPresent(owner -> data.put("rep", owner));
        Instant at = changed(record, in, "hs_lastmodifieddate");
        SubjectRef client = new SubjectRef(SubjectRef.Kind.CLIENT, source, id);
        return in.item(
                Kind.CLIENT,
                id,
                at,
                List.of(Reading.said(EventType.CLIENT, "client:" + id, Optional.of(client), at, data)));
    }

    Item contact(JsonNode record, Ties ties) {
        Reading in = new Reading(record.path("properties"));
        String id = record.path("id").asString();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", id);
        String name = (in.text("firstname", NAME).orElse("") + " "
                        + in.text("lastname", NAME).orElse(""))
                .strip();
        if (!name.isEmpty()) {
            data.put("name", cut(name));
        }
        in.text("email", 320).ifPresent(mail -> data.put("email", mail));
        in.text("jobtitle", NAME).ifPresent(title -> data.put("title", title));
        ties.companies().stream().findFirst().ifPresent(company -> data.put("client", company));
        Instant at = changed(record, in, "lastmodifieddate");
        return in.item(
                Kind.CONTACT,
                id,
                at,
                List.of(Reading.said(EventType.CONTACT, "contact:" + id, Optional.empty(), at, data)));
    }

    Item deal(JsonNode record, Ties ties) {
        Reading in = new Reading(record.path("properties"));
        String id = record.path("id").asString();
        SubjectRef deal = new SubjectRef(SubjectRef.Kind.DEAL, source, id);
        Instant at = changed(record, in, "hs_lastmodifieddate");
        Map<String, Object> data = new LinkedHashMap<>();
        in.text("dealname", NAME).ifPresent(name -> data.put("name", name));
        data.put("amount", in.amount("amount", "deal_currency_code", mapping.currency()));
        data.put("closeDate", in.day("closedate"));
        in.moment("createdate").ifPresent(created -> data.put("createdAt", created.toString()));
        in.text("hubspot_owner_id", NAME).ifPresent(owner -> data.put("rep", owner));
        ties.companies().stream().findFirst().ifPresent(company -> data.put("client", company));
        if (!ties.contacts().isEmpty()) {
            data.put("stakeholders", ties.contacts().stream().limit(100).toList());
        }
        mapping.fields().forEach((ours, theirs) -> in.own(ours, theirs).ifPresent(value -> data.put(ours, value)));
        List<Statement> says = new ArrayList<>();
        Optional<String> stage = in.text("dealstage", 80).flatMap(theirs -> in.stage("dealstage", theirs, mapping));
        stage.filter(one -> !isEnd(one)).ifPresent(one -> data.put("stage", one));
        if (stage.isEmpty() && in.text("dealstage", 80).isEmpty()) {
            in.noStage("dealstage", mapping);
        }
        says.add(Reading.said(EventType.DEAL, "deal:" + id, Optional.of(deal), at, data));
        says.addAll(course(record, deal, in));
        return in.item(Kind.DEAL, id, at, says);
    }

    /** The way of a deal through its stages, from the history of its stage. */
    private List<Statement> course(JsonNode record, SubjectRef deal, Reading in) {
        List<Statement> course = new ArrayList<>();
        boolean ended = false;
        String before = "";
        List<JsonNode> visits = StreamSupport.stream(
                        record.path("propertiesWithHistory").path("dealstage").spliterator(), false)
                .filter(visit ->
                        at(visit).isPresent() && Json.text(visit, "value").isPresent())
                .sorted(Comparator.comparing(visit -> at(visit).orElseThrow()))
                .toList();
        for (JsonNode visit : visits) {
            Optional<String> stage =
                    in.stage("dealstage", Json.text(visit, "value").orElseThrow(), mapping);
            Instant when = at(visit).orElseThrow();
            if (stage.isEmpty() || stage.get().equals(before)) {
                continue;
            }
            before = stage.get();
            String place = deal.id() + ":" + when.toEpochMilli();
            if (isEnd(before)) {
                Map<String, Object> outcome = new LinkedHashMap<>();
                outcome.put("kind", before.equals("won") ? "WON" : "LOST");
                if (before.equals("won")) {
                    Object amount = in.amount("amount", "deal_currency_code", mapping.currency());
                    if (amount != null) {
                        outcome.put("amount", amount);
                    }
                }
                course.add(Reading.said(EventType.OUTCOME, "outcome:" + place, Optional.of(deal), when, outcome));
                ended = true;
                continue;
            }
            if (ended) {
                course.add(Reading.said(
                        EventType.OUTCOME, "reopened:" + place, Optional.of(deal), when, Map.of("kind", "REOPENED")));
                ended = false;
            }
            course.add(Reading.said(
                    EventType.STAGE_CHANGE, "stage:" + place, Optional.of(deal), when, Map.of("stage", before)));
        }
        return course;
    }

    private static boolean isEnd(String stage) {
        return stage.equals("won") || stage.equals("lost");
    }

    private static Optional<Instant> at(JsonNode visit) {
        return Json.text(visit, "timestamp").flatMap(Reading::momentOf);
    }

    /** What is asked for of each kind of activity. */
    enum Activity {
        CALLS("hs_call_title,hs_call_body,hs_call_direction,hs_call_duration", "call"),
        MEETINGS("hs_meeting_title,hs_meeting_body,hs_meeting_start_time,hs_meeting_end_time", "meeting"),
        EMAILS("hs_email_subject,hs_email_text,hs_email_direction", "email"),
        NOTES("hs_note_body", "note");

        private final String own;
        private final String kind;

        Activity(String own, String kind) {
            this.own = own;
            this.kind = kind;
        }

        /** The kind that is read after this one; empty after the last. */
        Optional<Activity> next() {
            return switch (this) {
                case CALLS -> Optional.of(MEETINGS);
                case MEETINGS -> Optional.of(EMAILS);
                case EMAILS -> Optional.of(NOTES);
                case NOTES -> Optional.empty();
            };
        }

        String path() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        List<String> properties() {
            return List.of((own + ",hs_timestamp,hubspot_owner_id,hs_lastmodifieddate").split(","));
        }
    }

    /** One piece of news for each deal that it belongs to; without a deal it says nothing. */
    Item activity(Activity activity, JsonNode record, Ties ties) {
        Reading in = new Reading(record.path("properties"));
        String id = record.path("id").asString();
        Instant changed = changed(record, in, "hs_lastmodifieddate");
        Instant when = in.moment("hs_timestamp").orElse(changed);
        Map<String, Object> data = activity == Activity.NOTES ? note(in) : happening(activity, in);
        List<Statement> says = new ArrayList<>();
        if (!data.isEmpty()) {
            ties.contacts().stream().findFirst().ifPresent(contact -> data.put("contact", contact));
            for (String deal : ties.deals()) {
                says.add(Reading.said(
                        activity == Activity.NOTES ? EventType.NOTE : EventType.ACTIVITY,
                        activity.kind + ":" + id + ":" + deal,
                        Optional.of(new SubjectRef(SubjectRef.Kind.DEAL, source, deal)),
                        when,
                        data));
            }
        }
        return in.item(Kind.ACTIVITY, activity.path() + ":" + id, changed, says);
    }

    private static Map<String, Object> note(Reading in) {
        Map<String, Object> data = new LinkedHashMap<>();
        in.words("hs_note_body", NOTE).ifPresent(text -> {
            data.put("text", text);
            in.text("hubspot_owner_id", NAME).ifPresent(owner -> data.put("author", owner));
        });
        return data;
    }

    private static Map<String, Object> happening(Activity activity, Reading in) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("kind", activity.kind);
        in.text("hubspot_owner_id", NAME).ifPresent(owner -> data.put("rep", owner));
        String title = "";
        switch (activity) {
            case CALLS -> {
                in.oneOf("hs_call_direction", Map.of("INBOUND", "inbound", "OUTBOUND", "outbound"))
                        .ifPresent(direction -> data.put("direction", direction));
                in.whole("hs_call_duration", Long.MAX_VALUE)
                        .ifPresent(millis -> data.put("minutes", Math.min(10_000, millis / 60_000)));
                title = "hs_call_title";
            }
            case MEETINGS -> {
                data.put("direction", "both");
                in.moment("hs_meeting_start_time")
                        .ifPresent(from -> in.moment("hs_meeting_end_time")
                                .filter(to -> !to.isBefore(from))
                                .ifPresent(to -> data.put(
                                        "minutes",
                                        Math.min(
                                                10_000,
                                                java.time.Duration.between(from, to)
                                                        .toMinutes()))));
                title = "hs_meeting_title";
            }
            case EMAILS -> {
                in.oneOf(
                                "hs_email_direction",
                                Map.of(
                                        "INCOMING_EMAIL", "inbound",
                                        "EMAIL", "outbound",
                                        "FORWARDED_EMAIL", "outbound"))
                        .ifPresent(direction -> data.put("direction", direction));
                title = "hs_email_subject";
            }
            case NOTES -> throw new IllegalArgumentException("a note is no happening");
        }
        String body = switch (activity) {
            case CALLS -> "hs_call_body";
            case MEETINGS -> "hs_meeting_body";
            default -> "hs_email_text";
        };
        String words = (in.words(title, NAME).orElse("") + "\n"
                        + in.words(body, SENTENCES - NAME - 1).orElse(""))
                .strip();
        if (!words.isEmpty()) {
            data.put("summary", words);
        }
        return data;
    }

    private static Instant changed(JsonNode record, Reading in, String field) {
        return in.moment(field)
                .or(() -> Json.text(record, "updatedAt").flatMap(Reading::momentOf))
                .orElse(Instant.EPOCH);
    }

    private static String cut(String text) {
        return text.length() > NAME ? text.substring(0, NAME - 1) + "…" : text;
    }
}
