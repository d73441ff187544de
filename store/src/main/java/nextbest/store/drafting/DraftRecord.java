package nextbest.store.drafting;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import nextbest.identity.DecisionId;

/**
 * What became of the draft of a decision's card.
 *
 * @param state whether it is shown
 * @param reason of a rejection the first objection, of a failure its cause, else empty; a word for counting
 * @param prompt name and version
 * @param model who wrote it
 * @param contentKey SHA-256 of all that was sent, of the prompt and of the model
 * @param text what is shown; present exactly if accepted
 * @param answer what the model answered, with placeholders for names
 * @param objections all objections to a rejected draft
 * @param cached whether the answer was kept from an earlier card
 */
public record DraftRecord(
        DecisionId decision,
        State state,
        String reason,
        String prompt,
        String model,
        String contentKey,
        Optional<DraftText> text,
        Optional<String> answer,
        List<Objected> objections,
        boolean cached,
        int attempts,
        Usage usage,
        Instant at) {
    public DraftRecord {
        Objects.requireNonNull(decision, "decision");
        Objects.requireNonNull(reason, "reason");
        objections = List.copyOf(objections);
        if (text.isPresent() != (state == State.ACCEPTED)) {
            throw new IllegalArgumentException("a draft has a text exactly if it is accepted, but is " + state);
        }
    }

    /** Whether it is shown. */
    public enum State {
        ACCEPTED,
        /** It said something that the evidence does not say, or could not be read. */
        REJECTED,
        /** There was no answer. */
        FAILED
    }

    /**
     * An objection.
     *
     * @param where which sentence
     * @param offence the word or value; may come from a buyer
     */
    public record Objected(String where, String reason, String offence) {}

    /**
     * What it cost.
     *
     * @param costMicros millionths of the currency in which the endpoint is paid
     * @param latencyMillis from the first byte sent to the last received
     */
    public record Usage(long inputTokens, long outputTokens, long costMicros, long latencyMillis) {
        public static Usage none() {
            return new Usage(0, 0, 0, 0);
        }
    }
}
