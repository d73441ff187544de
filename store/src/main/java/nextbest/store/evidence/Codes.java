package nextbest.store.evidence;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Small numbers for texts, so that columns hold numbers. A text keeps its number for as long as the history is in memory. */
final class Codes {
    /** The code of what is not known or was never seen. */
    static final int NONE = -1;

    private final ConcurrentHashMap<String, Integer> codes = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Integer, String> texts = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();

    /** The code of a text; null has none. */
    int code(String text) {
        if (text == null) {
            return NONE;
        }
        return codes.computeIfAbsent(text, t -> {
            int code = next.getAndIncrement();
            texts.put(code, t);
            return code;
        });
    }

    /** What a code stands for, without the first word, which says what kind of text it is. */
    String valueOf(int code) {
        String text = texts.get(code);
        if (text == null) {
            throw new IllegalArgumentException("there is no text with code " + code);
        }
        return text.substring(text.indexOf(' ') + 1);
    }

    /** The code of a text that is in the history already. */
    int find(String text) {
        return text == null ? NONE : codes.getOrDefault(text, NONE);
    }
}
