package nextbest.vendors.salesforce;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

/** Salesforce's records in our words: the one place where its fields are read. */
final class SalesforceRecords {
    private static final int NAME = 200;
    private static final int SENTENCES = 4_000;

    private final String source;
    private final Mapping mapping;

    SalesforceRecords(String source, Mapping mapping) {
        this.source = Objects.requireNonNull(source, "source");
        this.mapping = Objects.requireNonNull(mapping, "mapping");
    }

    Mapping mapping() {
        return mapping;
    }

    Item user(JsonNode record) {
        Reading in = new Reading(record);
        String id = id(record);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", id);
        data.put("name", in.text("Name", NAME).orElse("User " + id));
        in.text("Email", 320).ifPresent(mail -> data.put("email", mail));
        in.text("TimeZoneSidKey", 80).ifPresent(zone -> data.put("zone", zone));
        Instant at = changed(in);
        return in.item(Kind.REP, id, at, List.of(Reading.said(EventType.REP, "rep:" + id, Optional.empty(), at, data)));
    }

    Item account(JsonNode record) {
        Reading in = new Reading(record);
        String id = id(record);
        Map<String, Object> data = new LinkedHashMap<>();
        in.text("Name", NAME).ifPresent(name -> data.put("name", name));
        in.text("Industry", 80).ifPresent(industry -> data.put("industry", industry));
        in.text("BillingCountry", 80).ifPresent(country -> data.put("country", country));
        in.whole("NumberOfEmployees", 10_000_000).ifPresent(heads -> data.put("employees", heads));
        in.text("OwnerId", NAME).ifPresent(owner -> data.put("rep", owner));
        Instant at = changed(in);
        SubjectRef client = new SubjectRef(SubjectRef.Kind.CLIENT, source, id);
        return in.item(
                Kind.CLIENT,
                id,
                at,
                List.of(Reading.said(EventType.CLIENT, "client:" + id, Optional.of(client), at, data)));
    }

    Item contact(JsonNode record) {
        Reading in = new Reading(record);
        String id = id(record);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", id);
        in.text("Name", NAME).ifPresent(name -> data.put("name", name));
        in.text("Email", 320).ifPresent(mail -> data.put("email", mail));
        in.text("Title", NAME).ifPresent(title -> data.put("title", title));
        in.text("AccountId", NAME).ifPresent(account -> data.put("client", account));
        Instant at = changed(in);
        return in.item(
                Kind.CONTACT,
                id,
                at,
                List.of(Reading.said(EventType.CONTACT, "contact:" + id, Optional.empty(), at, data)));
    }

    /** With its stage history and contact roles, where they lie in the record as lists. */
    Item opportunity(JsonNode record) {
        Reading in = new Reading(record);
        String id = id(record);
        SubjectRef deal = new SubjectRef(SubjectRef.Kind.DEAL, source, id);
        Instant at = changed(in);
        Map<String, Object> data = new LinkedHashMap<>();
        in.text("Name", NAME).ifPresent(name -> data.put("name", name));
        Object amount = in.amount("Amount", "CurrencyIsoCode", mapping.currency());
        data.put("amount", amount);
        data.put("closeDate", in.day("CloseDate"));
        in.moment("CreatedDate").ifPresent(created -> data.put("createdAt", created.toString()));
        in.text("OwnerId", NAME).ifPresent(owner -> data.put("rep", owner));
        in.text("AccountId", NAME).ifPresent(account -> data.put("client", account));
        List<JsonNode> roles = list(record.path("OpportunityContactRoles"));
        if (!roles.isEmpty()) {
            data.put(
                    "stakeholders",
                    roles.stream()
                            .flatMap(role -> Json.text(role, "ContactId").stream())
                            .distinct()
                            .limit(100)
                            .toList());
        }
        mapping.fields().forEach((ours, theirs) -> in.own(ours, theirs).ifPresent(value -> data.put(ours, value)));
        Optional<String> theirs = Json.text(record, "StageName");
        if (theirs.isEmpty()) {
            in.noStage("StageName", mapping);
        }
        theirs.flatMap(name -> in.stage("StageName", name, mapping))
                .filter(stage -> !isEnd(stage))
                .ifPresent(stage -> data.put("stage", stage));
        List<Statement> says = new ArrayList<>();
        says.add(Reading.said(EventType.DEAL, "deal:" + id, Optional.of(deal), at, data));
        says.addAll(course(record, deal, amount, in));
        roles.forEach(role -> role(role, deal, at, in).ifPresent(says::add));
        return in.item(Kind.DEAL, id, at, says);
    }

