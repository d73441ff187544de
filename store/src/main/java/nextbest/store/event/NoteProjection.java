package nextbest.store.event;

import static nextbest.store.schema.Tables.DRAFT_POLICY;
import static nextbest.store.schema.Tables.SIGNAL;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nextbest.event.EventEnvelope;
import nextbest.event.FieldType.Reference;
import nextbest.identity.TenantId;
import nextbest.signal.CueReader;
import nextbest.signal.FoundSignal;
import nextbest.signal.SignalReader;
import nextbest.store.BatchInsert;
import org.jooq.DSLContext;

/**
 * Reads what people wrote down about a subject (notes, mails, summaries of calls) for signals, with the reader that needs no
 * language model. A signal belongs to the event in whose text it stands: who corrects the event takes its signals back.
 */
final class NoteProjection {
    /** Who read, as it is stored with the signal. */
    static final String CUES = "cues";

    private static final SignalReader<RuntimeException> READER = CueReader.english();
    private static final Set<String> WRITTEN_OR_SPOKEN = Set.of("MAIL", "CALL");

    private final DSLContext transaction;
    private final TenantId tenant;
    private final References references;

    NoteProjection(DSLContext transaction, TenantId tenant, References references) {
        this.transaction = transaction;
        this.tenant = tenant;
        this.references = references;
    }

    void write(List<ParsedEvent> events) {
        List<ParsedEvent> texts =
                events.stream().filter(event -> text(event).isPresent()).toList();
        if (texts.isEmpty() || !isWanted()) {
            return;
        }
        List<Object[]> rows = new ArrayList<>();
        for (ParsedEvent event : texts) {
            EventEnvelope e = event.envelope();
            UUID subject = references.get(e.subject().orElseThrow().external());
            UUID contact = event.data()
                    .value("contact", Reference.class)
                    .map(event::external)
                    .map(references::get)
                    .orElse(null);
            for (FoundSignal signal : READER.read(text(event).orElseThrow())) {
                rows.add(new Object[] {
                    tenant.value(),
                    subject,
                    e.occurredAt(),
                    e.knownAt(),
                    signal.type().key(),
                    contact,
                    signal.span(),
                    e.source(),
                    e.id(),
                    CUES
                });
            }
        }
        BatchInsert.into(
                transaction,
                SIGNAL,
                rows,
                SIGNAL.TENANT,
                SIGNAL.SUBJECT_ID,
                SIGNAL.OCCURRED_AT,
                SIGNAL.KNOWN_AT,
                SIGNAL.SIGNAL_,
                SIGNAL.CONTACT_ID,
                SIGNAL.QUOTE,
                SIGNAL.SOURCE,
                SIGNAL.EVENT_ID,
                SIGNAL.READ_BY);
    }

    /** What the event has to read; a mail that we wrote is not what the buyer said. */
    private static Optional<String> text(ParsedEvent event) {
        if (event.envelope().subject().isEmpty()) {
            return Optional.empty();
        }
        return switch (event.envelope().type()) {
            case NOTE -> event.data().text("text");
            case ACTIVITY ->
                event.data()
                        .text("summary")
                        .filter(summary -> !"outbound"
                                        .equals(event.data().text("direction").orElse(""))
                                || !"email".equals(event.data().text("kind").orElse("")));
            case DOCUMENT ->
                event.data()
                        .text("text")
                        .filter(text -> WRITTEN_OR_SPOKEN.contains(
                                event.data().text("kind").orElse("")));
            default -> Optional.empty();
        };
    }

    private boolean isWanted() {
        return transaction
                .select(DRAFT_POLICY.READ_NOTES)
                .from(DRAFT_POLICY)
                .where(DRAFT_POLICY.TENANT.eq(tenant.value()))
                .fetchOptional(DRAFT_POLICY.READ_NOTES)
                .orElse(true);
    }
}
