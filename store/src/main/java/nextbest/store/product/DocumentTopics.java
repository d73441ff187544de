package nextbest.store.product;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.clock.BusinessTime;
import nextbest.topics.Concept;
import nextbest.topics.Ontology;
import nextbest.topics.Passage;
import nextbest.topics.Passages;
import nextbest.topics.TextEncoder;
import nextbest.topics.TopicMap;
import org.jooq.DSLContext;

/** Cuts documents and notes into passages, encodes them, and finds the topics of the ontology in them; only what is new. */
public final class DocumentTopics {
    private final Database database;
    private final BusinessTime time;
    private final NewIds ids;
    private final Optional<TextEncoder> encoder;

    /** @param encoder the sentence model; empty to go by words alone */
    public DocumentTopics(Database database, BusinessTime time, NewIds ids, Optional<TextEncoder> encoder) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
        this.ids = Objects.requireNonNull(ids, "ids");
        this.encoder = Objects.requireNonNull(encoder, "encoder");
    }

    /** As {@link #readNew(TenantId, Ontology, Optional, int, Runnable)}, everything, for no screening. */
    public int readNew(TenantId tenant, Ontology ontology) {
        return readNew(tenant, ontology, Optional.empty(), Integer.MAX_VALUE, () -> {});
    }

    /**
     * Reads what was not read yet with this ontology, this model and its present text.
     *
     * @param screening for which screening
     * @param most how many documents at most
     * @param alive is called after each document
     * @return how many documents were read
     */
    public int readNew(TenantId tenant, Ontology ontology, Optional<UUID> screening, int most, Runnable alive) {
        String model = encoder.map(TextEncoder::name).orElse("words");
        List<Concept> topics = new ArrayList<>(ontology.all(Concept.Kind.TOPIC));
        topics.addAll(ontology.all(Concept.Kind.NEED));
        return database.inTenant(tenant, transaction -> {
            TopicMap map = new TopicMap(topics, encoder, corrections(transaction));
            var unread = transaction.fetch(
                    "select d.id, d.body, d.event_id from document d left join document_read r on r.tenant = d.tenant and r.document_id = d.id"
                            + " where d.body is not null and (r.document_id is null or r.ontology_version <> ? or r.model <> ? or r.event_id <> d.event_id)"
                            + " order by d.known_at, d.id limit ? for update of d skip locked",
                    ontology.version(),
                    model,
                    most);
            unread.forEach(row -> {
                read(
                        transaction,
                        tenant,
                        row.get(0, UUID.class),
                        row.get(1, String.class),
                        row.get(2, String.class),
                        map,
                        ontology.version(),
                        model,
                        screening);
                alive.run();
            });
            return unread.size();
        });
    }

    private void read(
            DSLContext transaction,
            TenantId tenant,
            UUID document,
            String body,
            String event,
            TopicMap map,
            int version,
            String model,
            Optional<UUID> screening) {
        transaction.execute("delete from passage where document_id = ?", document);
        List<Passage> passages = Passages.of(body);
        List<float[]> vectors = encoder.map(
                        e -> e.encode(passages.stream().map(Passage::text).toList()))
                .orElse(List.of());
        for (int i = 0; i < passages.size(); i++) {
            transaction.execute(
                    "insert into passage (tenant, document_id, position, body, vector, model) values (?, ?, ?, ?, cast(? as real[]), ?)",
                    tenant.value(),
                    document,
                    i,
                    passages.get(i).text(),
                    vectors.isEmpty() ? null : boxed(vectors.get(i)),
                    model);
        }
        for (TopicMap.Match match : map.of(passages, vectors)) {
            transaction.execute(
                    "insert into topic_mention (tenant, document_id, position, topic, strength, terms, corrected, words_only) values (?, ?, ?, ?, ?, cast(? as text[]), ?, ?)",
                    tenant.value(),
                    document,
                    match.passage(),
                    match.topic(),
                    (float) match.strength(),
                    match.terms().toArray(String[]::new),
                    match.corrected(),
                    match.byWordsOnly());
        }
        transaction.execute(
                "insert into document_read (tenant, document_id, ontology_version, model, event_id, screening_id) values (?, ?, ?, ?, ?, ?)"
                        + " on conflict (tenant, document_id) do update set ontology_version = excluded.ontology_version, model = excluded.model, event_id = excluded.event_id, screening_id = excluded.screening_id",
                tenant.value(),
                document,
                version,
                model,
                event,
                screening.orElse(null));
    }

    private static Float[] boxed(float[] vector) {
        Float[] boxed = new Float[vector.length];
        for (int i = 0; i < boxed.length; i++) {
            boxed[i] = vector[i];
        }
        return boxed;
    }

    private static List<TopicMap.Correction> corrections(DSLContext transaction) {
        return transaction
                .fetch("select body, topic, belongs from topic_correction order by at, id")
                .map(r -> new TopicMap.Correction(
                        r.get(0, String.class), r.get(1, String.class), r.get(2, Boolean.class)));
    }

    /**
     * A person says whether a passage is about a topic. It counts for all documents that are read from now on; the document that it
     * is about is read again by the next {@link #readNew}.
     *
     * @return whether there is such a passage
     */
    public boolean correct(TenantId tenant, UUID document, int position, String topic, boolean belongs, String actor) {
        return database.inTenant(tenant, transaction -> {
            Optional<String> body = transaction
                    .fetch("select body from passage where document_id = ? and position = ?", document, position)
                    .map(r -> r.get(0, String.class))
                    .stream()
                    .findFirst();
            body.ifPresent(text -> {
                transaction.execute(
                        "insert into topic_correction (tenant, id, body, topic, belongs, actor, at) values (?, ?, ?, ?, ?, ?, cast(? as timestamptz))",
                        tenant.value(),
                        ids.next(),
                        text,
                        topic,
                        belongs,
                        actor,
                        time.now().toString());
                transaction.execute("delete from document_read where document_id = ?", document);
            });
            return body.isPresent();
        });
    }

    /**
     * What was said about a topic.
     *
     * @param byClient whether the client said it; otherwise research or marketing wrote it
     * @param document which document
     * @param title its title; empty for a note
     * @param passage the passage
     * @param terms the words that were said
     * @param strength 0 to 1
     * @param byWordsOnly whether meaning was not used
     */
    public record Mention(
            boolean byClient,
            UUID document,
            Optional<String> title,
            String passage,
            List<String> terms,
            double strength,
            boolean byWordsOnly) {}

    /** What a client said about topics, and what research and marketing wrote about them; strongest first, the client's words before. */
    public List<Mention> mentions(TenantId tenant, UUID client, List<String> topics) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch(
                                "select d.subject_id is not null, m.document_id, d.title, p.body, m.terms, m.strength, m.words_only from topic_mention m"
                                        + " join document d on d.tenant = m.tenant and d.id = m.document_id"
                                        + " left join subject s on s.tenant = d.tenant and s.id = d.subject_id"
                                        + " join passage p on p.tenant = m.tenant and p.document_id = m.document_id and p.position = m.position"
                                        + " where (s.client_id = ? or d.subject_id is null and d.kind in ('RESEARCH', 'MARKETING')) and m.topic = any(cast(? as text[])) order by 1 desc, m.strength desc, d.known_at desc limit 20",
                                client,
                                topics.toArray(String[]::new))
                        .map(r -> new Mention(
                                r.get(0, Boolean.class),
                                r.get(1, UUID.class),
                                Optional.ofNullable(r.get(2, String.class)),
                                r.get(3, String.class),
                                List.of(r.get(4, String[].class)),
                                r.get(5, Double.class),
                                r.get(6, Boolean.class))));
    }

    /** How often each topic came up in what each client said. */
    static Map<UUID, Map<String, Integer>> byClient(DSLContext transaction) {
        Map<UUID, Map<String, Integer>> said = new HashMap<>();
        transaction
                .fetch("select s.client_id, m.topic, count(distinct m.document_id) from topic_mention m"
                        + " join document d on d.tenant = m.tenant and d.id = m.document_id"
                        + " join subject s on s.tenant = d.tenant and s.id = d.subject_id"
                        + " where s.client_id is not null group by 1, 2")
                .forEach(r -> said.computeIfAbsent(r.get(0, UUID.class), k -> new HashMap<>())
                        .put(r.get(1, String.class), r.get(2, Integer.class)));
        return said;
    }
}
