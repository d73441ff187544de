package nextbest.vendors.salesforce;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import nextbest.deal.StakeholderRole;
import nextbest.event.EventType;
import nextbest.event.FieldType;
import nextbest.event.SubjectRef;
import nextbest.fact.Keyed;
import nextbest.vendors.Json;
import nextbest.vendors.Mapping;
import nextbest.vendors.PlainText;
import nextbest.vendors.Reading;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.port.Statement;
import tools.jackson.databind.JsonNode;

/** Salesforce's records in our words: the one place where its fields are read. */
final class SalesforceRecords {
    /** {@code 2026-03-02T08:00:00.000+0000}, as the REST API writes moments. */
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX][XX]", Locale.ROOT);

    private static final int NAME = 200;
    private static final int SENTENCES = 4_000;

    private final String source;
    private final Mapping mapping;

    SalesforceRecords(String source, Mapping mapping) {
        this.source = source;
        this.mapping = mapping;
    }

    Mapping mapping() {
        return mapping;
    }

    Item user(JsonNode record) {
        Map<String, Object> data = new LinkedHashMap<>();
        String id = id(record);
        data.put("id", id);
        data.put("name", line(record, "Name", NAME).orElse("User " + id));
        Json.text(record, "Email").ifPresent(mail -> data.put("email", mail));
        Json.text(record, "TimeZoneSidKey").ifPresent(zone -> data.put("zone", zone));
        return item(
                Kind.REP, record, List.of(said(EventType.REP, "rep:" + id, Optional.empty(), changed(record), data)));
    }

    Item account(JsonNode record) {
        Map<String, Object> data = new LinkedHashMap<>();
        String id = id(record);
        line(record, "Name", NAME).ifPresent(name -> data.put("name", name));
        line(record, "Industry", 80).ifPresent(industry -> data.put("industry", industry));
        line(record, "BillingCountry", 80).ifPresent(country -> data.put("country", country));
        Optional.of(record.path("NumberOfEmployees"))
                .filter(JsonNode::isIntegralNumber)
                .map(JsonNode::asLong)
                .filter(heads -> heads >= 0 && heads <= 10_000_000)
                .ifPresent(heads -> data.put("employees", heads));
        Json.text(record, "OwnerId").ifPresent(owner -> data.put("rep", owner));
        SubjectRef client = new SubjectRef(SubjectRef.Kind.CLIENT, source, id);
        return item(
                Kind.CLIENT,
                record,
                List.of(said(EventType.CLIENT, "client:" + id, Optional.of(client), changed(record), data)));
    }

    Item contact(JsonNode record) {
        Map<String, Object> data = new LinkedHashMap<>();
        String id = id(record);
        data.put("id", id);
        line(record, "Name", NAME).ifPresent(name -> data.put("name", name));
        Json.text(record, "Email").ifPresent(mail -> data.put("email", mail));
        line(record, "Title", NAME).ifPresent(title -> data.put("title", title));
        Json.text(record, "AccountId").ifPresent(account -> data.put("client", account));
        return item(
                Kind.CONTACT,
                record,
                List.of(said(EventType.CONTACT, "contact:" + id, Optional.empty(), changed(record), data)));
    }

    Item opportunity(JsonNode record) {
        String id = id(record);
        SubjectRef deal = new SubjectRef(SubjectRef.Kind.DEAL, source, id);
        List<Item.Oddity> odd = new ArrayList<>();
        Map<String, Object> data = new LinkedHashMap<>();
        line(record, "Name", NAME).ifPresent(name -> data.put("name", name));
        data.put("amount", amount(record, odd));
        data.put("closeDate", day(record, "CloseDate", odd));
        moment(record, "CreatedDate").ifPresent(at -> data.put("createdAt", at.toString()));
        Json.text(record, "OwnerId").ifPresent(owner -> data.put("rep", owner));
        Json.text(record, "AccountId").ifPresent(account -> data.put("client", account));
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
        mapping.fields()
                .forEach((ours, theirs) -> own(record, ours, theirs, odd).ifPresent(value -> data.put(ours, value)));
        Optional<String> stage = Json.text(record, "StageName").flatMap(theirs -> stage(theirs, odd));
        if (Json.text(record, "StageName").isEmpty()) {
            odd(odd, "StageName", "nothing", allowedStages());
        }
        stage.filter(one -> !isEnd(one)).ifPresent(one -> data.put("stage", one));
        List<Statement> says = new ArrayList<>();
        says.add(said(EventType.DEAL, "deal:" + id, Optional.of(deal), changed(record), data));
        says.addAll(course(record, deal, data.get("amount"), odd));
        for (JsonNode role : roles) {
            says.addAll(role(role, deal, changed(record), odd));
        }
        return new Item(Kind.DEAL, id, changed(record), says, odd);
    }

    /** A role that a contact plays in a deal is said of the contact, about that deal. */
    private List<Statement> role(JsonNode role, SubjectRef deal, Instant at, List<Item.Oddity> odd) {
        Optional<String> contact = Json.text(role, "ContactId");
        Optional<String> theirs = Json.text(role, "Role");
        if (contact.isEmpty() || theirs.isEmpty()) {
            return List.of();
        }
        Optional<StakeholderRole> ours = Reading.roleOf(theirs.get());
        if (ours.isEmpty()) {
            odd(
                    odd,
                    "OpportunityContactRole.Role",
                    theirs.get(),
                    "a role such as Decision Maker or " + Keyed.allowed(StakeholderRole.class));
            return List.of();
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", contact.get());
        data.put("roles", List.of(ours.get().key()));
        return List.of(said(EventType.CONTACT, "role:" + deal.id() + ":" + contact.get(), Optional.of(deal), at, data));
    }

    private List<Statement> course(JsonNode record, SubjectRef deal, Object amount, List<Item.Oddity> odd) {
        List<Statement> course = new ArrayList<>();
        boolean ended = false;
        String before = "";
        List<JsonNode> visits = list(record.path("OpportunityHistories")).stream()
                .filter(visit -> moment(visit, "CreatedDate").isPresent())
                .sorted(Comparator.comparing(
                        visit -> moment(visit, "CreatedDate").orElseThrow()))
                .toList();
        for (JsonNode visit : visits) {
            Optional<String> stage = Json.text(visit, "StageName").flatMap(theirs -> stage(theirs, odd));
            if (stage.isEmpty() || stage.get().equals(before)) {
                continue;
            }
            before = stage.get();
            Instant at = moment(visit, "CreatedDate").orElseThrow();
            String place = deal.id() + ":" + at.toEpochMilli();
            if (isEnd(before)) {
                Map<String, Object> outcome = new LinkedHashMap<>();
                outcome.put("kind", before.equals("won") ? "WON" : "LOST");
                if (before.equals("won") && amount != null) {
                    outcome.put("amount", amount);
                }
                course.add(said(EventType.OUTCOME, "outcome:" + place, Optional.of(deal), at, outcome));
                ended = true;
                continue;
            }
            if (ended) {
                course.add(said(
                        EventType.OUTCOME, "reopened:" + place, Optional.of(deal), at, Map.of("kind", "REOPENED")));
                ended = false;
            }
            course.add(said(EventType.STAGE_CHANGE, "stage:" + place, Optional.of(deal), at, Map.of("stage", before)));
        }
        return course;
    }

    /** A task or an event that is over, about the opportunity that it names. */
    Item activity(JsonNode record, boolean meeting) {
        String id = id(record);
        Instant at =
                moment(record, meeting ? "StartDateTime" : "CompletedDateTime").orElseGet(() -> changed(record));
        List<Statement> says = new ArrayList<>();
        Json.text(record, "WhatId").filter(what -> what.startsWith("006")).ifPresent(deal -> {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("kind", kind(record, meeting));
            Json.text(record, "OwnerId")
                    .filter(owner -> owner.startsWith("005"))
                    .ifPresent(owner -> data.put("rep", owner));
            Json.text(record, "WhoId").filter(who -> who.startsWith("003")).ifPresent(who -> data.put("contact", who));
            Optional.of(record.path("DurationInMinutes"))
                    .filter(JsonNode::isIntegralNumber)
                    .map(JsonNode::asLong)
                    .filter(minutes -> minutes >= 0 && minutes <= 10_000)
                    .ifPresent(minutes -> data.put("minutes", minutes));
            String words = (line(record, "Subject", NAME).orElse("") + "\n"
                            + Json.text(record, "Description")
                                    .map(text -> PlainText.of(text, SENTENCES - NAME - 1))
                                    .orElse(""))
                    .strip();
            if (!words.isEmpty()) {
                data.put("summary", words);
            }
            says.add(said(
                    EventType.ACTIVITY,
                    "activity:" + id,
                    Optional.of(new SubjectRef(SubjectRef.Kind.DEAL, source, deal)),
                    at,
                    data));
        });
        return item(Kind.ACTIVITY, record, says);
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

    private Optional<String> stage(String theirs, List<Item.Oddity> odd) {
        Optional<String> ours = mapping.stage(theirs);
        if (ours.isEmpty()) {
            odd(odd, "StageName", theirs, allowedStages());
        }
        return ours;
    }

    private String allowedStages() {
        return "a stage of the mapping: " + String.join(", ", mapping.stages().keySet());
    }

    private Object amount(JsonNode record, List<Item.Oddity> odd) {
        JsonNode value = record.path("Amount");
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isNumber()
                || value.decimalValue().signum() < 0
                || value.decimalValue().compareTo(new BigDecimal("1000000000000")) > 0) {
            odd(odd, "Amount", value.asString(), "a number from 0 to 1000000000000");
            return null;
        }
        String code = Json.text(record, "CurrencyIsoCode").orElse(mapping.currency());
        try {
            int digits = Math.max(0, Currency.getInstance(code).getDefaultFractionDigits());
            return Map.of("amount", value.decimalValue().setScale(digits, RoundingMode.HALF_EVEN), "currency", code);
        } catch (IllegalArgumentException e) {
            odd(odd, "CurrencyIsoCode", code, "an ISO 4217 code");
            return null;
        }
    }

    private static Object day(JsonNode record, String field, List<Item.Oddity> odd) {
        Optional<String> text = Json.text(record, field);
        try {
            return text.map(LocalDate::parse).map(LocalDate::toString).orElse(null);
        } catch (DateTimeException e) {
            odd(odd, field, text.get(), "a day such as 2026-03-31");
            return null;
        }
    }

    private static Optional<Object> own(JsonNode record, String ours, String theirs, List<Item.Oddity> odd) {
        var field = EventType.DEAL.fields().get(ours);
        Optional<String> text = Json.text(record, theirs).map(one -> PlainText.of(one, SENTENCES));
        if (field == null || text.isEmpty()) {
            return Optional.empty();
        }
        Object json =
                field.type() instanceof FieldType.Many ? List.of(text.get().split("\\s*;\\s*", -1)) : text.get();
        try {
            var unused = field.type().read(json);
            assert unused != null;
            return Optional.of(json);
        } catch (FieldType.NotAllowed e) {
            odd(odd, theirs, text.get(), field.type().allowed());
            return Optional.empty();
        }
    }

    private static void odd(List<Item.Oddity> odd, String field, String seen, String allowed) {
        Item.Oddity oddity = new Item.Oddity(field, seen, allowed);
        if (!odd.contains(oddity)) {
            odd.add(oddity);
        }
    }

    private static Item item(Kind kind, JsonNode record, List<Statement> says) {
        return new Item(kind, id(record), changed(record), says, List.of());
    }

    private static Statement said(
            EventType type, String name, Optional<SubjectRef> subject, Instant at, Map<String, Object> data) {
        return new Statement(name + ":" + at.toEpochMilli() + ":" + Json.mark(data), type, subject, at, false, data);
    }

    static String id(JsonNode record) {
        return record.path("Id").asString();
    }

    static Instant changed(JsonNode record) {
        return moment(record, "SystemModstamp").orElse(Instant.EPOCH);
    }

    static Optional<Instant> moment(JsonNode record, String field) {
        try {
            return Json.text(record, field)
                    .map(text -> OffsetDateTime.parse(text, MOMENT).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> line(JsonNode record, String field, int most) {
        return Json.text(record, field).map(text -> PlainText.line(text, most)).filter(text -> !text.isBlank());
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
