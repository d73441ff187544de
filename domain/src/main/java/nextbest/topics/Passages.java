package nextbest.topics;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts a text into passages of at most {@link Passage#MAX_WORDS} words. Sentences stay whole where they fit; the next passage
 * starts with the last sentences of the one before (at most {@value #OVERLAP} words), so that a thought that spans the cut is
 * found too. Every word of the text is in a passage.
 */
public final class Passages {
    static final int OVERLAP = 25;

    private Passages() {}

    /** The passages of a text in order; none for a text without a word. */
    public static List<Passage> of(String text) {
        List<Span> sentences = sentences(text);
        List<Passage> passages = new ArrayList<>();
        int first = 0;
        while (first < sentences.size()) {
            int words = 0;
            int next = first;
            while (next < sentences.size() && words + sentences.get(next).words <= Passage.MAX_WORDS) {
                words += sentences.get(next).words;
                next++;
            }
            int from = sentences.get(first).from;
            int to = sentences.get(next - 1).to;
            passages.add(new Passage(passages.size(), from, to, text.substring(from, to)));
            if (next == sentences.size()) {
                break;
            }
            first = backToOverlap(sentences, first, next);
        }
        return passages;
    }

    private static int backToOverlap(List<Span> sentences, int first, int next) {
        int words = 0;
        int start = next;
        while (start - 1 > first && words + sentences.get(start - 1).words <= OVERLAP) {
            start--;
            words += sentences.get(start).words;
        }
        // what comes next must fit beside the overlap, or the cut would stand still
        while (start < next && words + sentences.get(next).words > Passage.MAX_WORDS) {
            words -= sentences.get(start).words;
            start++;
        }
        return start;
    }

    private record Span(int from, int to, int words) {}

    /** Sentences without white space at the ends; one that is too long is cut at words, with overlap. */
    private static List<Span> sentences(String text) {
        BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
        breaks.setText(text);
        List<Span> spans = new ArrayList<>();
        int from = breaks.first();
        for (int to = breaks.next(); to != BreakIterator.DONE; from = to, to = breaks.next()) {
            List<int[]> words = words(text, from, to);
            for (int w = 0; w < words.size(); w += OVERLAP) {
                boolean whole = words.size() <= Passage.MAX_WORDS;
                int last = whole ? words.size() : Math.min(words.size(), w + OVERLAP);
                spans.add(new Span(words.get(w)[0], words.get(last - 1)[1], last - w));
                if (whole) {
                    break;
                }
            }
        }
        return spans;
    }

    /** White space separates words; scripts without it count a letter as a word. */
    private static List<int[]> words(String text, int from, int to) {
        List<int[]> words = new ArrayList<>();
        int start = -1;
        for (int i = from; i < to; ) {
            int c = text.codePointAt(i);
            int width = Character.charCount(c);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                if (start >= 0) {
                    words.add(new int[] {start, i});
                    start = -1;
                }
            } else if (Character.isIdeographic(c)) {
                if (start >= 0) {
                    words.add(new int[] {start, i});
                    start = -1;
                }
                words.add(new int[] {i, i + width});
            } else if (start < 0) {
                start = i;
            }
            i += width;
        }
        if (start >= 0) {
            words.add(new int[] {start, to});
        }
        return words;
    }
}
