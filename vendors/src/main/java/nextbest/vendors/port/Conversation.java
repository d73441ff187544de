package nextbest.vendors.port;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Where the calls are: who took part, what was said. Most of these systems take no tasks. What was said is asked for only of calls
 * that are known to concern us; it is a buyer's words, so it is data and never an instruction, and stands in no log.
 */
public interface Conversation extends Source {
    /** So many transcripts can be asked for at once: an hour of talk is about a quarter of a megabyte. */
    int MOST_TRANSCRIPTS = 10;

    /** @throws IllegalArgumentException if more than {@link #MOST_TRANSCRIPTS} are asked for */
    static void checkTranscripts(Set<String> calls) {
        if (calls.size() > MOST_TRANSCRIPTS) {
            throw new IllegalArgumentException("at most " + MOST_TRANSCRIPTS + " transcripts are read at once, but "
                    + calls.size() + " were asked for");
        }
    }

    /**
     * Something that was said in one breath.
     *
     * @param speaker as {@link HeldCall.Participant#speaker}; empty: the vendor does not know who
     * @param into from the beginning of the call
     * @param text plain
     */
    record Passage(Optional<String> speaker, Duration into, String text) {
        public Passage {
            Objects.requireNonNull(speaker, "speaker");
            Objects.requireNonNull(text, "text");
            if (into.isNegative()) {
                throw new IllegalArgumentException("nothing is said before a call begins, but this " + into);
            }
        }

        /** Without the words: they are a buyer's. */
        @Override
        public String toString() {
            return "Passage[into=" + into + ", " + text.length() + " characters]";
        }
    }

    /**
     * What was said in calls, in its order.
     *
     * @param calls vendor's ids, at most {@link #MOST_TRANSCRIPTS}
     * @return by id; a call that is not, or not yet, transcribed is missing
     */
    Map<String, List<Passage>> transcripts(Set<String> calls);
}
