package nextbest.store.deal;

import static nextbest.store.schema.Tables.FACT;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import nextbest.fact.Fact;
import nextbest.fact.Keyed;
import nextbest.fact.Provenance;
import nextbest.store.json.RecordJson;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.DSL;

/** The facts of one deal as they stood at one moment: of each field the one that became true last. */
final class FactSheet {
    private static final FactSheet EMPTY = new FactSheet();

    private final Map<String, Entry> entries = new HashMap<>();
    private Optional<Entry> first = Optional.empty();

    /** One field; {@code value} is null where the source says that there is none. */
    private record Entry(JSONB value, Provenance provenance) {}

    static Map<UUID, FactSheet> load(DSLContext transaction, UUID tenant, UUID[] subjects, Instant asOf) {
        Map<UUID, FactSheet> sheets = new HashMap<>();
        transaction
                .select(
                        FACT.SUBJECT_ID,
                        FACT.FIELD,
                        FACT.STATE,
                        FACT.VALUE,
                        FACT.SOURCE,
                        FACT.RECORD_ID,
                        FACT.OCCURRED_AT)
                .distinctOn(FACT.SUBJECT_ID, FACT.FIELD)
                .from(FACT)
                .where(
                        FACT.TENANT.eq(tenant),
                        FACT.SUBJECT_ID.eq(DSL.any(subjects)),
                        FACT.RETRACTED.isFalse(),
                        FACT.KNOWN_AT.le(asOf),
                        FACT.OCCURRED_AT.le(asOf))
                .orderBy(FACT.SUBJECT_ID, FACT.FIELD, FACT.OCCURRED_AT.desc(), FACT.KNOWN_AT.desc(), FACT.SEQ.desc())
                .forEach(row -> sheets.computeIfAbsent(row.value1(), id -> new FactSheet())
                        .put(
                                row.value2(),
                                new Entry(
                                        row.value3().equals("KNOWN") ? row.value4() : null,
                                        new Provenance(row.value5(), row.value6(), row.value7()))));
        return sheets;
    }

    /** What is to be said of a client that is a subject of its own: who it is, what it is called, and whose it is. */
    static FactSheet ofClient(UUID client, String name, Optional<UUID> rep, Provenance by) {
        FactSheet sheet = new FactSheet();
        sheet.put("client", new Entry(RecordJson.jsonb(client), by));
        sheet.put("name", new Entry(RecordJson.jsonb(name), by));
        rep.ifPresent(id -> sheet.put("rep", new Entry(RecordJson.jsonb(id), by)));
        return sheet;
    }

    static FactSheet empty() {
        return EMPTY;
    }

    private void put(String field, Entry entry) {
        entries.put(field, entry);
        if (first.isEmpty()
                || entry.provenance().at().isBefore(first.get().provenance().at())) {
            first = Optional.of(entry);
        }
    }

    /** The oldest statement that still stands. */
    Optional<Provenance> oldest() {
        return first.map(Entry::provenance);
    }

    <T> Fact<T> read(String field, Function<JSONB, Optional<T>> form) {
        Entry entry = entries.get(field);
        if (entry == null) {
            return Fact.unknown();
        }
        if (entry.value() == null) {
            return Fact.absent(entry.provenance());
        }
        return form.apply(entry.value())
                .map(value -> Fact.known(value, entry.provenance()))
                .orElseGet(Fact::unknown);
    }

    <T> Fact<T> read(String field, Class<T> type) {
        return read(field, json -> Optional.of(RecordJson.read(json, type)));
    }

    <E extends Enum<E> & Keyed> Fact<E> key(String field, Class<E> type) {
        return read(field, json -> Keyed.find(type, RecordJson.read(json, String.class)));
    }

    Fact<List<String>> words(String field) {
        return read(field, json -> Optional.of(List.of(RecordJson.read(json, String[].class))));
    }

    Fact<UUID> id(String field) {
        return read(field, UUID.class);
    }

    Fact<List<UUID>> ids(String field) {
        return read(field, json -> Optional.of(List.of(RecordJson.read(json, UUID[].class))));
    }
}
