package nextbest.event;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import nextbest.deal.ActivityKind;
import nextbest.deal.BudgetState;
import nextbest.deal.ContractState;
import nextbest.deal.DecisionProcessState;
import nextbest.deal.Direction;
import nextbest.deal.DiscountState;
import nextbest.deal.EngagementLevel;
import nextbest.deal.EngagementTrend;
import nextbest.deal.ResourceKind;
import nextbest.deal.ReviewState;
import nextbest.deal.StakeholderRole;
import nextbest.deal.TimelineState;
import nextbest.fact.Keyed;
import nextbest.signal.SignalType;

/**
 * The kinds of news and the fields of each. This is the schema: the API checks against it, the OpenAPI description is made
 * from it, and the importers map columns to it. Fields are added, never retyped; a retyped field is a new version.
 */
public enum EventType {
    /** What is known of a deal: all fields that are said replace what was said before. */
    DEAL("deal", About.DEAL, Fields.DEAL),
    /** A company as our customer. */
    CLIENT("client", About.CLIENT, Fields.CLIENT),
    /** A legal entity that is not (yet) a customer, or the one behind a client. */
    COMPANY("company", About.NOTHING, Fields.COMPANY),
    /** A person at a client; about a deal: a stakeholder of that deal. */
    CONTACT("contact", About.ANY, Fields.CONTACT),
    /** What a client holds or has bought. */
    HOLDING("holding", About.CLIENT, Fields.HOLDING),
    /** A line of a graph: client to client, client to company. */
    EDGE("edge", About.NOTHING, Fields.EDGE),
    /** A node of the product tree. */
    PRODUCT("product", About.NOTHING, Fields.PRODUCT),
    /** Marketing or research material. */
    DOCUMENT("document", About.ANY, Fields.DOCUMENT),
    /** What somebody wrote down about a deal or client. */
    NOTE("note", About.SUBJECT, Fields.NOTE),
    /** Something that was done: mail, call, meeting, demo. */
    ACTIVITY("activity", About.SUBJECT, Fields.ACTIVITY),
    /** Something the buyer let us know. */
    SIGNAL("signal", About.SUBJECT, Fields.SIGNAL),
    /** The deal moved to another stage. */
    STAGE_CHANGE("stage-change", About.DEAL, Fields.STAGE_CHANGE),
    /** The deal was won, lost or reopened. */
    OUTCOME("outcome", About.DEAL, Fields.OUTCOME),
    /** What our organisation thinks of a product or topic. */
    HOUSE_VIEW("house-view", About.NOTHING, Fields.HOUSE_VIEW),
    /** A dated reason to look at clients: renewal, maturity, regulation. */
    OCCASION("occasion", About.ANY, Fields.OCCASION),
    /** A sales representative. */
    REP("rep", About.NOTHING, Fields.REP),
    /** A time in which a rep does not work. */
    REP_AVAILABILITY("rep-availability", About.NOTHING, Fields.REP_AVAILABILITY),
    /** An action that another system proposed to the rep. */
    EXPOSURE_ELSEWHERE("exposure-elsewhere", About.SUBJECT, Fields.EXPOSURE_ELSEWHERE),
    /** What a person allows us to do. */
    CONSENT("consent", About.NOTHING, Fields.CONSENT),
    /** A piece of content that can be sent. */
    ASSET("asset", About.NOTHING, Fields.ASSET),
    /** Somebody whose time an action needs: a solutions engineer, an executive. */
    RESOURCE("resource", About.NOTHING, Fields.RESOURCE),
    /** Two records are one entity. */
    MERGE("merge", About.NOTHING, Fields.MERGE),
    /** A record is gone in its source. */
    DELETE("delete", About.NOTHING, Fields.DELETE),
    /** An earlier event was wrong. */
    CORRECTION("correction", About.NOTHING, Fields.CORRECTION);

    /** What an event of the type must be about. */
    public enum About {
        DEAL,
        CLIENT,
        /** A deal or a client. */
        SUBJECT,
        /** A deal, a client, or nothing. */
        ANY,
        NOTHING
    }

    /** The version of the fields below. */
    public static final int VERSION = 1;

