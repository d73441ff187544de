package nextbest.reading;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Splits text into the word pieces that BERT's uncased models read: clean, lower-case, drop accents, split at spaces,
 * punctuation and each Chinese character, then take the longest known piece from the left (Wu et al. 2016, section 4.1;
 * Devlin et al. 2019). A word with an unknown rest is one unknown piece.
 */
final class WordPieces {
    private static final int LONGEST_WORD = 100;

    private final Map<String, Integer> ids;
    private final int unknown;
    private final int start;
    private final int end;

    private WordPieces(Map<String, Integer> ids) {
        this.ids = ids;
        this.unknown = ids.get("[UNK]");
        this.start = ids.get("[CLS]");
        this.end = ids.get("[SEP]");
    }

    /** Reads a list with one piece per line; its number is its line, from zero. */
    static WordPieces read(InputStream in) {
        Map<String, Integer> ids = new HashMap<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                ids.put(line, ids.size());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new WordPieces(ids);
    }

    /**
     * The numbers of a text's pieces between the marks for start and end.
     *
     * @param limit the most numbers to return, marks included; the rest of the text is not read
     */
    long[] encode(String text, int limit) {
        List<Integer> found = new ArrayList<>();
        found.add(start);
        for (String word : words(text)) {
            if (found.size() >= limit - 1) {
                break;
            }
            pieces(word, found);
        }
        int length = Math.min(found.size(), limit - 1);
        long[] numbers = new long[length + 1];
        for (int i = 0; i < length; i++) {
            numbers[i] = found.get(i);
        }
        numbers[length] = end;
        return numbers;
    }

    private void pieces(String word, List<Integer> into) {
        if (word.codePointCount(0, word.length()) > LONGEST_WORD) {
            into.add(unknown);
            return;
        }
        int before = into.size();
        int from = 0;
        while (from < word.length()) {
            int to = word.length();
            Integer id = null;
            while (to > from) {
                String piece = from == 0 ? word.substring(0, to) : "##" + word.substring(from, to);
                id = ids.get(piece);
                if (id != null) {
                    break;
                }
                to--;
            }
            if (id == null) {
                into.subList(before, into.size()).clear();
                into.add(unknown);
                return;
            }
            into.add(id);
            from = to;
        }
    }

    private static List<String> words(String text) {
        String plain = Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        plain.codePoints().forEach(c -> {
            if (Character.getType(c) == Character.NON_SPACING_MARK || isNoise(c)) {
                return;
            }
            boolean space = isSpace(c);
            if (space || isPunctuation(c) || isChinese(c)) {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                if (!space) {
                    words.add(Character.toString(c));
                }
            } else {
                word.appendCodePoint(c);
            }
        });
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || Character.getType(c) == Character.SPACE_SEPARATOR;
    }

    private static boolean isNoise(int c) {
        if (c == 0 || c == 0xFFFD) {
            return true;
        }
        int type = Character.getType(c);
        return !isSpace(c)
                && (type == Character.CONTROL
                        || type == Character.FORMAT
                        || type == Character.PRIVATE_USE
                        || type == Character.SURROGATE);
    }

    /** Unicode punctuation, and every ASCII sign that is neither letter nor digit, as BERT has it. */
    private static boolean isPunctuation(int c) {
        if (c < 128) {
            return c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    private static boolean isChinese(int c) {
        return (c >= 0x4E00 && c <= 0x9FFF)
                || (c >= 0x3400 && c <= 0x4DBF)
                || (c >= 0x20000 && c <= 0x2CEAF)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0x2F800 && c <= 0x2FA1F);
    }
}
