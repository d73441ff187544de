package nextbest.topics;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The words of a text, as the lexical comparisons see them. */
final class Words {
    private static final Set<String> STOP = Set.copyOf(List.of(
            ("a an the and or but if then else of to in on at by for from with about into over after before between out up down off"
                            + " is are was were be been being am do does did doing have has had having will would shall should can could may"
                            + " might must i me my we us our you your he him his she her it its they them their this that these those there"
                            + " here what which who whom when where why how all any both each few more most other some such no nor not only"
                            + " own same so than too very just as also s t re ve ll d m don again once because while during ok okay yes hi"
                            + " hello please der die das und ist nicht ein eine einen dem den des mit auf von zu im sich wir ich sie es"
                            + " le la les et est une un du dans pour que qui sur pas nous vous")
                    .split(" ")));

    private Words() {}

    /** Runs of letters and digits in lower case, apostrophes inside kept. */
    static List<String> plain(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        String lower = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        for (int i = 0; i <= lower.length(); i++) {
            char c = i < lower.length() ? lower.charAt(i) : ' ';
            boolean inside = (c == '\'' || c == '’')
                    && !word.isEmpty()
                    && i + 1 < lower.length()
                    && Character.isLetter(lower.charAt(i + 1));
            if (Character.isLetterOrDigit(c) || Character.isSurrogate(c)) {
                word.append(c);
            } else if (inside) {
                word.append('\'');
            } else if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        }
        return words;
    }

    /** Word stems, stop words kept: what a reader of labels compares. */
    static List<String> stems(String text) {
        return plain(text).stream().map(Words::stem).toList();
    }

    /** Words that carry meaning, as written (lower case): what names a cluster. */
    static List<String> content(String text) {
        return plain(text).stream()
                .filter(w -> w.length() > 1 && !STOP.contains(w) && w.chars().anyMatch(Character::isLetter))
                .filter(w -> w.indexOf('\'') < 0)
                .toList();
    }

    static boolean isStop(String word) {
        return STOP.contains(word);
    }

    /**
     * A light English stemmer: plural, -ing and -ed (the first steps of Porter 1980). Enough to bring 'transfers' and
     * 'transferring' together; what it cannot do, the sentence model does.
     */
    static String stem(String word) {
        String w = word.endsWith("'s") ? word.substring(0, word.length() - 2) : word;
        if (w.length() > 4 && w.endsWith("ies")) {
            w = w.substring(0, w.length() - 3) + "y";
        } else if (w.length() > 4
                && (w.endsWith("sses") || w.endsWith("xes") || w.endsWith("ches") || w.endsWith("shes"))) {
            w = w.substring(0, w.length() - 2);
        } else if (w.length() > 3 && w.endsWith("s") && !w.endsWith("ss") && !w.endsWith("us") && !w.endsWith("is")) {
            w = w.substring(0, w.length() - 1);
        }
        if (w.length() > 5 && w.endsWith("ing") && hasVowel(w, w.length() - 3)) {
            w = tidy(w.substring(0, w.length() - 3));
        } else if (w.length() > 4 && w.endsWith("ed") && hasVowel(w, w.length() - 2)) {
            w = tidy(w.substring(0, w.length() - 2));
        }
        return w.length() > 3 && w.endsWith("e") ? w.substring(0, w.length() - 1) : w;
    }

    private static String tidy(String w) {
        int n = w.length();
        boolean doubled = n > 2 && w.charAt(n - 1) == w.charAt(n - 2) && "lsz".indexOf(w.charAt(n - 1)) < 0;
        return doubled ? w.substring(0, n - 1) : w;
    }

    private static boolean hasVowel(String w, int before) {
        for (int i = 0; i < before; i++) {
            if ("aeiouy".indexOf(w.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }
}
