package nextbest.api.subject;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import nextbest.deal.StageKind;
import nextbest.identity.ClientId;
import nextbest.identity.ExternalRef;
import nextbest.identity.RepId;
import nextbest.money.Money;
import nextbest.store.directory.SubjectEntry;

/** A deal or client as the API tells of it. */
@Schema(name = "Subject", description = "A deal or a client.")
public record SubjectView(
        @Schema(description = "Our id.") UUID id,
        @Schema(description = "deal or client.") String kind,
        @Schema(description = "Its name.") Optional<String> name,
        @Schema(description = "Our id of the rep.") Optional<UUID> rep,
        @Schema(description = "The rep's name.") Optional<String> repName,
        @Schema(description = "Our id of the client.") Optional<UUID> client,
        @Schema(description = "The client's name.") Optional<String> clientName,

        @Schema(description = "What a deal has and a client has not.")
        Optional<DealView> deal,

        @Schema(description = "What is remembered of its loop: IDLE, TRACK, STOPPED or ENDED.")
        String loopStage,

        @Schema(description = "When time alone next changes what came of its recommendations, in business time.")
        Optional<Instant> nextDueAt,

        @Schema(description = "Counts what became known of it.")
        long revision,

        @Schema(description = "How other systems call it, as SOURCE:ID.")
        List<String> refs) {

    /** What a deal has. */
    @Schema(name = "Deal", description = "What a deal has.")
    public record DealView(
            @Schema(description = "OPEN, WON or LOST.") SubjectEntry.Status status,
            @Schema(description = "Key of its stage.") String stage,

            @Schema(description = "What people call the stage.")
            String stageLabel,

            @Schema(description = "What the stage means.") StageKind stageKind,

            @Schema(description = "Since when it is there, in business time.")
            Instant stageSince,

            @Schema(description = "When it began, in business time.")
            Instant createdAt,

            @Schema(description = "When it ended, in business time.")
            Optional<Instant> closedAt,

            @Schema(description = "Its amount.") Optional<AmountView> amount,

            @Schema(description = "When it is expected to close.")
            Optional<LocalDate> closeDate,

            @Schema(description = "Its first product.") Optional<String> product) {}

    /** An amount in major units. */
    @Schema(name = "Amount", description = "An amount.")
    public record AmountView(
            @Schema(description = "In major units.") BigDecimal amount,
            @Schema(description = "ISO 4217.") String currency) {
        static AmountView of(Money money) {
            return new AmountView(money.amount(), money.currency());
        }
    }

    public static SubjectView of(SubjectEntry entry) {
        return new SubjectView(
                entry.id().value(),
                entry.kind().name().toLowerCase(Locale.ROOT),
                entry.name(),
                entry.rep().map(RepId::value),
                entry.repName(),
                entry.client().map(ClientId::value),
                entry.clientName(),
                entry.deal()
                        .map(d -> new DealView(
                                d.status(),
                                d.stageKey(),
                                d.stageLabel(),
                                d.stageKind(),
                                d.stageSince(),
                                d.createdAt(),
                                d.closedAt(),
                                d.amount().map(AmountView::of),
                                d.closeDate(),
                                d.product())),
                entry.loopStage(),
                entry.nextDueAt(),
                entry.revision(),
                entry.refs().stream().map(SubjectView::text).toList());
    }

    private static String text(ExternalRef ref) {
        return ref.source() + ":" + ref.id();
    }
}
