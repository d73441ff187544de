package nextbest.store.evidence;

import static nextbest.store.schema.Tables.ACTIVITY;
import static nextbest.store.schema.Tables.ATTRIBUTION;
import static nextbest.store.schema.Tables.CLIENT;
import static nextbest.store.schema.Tables.COMPANY;
import static nextbest.store.schema.Tables.DEAL;
import static nextbest.store.schema.Tables.DEAL_COURSE;
import static nextbest.store.schema.Tables.FACT;
import static nextbest.store.schema.Tables.STAGE;
import static nextbest.store.schema.Tables.SUBJECT;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import nextbest.deal.SizeBand;
import nextbest.deal.StageKind;
import nextbest.money.Money;
import nextbest.store.json.RecordJson;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.impl.DSL;

/**
 * Reads courses of deals into columns. What a deal looked like is kept with the time at which it was known; what kind of
 * company the client is, is taken as it stands now, because no outcome of ours changes a company's industry.
 */
final class HistoryLoader {
    private static final String[] FEATURES = {"createdAt", "amount", "products", "rep", "attributes"};

    private final DSLContext transaction;
    private final UUID tenant;
    private final Codes codes;
    private final Map<String, StageRow> stages = new HashMap<>();

    private record StageRow(StageKind kind, int position) {}

    private record Event(String kind, String stage, long at, long known, Long minor, String currency) {}

    private record Feature(String field, JSONB value, long occurred, long known) {}

    private record Act(String action, long at, long known, boolean ours) {}

    private record ClientRow(String industry, String size, String region) {}

    HistoryLoader(DSLContext transaction, UUID tenant, Codes codes) {
        this.transaction = transaction;
        this.tenant = tenant;
        this.codes = codes;
        transaction
                .selectFrom(STAGE)
                .where(STAGE.TENANT.eq(tenant))
                .forEach(row ->
                        stages.put(row.getKey(), new StageRow(StageKind.valueOf(row.getKind()), row.getPosition())));
    }

    static String stageText(String key) {
        return "stage " + key;
    }

    static String kindText(StageKind kind) {
        return "kind " + kind.name();
    }

    static String industryText(String industry) {
        return industry == null ? null : "industry " + industry.strip().toLowerCase(Locale.ROOT);
    }

    static String sizeText(String band) {
        return band == null ? null : "size " + band;
    }

    static String regionText(String region) {
        return region == null ? null : "region " + region;
    }

    static String segmentText(String segment) {
        return "segment " + segment;
    }

    static String productText(String id) {
        return "product " + id;
    }

    static String repText(String id) {
        return "rep " + id;
    }

    static String actionText(String action) {
        return "action " + action;
    }

    static String currencyText(String currency) {
        return "currency " + currency;
    }

    static String attributeText(String name, String value) {
        return "attribute " + name + "=" + value;
    }

    /** Deals after one in the order of ids, at most so many; all deals that are not deleted. */
    List<UUID> after(UUID last, int most) {
        return transaction
                .select(SUBJECT.ID)
                .from(SUBJECT)
                .where(
                        SUBJECT.TENANT.eq(tenant),
                        SUBJECT.KIND.eq("DEAL"),
                        SUBJECT.DELETED_AT.isNull(),
                        SUBJECT.ID.gt(last))
                .orderBy(SUBJECT.ID)
                .limit(most)
                .fetch(SUBJECT.ID);
    }

    /** Adds deals; they must come in the order of ids. Deleted ones are left out. */
    void load(List<UUID> deals, HistoryBlock.Builder into) {
        UUID[] ids = deals.toArray(UUID[]::new);
        Map<UUID, ClientRow> clients = clients(ids);
        Map<UUID, List<Event>> courses = courses(ids);
        Map<UUID, List<Feature>> features = features(ids);
        Map<UUID, List<Act>> acts = acts(ids);
        for (UUID id : deals) {
            if (clients.containsKey(id)) {
                add(
                        id,
                        clients.get(id),
                        courses.getOrDefault(id, List.of()),
                        features.getOrDefault(id, List.of()),
                        acts.getOrDefault(id, List.of()),
                        into);
            }
        }
    }

