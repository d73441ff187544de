package nextbest.store.deal;

import static nextbest.store.schema.Tables.ACTIVITY;
import static nextbest.store.schema.Tables.SIGNAL;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.deal.Activity;
import nextbest.deal.ActivityKind;
import nextbest.deal.Direction;
import nextbest.fact.Keyed;
import nextbest.fact.Provenance;
import nextbest.identity.ContactId;
import nextbest.signal.BuyerSignal;
import nextbest.signal.SignalType;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** What happened in a deal up to a moment, the latest first: activities and buyer signals. */
record Marks(List<Act> activities, List<BuyerSignal> signals) {
    /** A snapshot carries the latest of each; older ones no longer tell what to do next. */
    static final int MOST = 100;

    static final Marks NONE = new Marks(List.of(), List.of());

    /** An activity and the catalogue action that it carried out, if any. */
    record Act(Activity activity, Optional<String> action) {}

    static Map<UUID, Marks> load(DSLContext transaction, UUID tenant, UUID[] subjects, Instant asOf) {
        Map<UUID, Marks> marks = new HashMap<>();
        transaction
                .select(
                        ACTIVITY.SUBJECT_ID,
                        ACTIVITY.OCCURRED_AT,
                        ACTIVITY.KIND,
                        ACTIVITY.DIRECTION,
                        ACTIVITY.CONTACT_ID,
                        ACTIVITY.ACTION,
                        ACTIVITY.SOURCE,
                        ACTIVITY.EVENT_ID)
                .from(ACTIVITY)
                .where(
                        ACTIVITY.TENANT.eq(tenant),
                        ACTIVITY.SUBJECT_ID.eq(DSL.any(subjects)),
                        ACTIVITY.RETRACTED.isFalse(),
                        ACTIVITY.KNOWN_AT.le(asOf),
                        ACTIVITY.OCCURRED_AT.le(asOf))
                .orderBy(ACTIVITY.SUBJECT_ID, ACTIVITY.OCCURRED_AT.desc(), ACTIVITY.SEQ.desc())
                .forEach(row -> {
                    List<Act> list = of(marks, row.value1()).activities();
                    if (list.size() < MOST) {
                        ActivityKind kind =
                                Keyed.find(ActivityKind.class, row.value3()).orElse(ActivityKind.OTHER);
                        list.add(new Act(
                                new Activity(
                                        kind,
                                        row.value2(),
                                        direction(row.value4(), kind),
                                        contacts(row.value5()),
                                        new Provenance(row.value7(), row.value8(), row.value2())),
                                Optional.ofNullable(row.value6())));
                    }
                });
        transaction
                .select(
                        SIGNAL.SUBJECT_ID,
                        SIGNAL.OCCURRED_AT,
                        SIGNAL.SIGNAL_,
                        SIGNAL.CONTACT_ID,
                        SIGNAL.TOPIC,
                        SIGNAL.QUOTE,
                        SIGNAL.SOURCE,
                        SIGNAL.EVENT_ID,
                        SIGNAL.READ_BY)
                .from(SIGNAL)
                .where(
                        SIGNAL.TENANT.eq(tenant),
                        SIGNAL.SUBJECT_ID.eq(DSL.any(subjects)),
                        SIGNAL.RETRACTED.isFalse(),
                        SIGNAL.KNOWN_AT.le(asOf),
                        SIGNAL.OCCURRED_AT.le(asOf))
                .orderBy(SIGNAL.SUBJECT_ID, SIGNAL.OCCURRED_AT.desc(), SIGNAL.SEQ.desc())
                .forEach(row -> {
                    List<BuyerSignal> list = of(marks, row.value1()).signals();
                    Optional<SignalType> type = Keyed.find(SignalType.class, row.value3());
                    if (list.size() < MOST && type.isPresent()) {
                        list.add(new BuyerSignal(
                                // a text may hold several signals, each type once
                                row.value7() + "/" + row.value8() + (row.value9() == null ? "" : "/" + row.value3()),
                                type.get(),
                                row.value2(),
                                // what was read is kept as a passage; no card quotes what nobody chose to quote
                                row.value9() == null ? orEmpty(row.value6()) : "",
                                contacts(row.value4()),
                                orEmpty(row.value5()),
                                new Provenance(row.value7(), row.value8(), row.value2())));
                    }
                });
        return marks;
    }

    private static Marks of(Map<UUID, Marks> marks, UUID subject) {
        return marks.computeIfAbsent(subject, id -> new Marks(new ArrayList<>(), new ArrayList<>()));
    }

    /** Where nobody said who acted: people talk both ways, and what is written without an answer on record is ours. */
    private static Direction direction(String said, ActivityKind kind) {
        return Optional.ofNullable(said)
                .flatMap(key -> Keyed.find(Direction.class, key))
                .orElseGet(() -> switch (kind) {
                    case CALL, MEETING, DEMO, VISIT -> Direction.BOTH;
                    case EMAIL, MESSAGE, OTHER -> Direction.OUTBOUND;
                });
    }

    private static List<ContactId> contacts(UUID contact) {
        return contact == null ? List.of() : List.of(new ContactId(contact));
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
