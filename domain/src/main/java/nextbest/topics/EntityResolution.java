package nextbest.topics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds names that mean the same thing: a client, product, competitor or word under several spellings. Every finding is a proposal
 * with its confidence and the reason; only those at or above the threshold may be applied without a person, the others wait in a
 * queue.
 */
public final class EntityResolution {
    /** Proposals from here may be applied without asking. */
    public static final double SURE = 0.95;

    /** How sure names are the same that differ only in case, blanks, accents and signs. */
    public static final double SAME_LETTERS_ARE_SURE = 0.99;

    /** Below this nothing is proposed. */
    public static final double WORTH_ASKING = 0.6;

    private static final Set<String> LEGAL_FORMS = new TreeSet<>(Arrays.asList(
            "inc",
            "incorporated",
            "corp",
            "corporation",
            "co",
            "company",
            "ltd",
            "limited",
            "llc",
            "llp",
            "plc",
            "gmbh",
            "ag",
            "se",
            "kg",
            "sa",
            "sas",
            "sarl",
            "spa",
            "srl",
            "bv",
            "nv",
            "oy",
            "ab",
            "as",
            "holding",
            "holdings",
            "group",
            "kgaa",
            "ug",
            "sro"));

    /** Why two names are taken for one. */
    public enum Reason {
        /** Only case, spaces, accents or signs differ. */
        SAME_LETTERS,
        /** Only the legal form differs. */
        LEGAL_FORM,
        /** One is on record as a synonym of the other. */
        SYNONYM,
        /** One or two letters differ. */
        MISSPELLED,
        /** One is the first letters of the words of the other. */
        INITIALS,
        /** The same words in another order, or some left out. */
        COMMON_WORDS,
        /** The same mail address. */
        SAME_ADDRESS,
        /** A usual word of industries or countries, misspelled. */
        USUAL_WORD
    }

    /**
     * Two names that may be one.
     *
     * @param from the name to be replaced: the one that is not registered, or the rarer one
     * @param into the name to keep
     * @param confidence 0 to 1
     * @param reason why
     * @param timesFrom how often the rarer one occurs
     * @param timesInto how often the other one occurs
     */
    public record Proposal(String from, String into, double confidence, Reason reason, int timesFrom, int timesInto) {
        /** Whether it may be applied without a person. */
        public boolean sure() {
            return confidence >= SURE;
        }
    }

    private EntityResolution() {}