    private void add(
            UUID id,
            ClientRow client,
            List<Event> course,
            List<Feature> features,
            List<Act> acts,
            HistoryBlock.Builder into) {
        long created = created(features, course);
        into.deal(
                id,
                created,
                codes.code(industryText(client.industry())),
                codes.code(sizeText(client.size())),
                codes.code(regionText(client.region())),
                codes.code(segmentText(Segments.of(
                        client.industry() == null
                                ? Segments.UNKNOWN
                                : client.industry().strip().toLowerCase(Locale.ROOT),
                        client.size() == null ? Segments.UNKNOWN : client.size()))));
        rows(features, into);
        walk(course, into);
        for (Act act : acts) {
            into.act(codes.code(actionText(act.action())), act.at(), act.known(), act.ours());
        }
    }

    /** As the current row of a deal is kept: what a source says, else when it was first spoken of. */
    private static long created(List<Feature> features, List<Event> course) {
        long said = Long.MIN_VALUE;
        long value = 0;
        long first = Long.MAX_VALUE;
        for (Feature feature : features) {
            first = Math.min(first, feature.occurred());
            if (feature.field().equals("createdAt") && feature.value() != null && feature.occurred() >= said) {
                said = feature.occurred();
                value = RecordJson.read(feature.value(), Instant.class).getEpochSecond();
            }
        }
        if (said != Long.MIN_VALUE) {
            return value;
        }
        if (first != Long.MAX_VALUE) {
            return first;
        }
        return course.isEmpty() ? 0 : course.getFirst().at();
    }

    /** One row per moment at which something became known; of each field the statement that happened last. */
    private void rows(List<Feature> features, HistoryBlock.Builder into) {
        Map<String, Feature> current = new HashMap<>();
        for (int i = 0; i < features.size(); i++) {
            Feature feature = features.get(i);
            if (feature.field().equals("createdAt")) {
                continue;
            }
            Feature before = current.get(feature.field());
            if (before == null || before.occurred() <= feature.occurred()) {
                current.put(feature.field(), feature);
            }
            boolean moreAtOnce = i + 1 < features.size() && features.get(i + 1).known() == feature.known();
            if (!moreAtOnce) {
                row(feature.known(), current, into);
            }
        }
    }

    private void row(long from, Map<String, Feature> current, HistoryBlock.Builder into) {
        int product = Codes.NONE;
        int rep = Codes.NONE;
        long minor = Codes.NONE;
        int currency = Codes.NONE;
        int[] attributes = {};
        for (Feature feature : current.values()) {
            if (feature.value() == null) {
                continue;
            }
            switch (feature.field()) {
                case "products" -> {
                    String[] products = RecordJson.read(feature.value(), String[].class);
                    product = products.length == 0 ? Codes.NONE : codes.code(productText(products[0]));
                }
                case "rep" -> rep = codes.code(repText(RecordJson.read(feature.value(), String.class)));
                case "amount" -> {
                    Money money = RecordJson.read(feature.value(), Money.class);
                    minor = money.minor();
                    currency = codes.code(currencyText(money.currency()));
                }
                case "attributes" ->
                    attributes = RecordJson.map(feature.value()).entrySet().stream()
                            .mapToInt(e -> codes.code(attributeText(e.getKey(), String.valueOf(e.getValue()))))
                            .toArray();
                default -> throw new IllegalStateException("the field " + feature.field() + " was not asked for");
            }
        }
        Arrays.sort(attributes);
        into.row(from, product, rep, minor, currency, attributes);
    }

