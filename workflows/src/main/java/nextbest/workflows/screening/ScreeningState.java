package nextbest.workflows.screening;

import java.util.Objects;
import java.util.UUID;

/**
 * How far a screening is.
 *
 * @param step what it does now
 * @param documents how many documents were read for it
 * @param clients how many clients were screened
 * @param candidates products that they do not hold, together
 * @param proposed how many of those are proposed
 * @param unserved clients for which nothing was good enough
 * @param told how many loops were told
 * @param after the last client or loop that is done in this step; null at its beginning
 */
public record ScreeningState(
        Step step, int documents, int clients, long candidates, long proposed, int unserved, int told, UUID after) {
    public ScreeningState {
        Objects.requireNonNull(step, "step");
    }

    /** What a screening does, in this order. */
    public enum Step {
        READ,
        SCREEN,
        TELL,
        CLOSE,
        DONE
    }

    static ScreeningState begin() {
        return new ScreeningState(Step.READ, 0, 0, 0, 0, 0, 0, null);
    }

    ScreeningState read(DocumentsRead part) {
        return new ScreeningState(
                part.more() ? Step.READ : Step.SCREEN,
                documents + part.documents(),
                clients,
                candidates,
                proposed,
                unserved,
                told,
                null);
    }

    ScreeningState screened(ClientsScreened part) {
        return new ScreeningState(
                part.after() == null ? Step.TELL : Step.SCREEN,
                documents,
                clients + part.clients(),
                candidates + part.candidates(),
                proposed + part.proposed(),
                unserved + part.unserved(),
                told,
                part.after());
    }

    ScreeningState told(LoopsTold part) {
        return new ScreeningState(
                part.after() == null ? Step.CLOSE : Step.TELL,
                documents,
                clients,
                candidates,
                proposed,
                unserved,
                told + part.loops(),
                part.after());
    }

    ScreeningState closed() {
        return new ScreeningState(Step.DONE, documents, clients, candidates, proposed, unserved, told, null);
    }

    /** What an operator reads: counts, and nothing of a client. */
    String details() {
        return switch (step) {
                    case READ -> "**read**: reads documents that are new";
                    case SCREEN -> "**screen**: sets clients against products that they do not hold";
                    case TELL -> "**tell**: tells the loops of clients for which something was found";
                    case CLOSE -> "**close**: looks whether product management should be alerted";
                    case DONE -> "**done**";
                }
                + ".\n\nDocuments read: " + documents + "; clients screened: " + clients + "; candidates: " + candidates
                + ", of which proposed: " + proposed + "; clients with nothing good enough: " + unserved
                + "; loops told: " + told;
    }
}