    private static final Map<String, EventType> BY_WIRE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventType::wire, t -> t));

    private final String wire;
    private final About about;
    private final Map<String, Field> fields;

    EventType(String wire, About about, List<Field> fields) {
        this.wire = wire;
        this.about = about;
        Map<String, Field> byName = new LinkedHashMap<>();
        fields.forEach(field -> byName.put(field.name(), field));
        this.fields = java.util.Collections.unmodifiableMap(byName);
    }

    /** The name on the wire, for example {@code stage-change}. */
    public String wire() {
        return wire;
    }

    public About about() {
        return about;
    }

    /** The fields by name, in the order in which they are described. */
    public Map<String, Field> fields() {
        return fields;
    }

    public static Optional<EventType> ofWire(String wire) {
        return Optional.ofNullable(wire).map(BY_WIRE::get);
    }

    /** All names on the wire, for error messages. */
    public static String allowed() {
        return Arrays.stream(values()).map(EventType::wire).sorted().collect(Collectors.joining(", "));
    }

    /**
     * Reads the fields of one event.
     *
     * @param data plain JSON values by field name
     * @param subject what the event says it is about
     * @throws InvalidEvent with every violation: unknown fields, values that are not allowed, missing required fields, a
     *     missing or superfluous subject
     */
    public EventData read(Map<String, Object> data, Optional<SubjectRef> subject) throws InvalidEvent {
        List<Violation> violations = new ArrayList<>();
        checkSubject(subject, violations);
        Map<String, Object> values = new HashMap<>();
        Set<String> absent = new HashSet<>();
        data.forEach((name, json) -> {
            Field field = fields.get(name);
            if (field == null) {
                violations.add(new Violation(
                        "data." + name, "a field that " + wire + " does not have", String.join(", ", fields.keySet())));
            } else if (json == null) {
                if (field.required()) {
                    violations.add(
                            new Violation("data." + name, "null", field.type().allowed()));
                }
                absent.add(name);
            } else {
                readValue(field, json, values, violations);
            }
        });
        for (Field field : fields.values()) {
            if (field.required() && !data.containsKey(field.name())) {
                violations.add(new Violation(
                        "data." + field.name(), "nothing", field.type().allowed()));
            }
        }
        if (!violations.isEmpty()) {
            throw new InvalidEvent(violations);
        }
        return new EventData(values, absent);
    }

    private void checkSubject(Optional<SubjectRef> subject, List<Violation> violations) {
        Optional<SubjectRef.Kind> kind = subject.map(SubjectRef::kind);
        boolean fits = switch (about) {
            case DEAL -> kind.equals(Optional.of(SubjectRef.Kind.DEAL));
            case CLIENT -> kind.equals(Optional.of(SubjectRef.Kind.CLIENT));
            case SUBJECT -> kind.isPresent();
            case ANY -> true;
            case NOTHING -> kind.isEmpty();
        };
        if (!fits) {
            String allowed = switch (about) {
                case DEAL -> "a deal";
                case CLIENT -> "a client";
                case SUBJECT -> "a deal or a client";
                case ANY -> "a deal, a client or none";
                case NOTHING -> "none, because a " + wire + " is not about a deal or client";
            };
            violations.add(
                    new Violation("subject", kind.map(k -> "a " + k.wire()).orElse("none"), allowed));
        }
    }

    private static void readValue(Field field, Object json, Map<String, Object> values, List<Violation> violations) {
        try {
            values.put(field.name(), field.type().read(json));
        } catch (FieldType.NotAllowed e) {
            violations.add(new Violation(
                    "data." + field.name(), String.valueOf(json), field.type().allowed()));
        }
    }

    /** The fields of each type; a nested class because an enum's constants cannot see its own static fields. */
    private static final class Fields {
        private static final FieldType NAME = new FieldType.Text(300);
        private static final FieldType SHORT = new FieldType.Text(80);
        private static final FieldType SENTENCES = new FieldType.Text(4_000);
        private static final FieldType BODY = new FieldType.Text(200_000);
        private static final FieldType FLAG = new FieldType.Flag();
        private static final FieldType DAY = new FieldType.Day();
        private static final FieldType MOMENT = new FieldType.Moment();
        private static final FieldType AMOUNT = new FieldType.Amount();
        private static final FieldType LINK = new FieldType.Text(2_000);
        private static final FieldType PERCENT = new FieldType.Decimal(BigDecimal.ZERO, new BigDecimal(100));
        private static final FieldType HEADS = new FieldType.Whole(0, 10_000_000);
        private static final FieldType NAMES = new FieldType.Many(NAME, 50);
        private static final FieldType ENTITY =
                choice("deal", "client", "company", "contact", "product", "rep", "asset", "document", "desk", "book");

        static final List<Field> DEAL = List.of(
                may("name", NAME),
                may("stage", SHORT),
                may("amount", AMOUNT),
                may("createdAt", MOMENT),
                may("stageSince", MOMENT),
                may("closeDate", DAY),
                may("proposedCloseDate", DAY),
                may("client", ref("client")),
                may("rep", ref("rep")),
                may("products", new FieldType.Many(ref("product"), 50)),
                may("engagementLevel", keys(EngagementLevel.values())),
                may("engagementTrend", keys(EngagementTrend.values())),
                may("nextMeetingAt", MOMENT),
                may("demoHeldAt", MOMENT),
                may("painPoints", NAMES),
                may("featuresOfInterest", NAMES),
                may("techStack", NAMES),
                may("openObjections", NAMES),
                may("competitors", NAMES),
                may("budget", keys(BudgetState.values())),
                may("timeline", keys(TimelineState.values())),
                may("decisionProcess", keys(DecisionProcessState.values())),
                may("technicalReview", keys(ReviewState.values())),
                may("securityReview", keys(ReviewState.values())),
                may("contract", keys(ContractState.values())),
                may("legalReview", keys(ReviewState.values())),
                may("discount", keys(DiscountState.values())),
                may("discountRequested", PERCENT),
                may("stakeholders", new FieldType.Many(ref("contact"), 100)),
                may("attributes", new FieldType.Attributes(100)));

        static final List<Field> CLIENT = List.of(
                may("name", NAME),
                may("company", ref("company")),
                may("parent", ref("client")),
                may("industry", SHORT),
                may("segment", SHORT),
                may("region", SHORT),
                may("country", SHORT),
                may("employees", HEADS),
                may("revenue", AMOUNT),
                may("established", new FieldType.Whole(1000, 2200)),
                may("rep", ref("rep")),
                may("desk", NAME),
                may("book", NAME));

        static final List<Field> COMPANY = List.of(
                must("id", NAME),
                must("name", NAME),
                may("parent", ref("company")),
                may("industry", SHORT),
                may("region", SHORT),
                may("employees", HEADS),
                may("synonyms", NAMES));

        static final List<Field> CONTACT = List.of(
                must("id", NAME),
                may("name", NAME),
                may("email", new FieldType.MailAddress()),
                may("client", ref("client")),
                may("title", NAME),
                may("roles", new FieldType.Many(keys(StakeholderRole.values()), 8)),
                may("departureRisk", FLAG),
                may("lastEngagedAt", MOMENT));

        static final List<Field> HOLDING = List.of(
                must("product", ref("product")),
                may("quantity", new FieldType.Decimal(BigDecimal.ZERO, new BigDecimal(1_000_000_000))),
                may("amount", AMOUNT),
                may("since", DAY),
                may("until", DAY));

        static final List<Field> EDGE = List.of(
                must("kind", SHORT),
                must("from", ref("client")),
                may("toClient", ref("client")),
                may("toCompany", ref("company")),
                may("weight", new FieldType.Decimal(BigDecimal.ZERO, BigDecimal.ONE)));

        static final List<Field> PRODUCT = List.of(
                must("id", NAME),
                must("name", NAME),
                may("parent", ref("product")),
                may("price", AMOUNT),
                may("synonyms", NAMES),
                may("soldFrom", DAY),
                may("soldUntil", DAY));

        static final List<Field> DOCUMENT = List.of(
                must("id", NAME),
                must("title", NAME),
                must("kind", choice("MARKETING", "RESEARCH", "MAIL", "CALL", "OTHER")),
                may("text", BODY),
                may("language", new FieldType.Text(16)),
                may("link", LINK));

        static final List<Field> NOTE =
                List.of(must("text", BODY), may("author", ref("rep")), may("contact", ref("contact")));

        static final List<Field> ACTIVITY = List.of(
                must("kind", keys(ActivityKind.values())),
                may("direction", keys(Direction.values())),
                may("contact", ref("contact")),
                may("rep", ref("rep")),
                may("minutes", new FieldType.Whole(0, 10_000)),
                may("action", SHORT),
                may("summary", SENTENCES));

        static final List<Field> SIGNAL = List.of(
                must("signal", keys(SignalType.values())),
                may("contact", ref("contact")),
                may("topic", NAME),
                may("quote", SENTENCES),
                may("secondsIn", new FieldType.Whole(0, 86_400)),
                may("link", LINK));

        static final List<Field> STAGE_CHANGE = List.of(must("stage", SHORT), may("from", SHORT));

        static final List<Field> OUTCOME =
                List.of(must("kind", choice("WON", "LOST", "REOPENED")), may("amount", AMOUNT), may("reason", NAME));

        static final List<Field> HOUSE_VIEW = List.of(
                must("id", NAME),
                may("product", ref("product")),
                may("topic", NAME),
                must("stance", choice("POSITIVE", "NEUTRAL", "NEGATIVE")),
                may("segment", SHORT),
                must("from", DAY),
                may("until", DAY),
                may("text", SENTENCES));

        static final List<Field> OCCASION = List.of(
                must("id", NAME),
                must("kind", choice("RENEWAL", "MATURITY", "FISCAL_YEAR_END", "REGULATION", "EVENT", "PRODUCT_REVIEW")),
                may("date", DAY),
                may("everyMonths", new FieldType.Whole(1, 120)),
                may("product", ref("product")),
                may("title", NAME));

        static final List<Field> REP = List.of(
                must("id", NAME),
                must("name", NAME),
                may("email", new FieldType.MailAddress()),
                may("zone", new FieldType.Zone()),
                may("workFrom", new FieldType.Whole(0, 23)),
                may("workUntil", new FieldType.Whole(1, 24)),
                may("manager", ref("rep")),
                may("desk", NAME),
                may("book", NAME),
                may("region", NAME),
                may("skills", NAMES),
                may("capacityMinutesPerDay", new FieldType.Whole(0, 1_440)),
                may("since", DAY));

        static final List<Field> REP_AVAILABILITY = List.of(
                must("rep", ref("rep")),
                must("from", MOMENT),
                must("until", MOMENT),
                may("kind", choice("HOLIDAY", "SICK", "TRAVEL", "OTHER")));

        static final List<Field> EXPOSURE_ELSEWHERE = List.of(must("action", SHORT), may("channel", SHORT));

        static final List<Field> CONSENT = List.of(
                must("contact", ref("contact")), must("channel", choice("EMAIL", "PHONE", "ANY")), must("given", FLAG));

        static final List<Field> ASSET = List.of(
                must("id", NAME),
                must("kind", SHORT),
                must("title", NAME),
                must("link", LINK),
                may("version", SHORT),
                may("industries", NAMES),
                may("products", new FieldType.Many(ref("product"), 50)),
                may("competitors", NAMES),
                may("techStack", NAMES),
                may("language", new FieldType.Text(16)),
                may("until", DAY));

        static final List<Field> RESOURCE = List.of(
                must("id", NAME),
                must("kind", keys(ResourceKind.values())),
                must("name", NAME),
                may("availableFrom", MOMENT),
                may("availableUntil", MOMENT));

        static final List<Field> MERGE = List.of(
                must("entity", ENTITY),
                must("from", NAME),
                must("into", NAME),
                may("confidence", new FieldType.Decimal(BigDecimal.ZERO, BigDecimal.ONE)),
                may("reason", SHORT));

        static final List<Field> DELETE = List.of(must("entity", ENTITY), must("id", NAME));

        static final List<Field> CORRECTION = List.of(must("event", new FieldType.Text(255)), may("retract", FLAG));

        private static Field must(String name, FieldType type) {
            return new Field(name, type, true);
        }

        private static Field may(String name, FieldType type) {
            return new Field(name, type, false);
        }

        private static FieldType ref(String entity) {
            return new FieldType.Ref(entity);
        }

        private static FieldType keys(Keyed... options) {
            return new FieldType.Choice(Arrays.stream(options).map(Keyed::key).collect(Collectors.toSet()));
        }

        private static FieldType choice(String... options) {
            return new FieldType.Choice(Set.of(options));
        }
    }
}