    /**
     * Turns a course into visits of open stages. Saying a stage again is no new visit; winning counts as advancing; a
     * reopened deal enters the stage again in which it was.
     */
    private void walk(List<Event> course, HistoryBlock.Builder into) {
        Event entered = null;
        String last = null;
        Event closing = null;
        boolean won = false;
        for (Event event : course) {
            boolean wins = event.kind().equals("WON");
            if (wins || event.kind().equals("LOST")) {
                if (closing == null) {
                    leave(entered, event, wins ? HistoryBlock.ADVANCED : HistoryBlock.LOST, into);
                    entered = null;
                }
                closing = closing != null && won == wins ? moreTelling(closing, event) : event;
                won = wins;
            } else {
                String stage = event.kind().equals("REOPENED") ? last : event.stage();
                closing = null;
                if (stage != null && (entered == null || !stage.equals(entered.stage()))) {
                    leave(entered, event, direction(entered, stage), into);
                    entered = new Event("STAGE", stage, event.at(), event.known(), null, null);
                    last = stage;
                }
            }
        }
        if (closing == null) {
            leave(entered, null, HistoryBlock.STAYS, into);
            into.end(HistoryBlock.NEVER, HistoryBlock.NEVER, false, Codes.NONE, Codes.NONE);
        } else {
            into.end(
                    closing.at(),
                    closing.known(),
                    won,
                    won && closing.minor() != null ? closing.minor() : Codes.NONE,
                    won && closing.minor() != null ? codes.code(currencyText(closing.currency())) : Codes.NONE);
        }
    }

    /** A closing stage and an outcome that say the same: the first tells when, the one with an amount what for. */
    private static Event moreTelling(Event closing, Event again) {
        return closing.minor() != null
                ? closing
                : new Event(
                        closing.kind(),
                        closing.stage(),
                        closing.at(),
                        closing.known(),
                        again.minor(),
                        again.currency());
    }

    private void leave(Event entered, Event next, int by, HistoryBlock.Builder into) {
        if (entered != null) {
            into.visit(
                    codes.code(stageText(entered.stage())),
                    entered.at(),
                    entered.known(),
                    next == null ? HistoryBlock.NEVER : next.at(),
                    next == null ? HistoryBlock.NEVER : next.known(),
                    by);
        }
    }

    private int direction(Event entered, String stage) {
        return entered == null || position(stage) > position(entered.stage())
                ? HistoryBlock.ADVANCED
                : HistoryBlock.RETURNED;
    }

    private int position(String stage) {
        StageRow row = stages.get(stage);
        return row == null ? 0 : row.position();
    }

    /** Codes of the stages of each kind, and of the kinds. */
    Map<Integer, Integer> kinds() {
        Map<Integer, Integer> kinds = new HashMap<>();
        stages.forEach((key, row) -> kinds.put(codes.code(stageText(key)), codes.code(kindText(row.kind()))));
        return kinds;
    }

    private Map<UUID, ClientRow> clients(UUID[] ids) {
        Map<UUID, ClientRow> clients = new HashMap<>();
        transaction
                .select(
                        DEAL.SUBJECT_ID,
                        DSL.coalesce(CLIENT.INDUSTRY, COMPANY.INDUSTRY),
                        DSL.coalesce(CLIENT.EMPLOYEES, COMPANY.EMPLOYEES),
                        DSL.coalesce(CLIENT.REGION, COMPANY.REGION, CLIENT.COUNTRY),
                        CLIENT.SEGMENT)
                .from(DEAL)
                .join(SUBJECT)
                .on(SUBJECT.TENANT.eq(DEAL.TENANT), SUBJECT.ID.eq(DEAL.SUBJECT_ID))
                .leftJoin(CLIENT)
                .on(CLIENT.TENANT.eq(SUBJECT.TENANT), CLIENT.ID.eq(SUBJECT.CLIENT_ID))
                .leftJoin(COMPANY)
                .on(COMPANY.TENANT.eq(CLIENT.TENANT), COMPANY.ID.eq(CLIENT.COMPANY_ID))
                .where(DEAL.TENANT.eq(tenant), DEAL.SUBJECT_ID.eq(DSL.any(ids)), SUBJECT.DELETED_AT.isNull())
                .forEach(row -> clients.put(
                        row.value1(), new ClientRow(row.value2(), size(row.value5(), row.value3()), row.value4())));
        return clients;
    }

    private static String size(String segment, Long employees) {
        String folded = segment == null ? "" : segment.strip().toLowerCase(Locale.ROOT);
        for (SizeBand band : SizeBand.values()) {
            if (band.key().equals(folded)) {
                return folded;
            }
        }
        return employees == null
                ? null
                : SizeBand.of((int) Math.min(Integer.MAX_VALUE, employees.longValue()))
                        .key();
    }

