package nextbest.signal;

import java.util.List;

/**
 * Reads what somebody wrote down about a buyer, for signals of the closed list. Whatever it finds stands in the text word for
 * word; who reads decides nothing.
 *
 * @param <X> why there may be no answer
 */
@FunctionalInterface
public interface SignalReader<X extends Exception> {
    /** Signals that one text is believed to hold at most. */
    int MOST = 12;

    /**
     * The signals in a text, each type once.
     *
     * @param text a note, the summary of a call, a mail; of any length and in any language
     */
    List<FoundSignal> read(String text) throws X;
}
