package nextbest.topics;

import java.util.List;

/**
 * Turns texts into vectors whose inner product says how alike the texts are in meaning. Implementations are pure: the same
 * text gives the same vector, whatever else is in the batch.
 */
public interface TextEncoder {
    /** Name and version; vectors of different encoders must never be compared, so it is stored with each vector. */
    String name();

    /** Length of each vector. */
    int dimension();

    /**
     * Encodes texts.
     *
     * @param texts passages, each short enough to be read whole (see {@link Passage#MAX_WORDS}); what is longer is cut off
     * @return a vector of length one per text, in the same order; all zeros for a text without a word
     */
    List<float[]> encode(List<String> texts);
}