    private Map<UUID, List<Event>> courses(UUID[] ids) {
        Map<UUID, List<Event>> courses = new HashMap<>();
        transaction
                .select(
                        DEAL_COURSE.SUBJECT_ID,
                        DEAL_COURSE.KIND,
                        DEAL_COURSE.STAGE,
                        DEAL_COURSE.OCCURRED_AT,
                        DEAL_COURSE.KNOWN_AT,
                        DEAL_COURSE.AMOUNT_MINOR,
                        DEAL_COURSE.CURRENCY)
                .from(DEAL_COURSE)
                .where(DEAL_COURSE.TENANT.eq(tenant), DEAL_COURSE.SUBJECT_ID.eq(DSL.any(ids)))
                .orderBy(DEAL_COURSE.SUBJECT_ID, DEAL_COURSE.OCCURRED_AT, DEAL_COURSE.RANK, DEAL_COURSE.SEQ)
                .forEach(row -> courses.computeIfAbsent(row.value1(), id -> new ArrayList<>())
                        .add(new Event(
                                row.value2(),
                                row.value3(),
                                row.value4().getEpochSecond(),
                                row.value5().getEpochSecond(),
                                row.value6(),
                                row.value7())));
        return courses;
    }

    private Map<UUID, List<Feature>> features(UUID[] ids) {
        Map<UUID, List<Feature>> features = new HashMap<>();
        transaction
                .select(FACT.SUBJECT_ID, FACT.FIELD, FACT.VALUE, FACT.OCCURRED_AT, FACT.KNOWN_AT)
                .from(FACT)
                .where(
                        FACT.TENANT.eq(tenant),
                        FACT.SUBJECT_ID.eq(DSL.any(ids)),
                        FACT.FIELD.eq(DSL.any(FEATURES)),
                        FACT.RETRACTED.isFalse())
                .orderBy(FACT.SUBJECT_ID, FACT.KNOWN_AT, FACT.SEQ)
                .forEach(row -> features.computeIfAbsent(row.value1(), id -> new ArrayList<>())
                        .add(new Feature(
                                row.value2(),
                                row.value3(),
                                row.value4().getEpochSecond(),
                                row.value5().getEpochSecond())));
        return features;
    }

    private Map<UUID, List<Act>> acts(UUID[] ids) {
        Map<UUID, List<Act>> acts = new HashMap<>();
        Field<Boolean> ours = DSL.field(DSL.exists(transaction
                .selectOne()
                .from(ATTRIBUTION)
                .where(
                        ATTRIBUTION.TENANT.eq(tenant),
                        ATTRIBUTION.SUBJECT_ID.eq(ACTIVITY.SUBJECT_ID),
                        ATTRIBUTION.ACTION.eq(ACTIVITY.ACTION),
                        ATTRIBUTION.OPENED_AT.le(ACTIVITY.OCCURRED_AT),
                        ATTRIBUTION.EXECUTION_DUE.ge(ACTIVITY.OCCURRED_AT))));
        transaction
                .select(ACTIVITY.SUBJECT_ID, ACTIVITY.ACTION, ACTIVITY.OCCURRED_AT, ACTIVITY.KNOWN_AT, ours)
                .from(ACTIVITY)
                .where(
                        ACTIVITY.TENANT.eq(tenant),
                        ACTIVITY.SUBJECT_ID.eq(DSL.any(ids)),
                        ACTIVITY.ACTION.isNotNull(),
                        ACTIVITY.RETRACTED.isFalse())
                .orderBy(ACTIVITY.SUBJECT_ID, ACTIVITY.OCCURRED_AT, ACTIVITY.SEQ)
                .forEach(row -> acts.computeIfAbsent(row.value1(), id -> new ArrayList<>())
                        .add(new Act(
                                row.value2(),
                                row.value3().getEpochSecond(),
                                row.value4().getEpochSecond(),
                                row.value5())));
        return acts;
    }
}
