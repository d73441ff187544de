package nextbest.store.product;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.clock.BusinessTime;

/**
 * Topics that people ask research and product management for. The same words in another order or number are one suggestion;
 * whoever says them again supports it, with the client that asked.
 */
public final class TopicSuggestions {
    private final Database database;
    private final BusinessTime time;
    private final NewIds ids;

    public TopicSuggestions(Database database, BusinessTime time, NewIds ids) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
        this.ids = Objects.requireNonNull(ids, "ids");
    }

    /** What can be answered. */
    public enum Answer {
        ADOPTED,
        REJECTED
    }

    /**
     * A suggestion with what is behind it.
     *
     * @param text as it was said first
     * @param supporters how many people said it
     * @param clients how many clients they said it for
     * @param mentions how many documents of clients use all of its words
     * @param openMinor what the open deals of these clients are worth together, in minor units of {@code currency}
     * @param currency the organisation's; deals in others are not counted
     * @param mine whether whoever asks has said it
     * @param answer empty while it is open
     */
    public record Suggestion(
            UUID id,
            String text,
            Instant firstAt,
            int supporters,
            int clients,
            int mentions,
            long openMinor,
            String currency,
            boolean mine,
            Optional<Answer> answer,
            Optional<String> answerText) {}

    /**
     * Somebody suggests a topic. Saying it again for the same client changes nothing.
     *
     * @param client who asked for it; empty if nobody in particular
     * @return the suggestion's id: a new one, or the one that said the same and is not answered
     */
    public UUID suggest(TenantId tenant, String text, Optional<UUID> client, String actor) {
        String words = words(text);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a topic needs a word of three letters or more, but is '" + text + "'");
        }
        return database.inTenant(tenant, t -> {
            UUID fresh = ids.next();
            t.execute(
                    "insert into topic_suggestion (tenant, id, words, text, at) values (?, ?, ?, ?, cast(? as timestamptz)) on conflict (tenant, words) where answer is null do nothing",
                    tenant.value(),
                    fresh,
                    words,
                    text.strip(),
                    time.now().toString());
            UUID id = t.fetchSingle("select id from topic_suggestion where words = ? and answer is null", words)
                    .get(0, UUID.class);
            t.execute(
                    "insert into topic_supporter (tenant, id, suggestion_id, actor, client_id, at) values (?, ?, ?, ?, ?, cast(? as timestamptz)) on conflict do nothing",
                    tenant.value(),
                    ids.next(),
                    id,
                    actor,
                    client.orElse(null),
                    time.now().toString());
            return id;
        });
    }

    /** All suggestions: open ones first, then by the clients, the money and the people behind them. */
    public List<Suggestion> ranked(TenantId tenant, String actor) {
        return database.inTenant(
                tenant,
                t -> t.fetch(
                                "select s.id, s.text, s.at, count(distinct u.actor), count(distinct u.client_id),"
                                        + " (select count(distinct d.id) from document d where d.subject_id is not null and d.body is not null and to_tsvector('simple', d.body) @@ plainto_tsquery('simple', s.text)),"
                                        + " coalesce((select sum(e.amount_minor) from deal e join subject o on o.tenant = e.tenant and o.id = e.subject_id join tenant n on n.id = e.tenant"
                                        + " where e.status = 'OPEN' and o.deleted_at is null and e.currency = n.currency and o.client_id in (select v.client_id from topic_supporter v where v.suggestion_id = s.id)), 0),"
                                        + " (select currency from tenant where id = s.tenant), bool_or(u.actor = ?), s.answer, s.answer_text"
                                        + " from topic_suggestion s join topic_supporter u on u.tenant = s.tenant and u.suggestion_id = s.id"
                                        + " group by s.tenant, s.id order by s.answer is null desc, 5 desc, 7 desc, 4 desc, s.at, s.id",
                                actor)
                        .map(r -> new Suggestion(
                                r.get(0, UUID.class),
                                r.get(1, String.class),
                                r.get(2, Instant.class),
                                r.get(3, Integer.class),
                                r.get(4, Integer.class),
                                r.get(5, Integer.class),
                                r.get(6, Long.class),
                                r.get(7, String.class),
                                r.get(8, Boolean.class),
                                Optional.ofNullable(r.get(9, String.class)).map(Answer::valueOf),
                                Optional.ofNullable(r.get(10, String.class)))));
    }

    /** Research or product management answers; a later answer replaces an earlier one. */
    public boolean answer(TenantId tenant, UUID suggestion, Answer answer, String text, String actor) {
        return database.inTenant(
                        tenant,
                        t -> t.execute(
                                "update topic_suggestion set answer = ?, answer_text = ?, answered_by = ?, answered_at = cast(? as timestamptz) where id = ?",
                                answer.name(),
                                text,
                                actor,
                                time.now().toString(),
                                suggestion))
                == 1;
    }

    /** What makes two suggestions the same: their words, whatever their order, case and plural. */
    private static String words(String text) {
        TreeSet<String> words = new TreeSet<>();
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
            if (word.length() > 2) {
                words.add(word.length() > 3 && word.endsWith("s") ? word.substring(0, word.length() - 1) : word);
            }
        }
        return String.join(" ", words);
    }
}