    /**
     * Finds names that mean the same.
     *
     * @param names each name with how often it occurs
     * @param registered names that are entries of a master table: two of them are two things, unless the letters are the same
     * @param synonyms names that people said mean the same, other name to kept name
     * @param different pairs that people said are different, in either order: never proposed again
     * @return surest first; of a name at most one proposal
     */
    public static List<Proposal> propose(
            Map<String, Integer> names,
            Set<String> registered,
            Map<String, String> synonyms,
            Set<Set<String>> different) {
        List<String> all =
                names.keySet().stream().filter(n -> !n.isBlank()).sorted().toList();
        List<Proposal> found = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            for (int j = i + 1; j < all.size(); j++) {
                String a = all.get(i);
                String b = all.get(j);
                if (different.contains(Set.of(a, b))) {
                    continue;
                }
                boolean bothRegistered = registered.contains(a) && registered.contains(b);
                if (bothRegistered && !Ontology.plain(a).equals(Ontology.plain(b))) {
                    continue;
                }
                boolean keepB = registered.contains(a) != registered.contains(b)
                        ? registered.contains(b)
                        : names.get(b) > names.get(a)
                                || synonyms.getOrDefault(a, "").equals(b);
                String from = keepB ? a : b;
                String into = keepB ? b : a;
                judge(from, into, synonyms)
                        .ifPresent(judged -> found.add(new Proposal(
                                from, into, judged.confidence, judged.reason, names.get(from), names.get(into))));
            }
        }
        found.sort(Comparator.comparingDouble((Proposal p) -> -p.confidence()).thenComparing(Proposal::from));
        Map<String, Proposal> best = new LinkedHashMap<>();
        found.forEach(p -> best.putIfAbsent(p.from(), p));
        return List.copyOf(best.values());
    }

    /** How sure two names are the same, 0 to 1, and why. */
    record Judgement(double confidence, Reason reason) {}

    static Optional<Judgement> judge(String one, String other, Map<String, String> synonyms) {
        if (other.equals(synonyms.get(one)) || one.equals(synonyms.get(other))) {
            return Optional.of(new Judgement(1, Reason.SYNONYM));
        }
        String a = Ontology.plain(one);
        String b = Ontology.plain(other);
        if (a.isEmpty() || b.isEmpty()) {
            return Optional.empty();
        }
        if (a.equals(b)) {
            return Optional.of(new Judgement(SAME_LETTERS_ARE_SURE, Reason.SAME_LETTERS));
        }
        List<String> wordsA = withoutLegalForm(one);
        List<String> wordsB = withoutLegalForm(other);
        if (!wordsA.isEmpty() && wordsA.equals(wordsB)) {
            return Optional.of(new Judgement(0.9, Reason.LEGAL_FORM));
        }
        // names that differ in a number are different things: 'GTX 1' is not 'GTX 2', however alike the letters
        if (!digits(a).equals(digits(b))) {
            return Optional.empty();
        }
        int distance = Spellings.distance(a, b);
        int shortest = Math.min(a.length(), b.length());
        if (distance <= 2 && shortest >= 5 && (distance == 1 || shortest >= 8)) {
            // a letter more or less at the very end may be another model; inside a long word it is a slip
            boolean prefix = a.startsWith(b) || b.startsWith(a);
            double confidence =
                    1 - (distance * 0.9) / shortest - (prefix ? 0.15 : 0) - (sameWordCount(one, other) ? 0 : 0.05);
            if (confidence >= WORTH_ASKING) {
                return Optional.of(new Judgement(Math.min(confidence, 0.94), Reason.MISSPELLED));
            }
        }
        if (isInitials(a, wordsB) || isInitials(b, wordsA)) {
            return Optional.of(new Judgement(0.65, Reason.INITIALS));
        }
        Set<String> common = new TreeSet<>(wordsA);
        common.retainAll(new TreeSet<>(wordsB));
        Set<String> either = new TreeSet<>(wordsA);
        either.addAll(wordsB);
        double share = either.isEmpty() ? 0 : (double) common.size() / either.size();
        boolean telling = common.stream().anyMatch(w -> w.length() >= 4);
        if (telling && share >= 0.5) {
            return Optional.of(new Judgement(share == 1 ? 0.85 : 0.4 + 0.4 * share, Reason.COMMON_WORDS));
        }
        return Optional.empty();
    }

    private static boolean sameWordCount(String one, String other) {
        return Words.plain(one).size() == Words.plain(other).size();
    }

    private static List<String> withoutLegalForm(String name) {
        return Words.plain(name.toLowerCase(Locale.ROOT).replace(".", "")).stream()
                .filter(w -> !LEGAL_FORMS.contains(w))
                .toList();
    }

    private static String digits(String text) {
        return text.replaceAll("[^\\p{N}]", "");
    }

    private static boolean isInitials(String letters, List<String> words) {
        if (words.size() < 3 || letters.length() != words.size()) {
            return false;
        }
        StringBuilder initials = new StringBuilder();
        words.forEach(w -> initials.append(w.charAt(0)));
        return initials.toString().equals(letters);
    }

    /**
     * The name that each name stands for when proposals are applied: chains are followed to their end, and a name that is kept by
     * one proposal and replaced by another ends at the same name as the other.
     */
    public static Map<String, String> apply(List<Proposal> accepted) {
        Map<String, String> into = new HashMap<>();
        accepted.forEach(p -> into.put(p.from(), p.into()));
        Map<String, String> resolved = new LinkedHashMap<>();
        for (Proposal p : accepted) {
            String at = p.from();
            Set<String> seen = new TreeSet<>();
            while (into.containsKey(at) && seen.add(at)) {
                at = into.get(at);
            }
            resolved.put(p.from(), at);
        }
        return resolved;
    }
}