    /** A role that a contact plays in a deal is said of the contact, about that deal. */
    private static Optional<Statement> role(JsonNode role, SubjectRef deal, Instant at, Reading of) {
        Reading in = new Reading(role);
        Optional<String> contact = Json.text(role, "ContactId");
        var ours = in.role("Role");
        in.oddities().forEach(odd -> of.odd("OpportunityContactRole." + odd.field(), odd.seen(), odd.allowed()));
        if (contact.isEmpty() || ours.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", contact.get());
        data.put("roles", List.of(ours.get().key()));
        return Optional.of(Reading.said(
                EventType.CONTACT, "role:" + deal.id() + ":" + contact.get(), Optional.of(deal), at, data));
    }

    private List<Statement> course(JsonNode record, SubjectRef deal, Object amount, Reading in) {
        List<Statement> course = new ArrayList<>();
        boolean ended = false;
        String before = "";
        List<JsonNode> visits = list(record.path("OpportunityHistories")).stream()
                .filter(visit -> at(visit).isPresent())
                .sorted(Comparator.comparing(visit -> at(visit).orElseThrow()))
                .toList();
        for (JsonNode visit : visits) {
            Optional<String> stage =
                    Json.text(visit, "StageName").flatMap(theirs -> in.stage("StageName", theirs, mapping));
            if (stage.isEmpty() || stage.get().equals(before)) {
                continue;
            }
            before = stage.get();
            Instant at = at(visit).orElseThrow();
            String place = deal.id() + ":" + at.toEpochMilli();
            if (isEnd(before)) {
                Map<String, Object> outcome = new LinkedHashMap<>();
                outcome.put("kind", before.equals("won") ? "WON" : "LOST");
                if (before.equals("won") && amount != null) {
                    outcome.put("amount", amount);
                }
                course.add(Reading.said(EventType.OUTCOME, "outcome:" + place, Optional.of(deal), at, outcome));
                ended = true;
                continue;
            }
            if (ended) {
                course.add(Reading.said(
                        EventType.OUTCOME, "reopened:" + place, Optional.of(deal), at, Map.of("kind", "REOPENED")));
                ended = false;
            }
            course.add(Reading.said(
                    EventType.STAGE_CHANGE, "stage:" + place, Optional.of(deal), at, Map.of("stage", before)));
        }
        return course;
    }

    private static Optional<Instant> at(JsonNode visit) {
        return Json.text(visit, "CreatedDate").flatMap(Reading::momentOf);
    }

    /** A task or an event that is over, about the opportunity that it names. */
    Item activity(JsonNode record, boolean meeting) {
        Reading in = new Reading(record);
        String id = id(record);
        Instant changed = changed(in);
        Instant at = in.moment(meeting ? "StartDateTime" : "CompletedDateTime").orElse(changed);
        List<Statement> says = new ArrayList<>();
        Json.text(record, "WhatId").filter(what -> what.startsWith("006")).ifPresent(deal -> {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("kind", kind(record, meeting));
            Json.text(record, "OwnerId")
                    .filter(owner -> owner.startsWith("005"))
                    .ifPresent(owner -> data.put("rep", owner));
            Json.text(record, "WhoId").filter(who -> who.startsWith("003")).ifPresent(who -> data.put("contact", who));
            in.whole("DurationInMinutes", 10_000).ifPresent(minutes -> data.put("minutes", minutes));
            String words = (in.text("Subject", NAME).orElse("") + "\n"
                            + in.words("Description", SENTENCES - NAME - 1).orElse(""))
                    .strip();
            if (!words.isEmpty()) {
                data.put("summary", words);
            }
            says.add(Reading.said(
                    EventType.ACTIVITY,
                    "activity:" + id,
                    Optional.of(new SubjectRef(SubjectRef.Kind.DEAL, source, deal)),
                    at,
                    data));
        });
        return in.item(Kind.ACTIVITY, id, changed, says);
    }

    private static String kind(JsonNode record, boolean meeting) {
        if (meeting) {
            return "meeting";
        }
        return switch (Json.text(record, "TaskSubtype").orElse("")) {
            case "Call" -> "call";
            case "Email", "ListEmail" -> "email";
            default -> "other";
        };
    }

    private static boolean isEnd(String stage) {
        return stage.equals("won") || stage.equals("lost");
    }

    static String id(JsonNode record) {
        return record.path("Id").asString();
    }

    private static Instant changed(Reading in) {
        return in.moment("SystemModstamp").orElse(Instant.EPOCH);
    }

    private static List<JsonNode> list(JsonNode children) {
        return StreamSupport.stream(children.path("records").spliterator(), false)
                .toList();
    }

    /** As SOQL writes a moment. */
    static String soql(Instant at) {
        return at.atOffset(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT));
    }
}
