package nextbest.store.directory;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import nextbest.deal.StageKind;
import nextbest.event.SubjectRef;
import nextbest.identity.ClientId;
import nextbest.identity.ExternalRef;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.money.Money;

/**
 * A subject as a list shows it.
 *
 * @param name of the deal or client
 * @param deal present for deals
 * @param loopStage what is remembered of its loop, see {@link nextbest.store.loop.LoopStates.State}
 * @param nextDueAt when time alone next changes what came of its recommendations, business time
 * @param revision counts what became known of it
 * @param refs how other systems call it
 */
public record SubjectEntry(
        SubjectId id,
        SubjectRef.Kind kind,
        Optional<String> name,
        Optional<RepId> rep,
        Optional<String> repName,
        Optional<ClientId> client,
        Optional<String> clientName,
        Optional<DealEntry> deal,
        String loopStage,
        Optional<Instant> nextDueAt,
        long revision,
        List<ExternalRef> refs) {
    /** Whether a deal is still running. */
    public enum Status {
        OPEN,
        WON,
        LOST
    }

    /**
     * What a deal has and a client has not.
     *
     * @param stageKey the organisation's stage
     * @param closedAt present unless open
     */
    public record DealEntry(
            Status status,
            String stageKey,
            String stageLabel,
            StageKind stageKind,
            Instant stageSince,
            Instant createdAt,
            Optional<Instant> closedAt,
            Optional<Money> amount,
            Optional<LocalDate> closeDate,
            Optional<String> product) {}

    /** Whether there is still something to recommend: an open deal, or a client. */
    public boolean isOpen() {
        return deal.map(d -> d.status() == Status.OPEN).orElse(true);
    }
}
