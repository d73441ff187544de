package nextbest.store.vendor;

import static nextbest.store.schema.Tables.EXTERNAL_REF;
import static nextbest.store.schema.Tables.FACT;
import static nextbest.store.schema.Tables.STAGE_CHANGE;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.json.RecordJson;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.DSL;

/**
 * Where systems outside say different things of one deal. What counts is what happened last by the system's own clock, of two at
 * the same moment what became known last; this only shows both sides. References (owner, client, people) are left out: each system
 * has its own ids for them.
 */
public final class Disagreements {
    /** As events of stage changes call it. */
    private static final String STAGE = "stage";

    private static final Set<String> REFERENCES = Set.of("rep", "client", "stakeholders", "createdAt");
    /** Our own changes are no side: they were made there too. */
    private static final String OURS = "nextbest";

    private final Database database;

    public Disagreements(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /**
     * What a system said last.
     *
     * @param value as it was said: a text, a number, or the members of an amount; empty: nothing
     * @param at when it happened there
     * @param counts whether this is what is used
     */
    public record Said(String source, String value, Instant at, boolean counts) {}

    /**
     * A field of a deal with what each system says of it, the one that counts first.
     *
     * @param field as events call it, such as {@code closeDate}
     */
    public record Disagreement(SubjectId deal, String field, List<Said> said) {
        public Disagreement {
            said = List.copyOf(said);
        }
    }

    private record Field(UUID deal, String name) {}

    private record Statement(String source, String value, Instant at, Instant known) {}

    /** Of deals that several systems know, those that were said of last first. */
    public List<Disagreement> all(TenantId tenant, int most) {
        return database.inTenant(tenant, transaction -> all(transaction, tenant, most));
    }

    private static List<Disagreement> all(DSLContext transaction, TenantId tenant, int most) {
        var shared = DSL.select(EXTERNAL_REF.ENTITY_ID)
                .from(EXTERNAL_REF)
                .where(EXTERNAL_REF.TENANT.eq(tenant.value()), EXTERNAL_REF.TYPE.eq("deal"))
                .groupBy(EXTERNAL_REF.ENTITY_ID)
                .having(DSL.countDistinct(EXTERNAL_REF.SOURCE).gt(1));
        Map<Field, Map<String, Statement>> said = new LinkedHashMap<>();
        transaction
                .select(FACT.SUBJECT_ID, FACT.FIELD, FACT.SOURCE, FACT.VALUE, FACT.OCCURRED_AT, FACT.KNOWN_AT)
                .distinctOn(FACT.SUBJECT_ID, FACT.FIELD, FACT.SOURCE)
                .from(FACT)
                .where(FACT.TENANT.eq(tenant.value()), FACT.RETRACTED.isFalse(), FACT.SUBJECT_ID.in(shared))
                .and(FACT.FIELD.notIn(REFERENCES))
                .and(FACT.FIELD.ne(STAGE))
                .and(FACT.SOURCE.ne(OURS))
                .orderBy(
                        FACT.SUBJECT_ID,
                        FACT.FIELD,
                        FACT.SOURCE,
                        FACT.OCCURRED_AT.desc(),
                        FACT.KNOWN_AT.desc(),
                        FACT.SEQ.desc())
                .fetch()
                .forEach(row -> said.computeIfAbsent(
                                new Field(row.value1(), row.value2()), any -> new LinkedHashMap<>())
                        .put(
                                row.value3(),
                                new Statement(row.value3(), text(row.value4()), row.value5(), row.value6())));
        transaction
                .select(
                        STAGE_CHANGE.SUBJECT_ID,
                        STAGE_CHANGE.SOURCE,
                        STAGE_CHANGE.TO_STAGE,
                        STAGE_CHANGE.OCCURRED_AT,
                        STAGE_CHANGE.KNOWN_AT)
                .distinctOn(STAGE_CHANGE.SUBJECT_ID, STAGE_CHANGE.SOURCE)
                .from(STAGE_CHANGE)
                .where(STAGE_CHANGE.TENANT.eq(tenant.value()), STAGE_CHANGE.SUBJECT_ID.in(shared))
                .and(STAGE_CHANGE.SOURCE.ne(OURS))
                .orderBy(
                        STAGE_CHANGE.SUBJECT_ID,
                        STAGE_CHANGE.SOURCE,
                        STAGE_CHANGE.OCCURRED_AT.desc(),
                        STAGE_CHANGE.KNOWN_AT.desc(),
                        STAGE_CHANGE.SEQ.desc())
                .fetch()
                .forEach(row -> said.computeIfAbsent(new Field(row.value1(), STAGE), any -> new LinkedHashMap<>())
                        .put(row.value2(), new Statement(row.value2(), row.value3(), row.value4(), row.value5())));
        return said.entrySet().stream()
                .filter(entry -> entry.getValue().values().stream()
                                .map(Statement::value)
                                .distinct()
                                .count()
                        > 1)
                .map(entry -> disagreement(
                        entry.getKey(), List.copyOf(entry.getValue().values())))
                .sorted(Comparator.comparing(
                                (Disagreement one) -> one.said().getFirst().at())
                        .reversed()
                        .thenComparing(one -> one.deal().toString())
                        .thenComparing(Disagreement::field))
                .limit(most)
                .toList();
    }

    private static Disagreement disagreement(Field field, List<Statement> statements) {
        List<Statement> sorted = new ArrayList<>(statements);
        sorted.sort(Comparator.comparing(Statement::at)
                .thenComparing(Statement::known)
                .reversed()
                .thenComparing(Statement::source));
        String counts = sorted.getFirst().source();
        return new Disagreement(
                new SubjectId(field.deal()),
                field.name(),
                sorted.stream()
                        .map(one -> new Said(
                                one.source(),
                                one.value(),
                                one.at(),
                                one.source().equals(counts)))
                        .toList());
    }

    /** As a person reads it: without quotes and braces. */
    private static String text(JSONB value) {
        if (value == null) {
            return "";
        }
        return words(RecordJson.read(value, Object.class));
    }

    private static String words(Object value) {
        return switch (value) {
            case null -> "";
            case Map<?, ?> members ->
                members.values().stream().map(Disagreements::words).collect(Collectors.joining(" "));
            case List<?> all -> all.stream().map(Disagreements::words).collect(Collectors.joining(", "));
            default -> value.toString();
        };
    }
}
