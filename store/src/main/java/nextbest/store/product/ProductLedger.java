package nextbest.store.product;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import nextbest.deal.ProductInterest;
import nextbest.identity.ProductId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.outcome.Answer;
import nextbest.outcome.ClientDisposition;
import nextbest.outcome.KeepBackReason;
import nextbest.store.Database;
import nextbest.store.clock.BusinessTime;
import org.jooq.DSLContext;

/** What became of the products that were proposed: shown or kept back by the rep, accepted or refused by the client. */
public final class ProductLedger {
    private final Database database;
    private final BusinessTime time;

    public ProductLedger(Database database, BusinessTime time) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
    }

    /** What a client can answer. */
    public enum ClientAnswer {
        INTERESTED,
        ACCEPTED,
        REFUSED
    }

    /**
     * A product that is a candidate for a client, by the newest screening.
     *
     * @param disposition PROPOSED, CAPPED or RULED_OUT
     * @param rule why it is ruled out
     * @param hundredths points, 0 to 10,000
     * @param lines the lines with their evidence, as JSON
     * @param rep what the rep did with it; empty when it was not proposed
     * @param client what the client said; empty when it was not shown
     */
    public record Candidate(
            UUID id,
            UUID product,
            String productName,
            String disposition,
            Optional<String> rule,
            int place,
            int hundredths,
            String lines,
            Optional<String> rep,
            Optional<String> repReason,
            Optional<String> client,
            Optional<String> productTeam) {}

    /** The candidates of a client by the newest screening, best first, with the last answer of the product team about them. */
    public List<Candidate> of(TenantId tenant, UUID client) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch(
                                "select c.id, c.product_id, p.name, c.disposition, c.rule, c.place, c.hundredths, c.lines, c.rep_disposition, c.rep_reason, c.client_disposition,"
                                        + " (select a.answer || ': ' || coalesce(a.answer_text, '') from product_alert a where a.about = cast(c.product_id as text) and a.answer is not null order by a.answered_at desc limit 1)"
                                        + " from product_candidate c join product p on p.tenant = c.tenant and p.id = c.product_id"
                                        + " where c.client_id = ? and c.screening_id = (select x.screening_id from client_screening x join screening s on s.tenant = x.tenant and s.id = x.screening_id where x.client_id = ? order by s.at desc, s.id desc limit 1)"
                                        + " order by c.place",
                                client,
                                client)
                        .map(r -> new Candidate(
                                r.get(0, UUID.class),
                                r.get(1, UUID.class),
                                r.get(2, String.class),
                                r.get(3, String.class),
                                Optional.ofNullable(r.get(4, String.class)),
                                r.get(5, Integer.class),
                                r.get(6, Integer.class),
                                r.get(7, String.class),
                                Optional.ofNullable(r.get(8, String.class)),
                                Optional.ofNullable(r.get(9, String.class)),
                                Optional.ofNullable(r.get(10, String.class)),
                                Optional.ofNullable(r.get(11, String.class)))));
    }

    /**
     * The rep answered a recommendation about a product: what is known of the product follows, so that the two ledgers say the
     * same. Accepting it is presenting it; a dismissal keeps it back. Other recommendations and other answers change nothing.
     *
     * @param unit the candidate's key
     */
    public static void follow(
            DSLContext transaction, TenantId tenant, SubjectId subject, String unit, Answer answer, String actor) {
        Optional<ProductId> product = ProductInterest.named(unit);
        if (product.isEmpty()) {
            return;
        }
        Optional<UUID> candidate = proposed(transaction, tenant, subject, product.get());
        candidate.ifPresent(id -> {
            switch (answer.disposition()) {
                case ACCEPTED, EXECUTED -> present(transaction, id, actor, answer.at());
                case KEPT_BACK, DISMISSED ->
                    keepBack(
                            transaction,
                            id,
                            answer.keepBackReason()
                                    .map(Enum::name)
                                    .or(() -> answer.dismissReason().map(Enum::name))
                                    .orElse("NOT_SAID"),
                            actor,
                            answer.at());
                case NO_ANSWER, VIEWED, SNOOZED, OVERRIDDEN, IGNORED -> {}
            }
        });
    }

    /** The client said something to a recommendation about a product: as {@link #follow}. */
    public static void followClient(
            DSLContext transaction,
            TenantId tenant,
            SubjectId subject,
            String unit,
            ClientDisposition said,
            Optional<String> reason,
            Instant at) {
        ProductInterest.named(unit)
                .flatMap(product -> proposed(transaction, tenant, subject, product))
                .ifPresent(id -> {
                    present(transaction, id, "client", at);
                    if (said != ClientDisposition.NO_ANSWER) {
                        clientAnswers(transaction, id, ClientAnswer.valueOf(said.name()), reason, at);
                    }
                });
    }

    /** The candidate of the client of a subject for a product, by the newest screening that proposed it. */
    private static Optional<UUID> proposed(
            DSLContext transaction, TenantId tenant, SubjectId subject, ProductId product) {
        return transaction
                .fetch(
                        "select c.id from product_candidate c join subject s on s.tenant = c.tenant and s.client_id = c.client_id"
                                + " join screening x on x.tenant = c.tenant and x.id = c.screening_id"
                                + " where c.tenant = ? and s.id = ? and c.product_id = ? and c.disposition = 'PROPOSED' order by x.at desc, x.id desc limit 1",
                        tenant.value(),
                        subject.value(),
                        product.value())
                .map(row -> row.get(0, UUID.class))
                .stream()
                .findFirst();
    }

    /**
     * The rep shows the product to the client. Saying it again changes nothing.
     *
     * @return whether it is proposed and was not kept back
     */
    public boolean present(TenantId tenant, UUID candidate, String actor) {
        return database.inTenant(tenant, t -> present(t, candidate, actor, time.now()));
    }

    private static boolean present(DSLContext t, UUID candidate, String actor, Instant at) {
        return t.execute(
                        "update product_candidate set rep_disposition = 'PRESENTED', rep_actor = ?, rep_at = coalesce(rep_at, cast(? as timestamptz)), client_disposition = coalesce(client_disposition, 'NO_ANSWER')"
                                + " where id = ? and disposition = 'PROPOSED' and rep_disposition in ('NO_ANSWER', 'PRESENTED')",
                        actor,
                        at.toString(),
                        candidate)
                == 1;
    }

    /** The rep keeps the product back; possible until the client has seen it. */
    public boolean keepBack(TenantId tenant, UUID candidate, KeepBackReason reason, String actor) {
        return database.inTenant(tenant, t -> keepBack(t, candidate, reason.name(), actor, time.now()));
    }

    private static boolean keepBack(DSLContext t, UUID candidate, String reason, String actor, Instant at) {
        return t.execute(
                        "update product_candidate set rep_disposition = 'KEPT_BACK', rep_reason = ?, rep_actor = ?, rep_at = cast(? as timestamptz)"
                                + " where id = ? and disposition = 'PROPOSED' and rep_disposition in ('NO_ANSWER', 'KEPT_BACK')",
                        reason,
                        actor,
                        at.toString(),
                        candidate)
                == 1;
    }

    /** The client answers what it was shown; a later answer replaces an earlier one. */
    public boolean clientAnswers(TenantId tenant, UUID candidate, ClientAnswer answer, Optional<String> reason) {
        return database.inTenant(tenant, t -> clientAnswers(t, candidate, answer, reason, time.now()));
    }

    private static boolean clientAnswers(
            DSLContext t, UUID candidate, ClientAnswer answer, Optional<String> reason, Instant at) {
        return t.execute(
                        "update product_candidate set client_disposition = ?, client_reason = ?, client_at = cast(? as timestamptz) where id = ? and rep_disposition = 'PRESENTED'",
                        answer.name(),
                        reason.orElse(null),
                        at.toString(),
                        candidate)
                == 1;
    }
}
