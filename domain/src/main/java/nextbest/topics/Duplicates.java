package nextbest.topics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import nextbest.topics.EntityResolution.Judgement;
import nextbest.topics.EntityResolution.Reason;

/**
 * Finds records that are probably one and the same client, contact, product or competitor. The names are compared as
 * {@link EntityResolution} does; what else is known of the records makes it surer or less sure: the same mail address is nearly
 * proof, another country is a doubt, and two records that one system describes are seldom one by accident.
 *
 * <p>Only records that share a telling word, the beginning or the end of their letters, or an address are compared, so that
 * ten thousand take seconds. A pair without any of these is not found.
 */
public final class Duplicates {
    /** The most that may be claimed without a further trait that agrees. */
    private static final double BY_NAME_ALONE = 0.9;

    /** What a trait that differs takes from the confidence: the factor is ours, not measured. */
    private static final double DOUBT = 0.8;

    private static final int BLOCK_LETTERS = 4;

    /** Words that more records share than this say nothing about who is meant. */
    private static final int COMMON = 200;

    private Duplicates() {}

    /**
     * A record.
     *
     * @param id ours
     * @param name as it is written
     * @param source the system that told of it first
     * @param described whether its system says more of it than the name: then it is meant as a record of its own
     * @param weight how much hangs on it: of two the one with more is kept
     * @param address a mail address of one person, in lower case; empty if there is none
     * @param traits other things that are known, by name: where two records differ in one they are less likely the same
     * @param kin ids of records that belong to it without being it: parents, subsidiaries
     */
    public record Entry(
            String id,
            String name,
            String source,
            boolean described,
            int weight,
            String address,
            Map<String, String> traits,
            Set<String> kin) {
        /** Defensive copies. */
        public Entry {
            traits = Map.copyOf(traits);
            kin = Set.copyOf(kin);
        }
    }

    /**
     * Two records that may be one.
     *
     * @param from the one that would be given up
     * @param into the one that would be kept
     * @param confidence 0 to 1
     */
    public record Pair(Entry from, Entry into, double confidence, Reason reason) {
        /** Whether it may be applied without a person. */
        public boolean sure() {
            return confidence >= EntityResolution.SURE;
        }
    }

    /**
     * Finds pairs.
     *
     * @param answered whether people have said of two ids already what they are to each other
     * @return surest first; of a record that would be given up at most one pair
     */
    public static List<Pair> among(List<Entry> entries, BiPredicate<String, String> answered) {
        Map<String, List<Integer>> blocks = new TreeMap<>();
        for (int i = 0; i < entries.size(); i++) {
            for (String key : keys(entries.get(i))) {
                blocks.computeIfAbsent(key, k -> new ArrayList<>()).add(i);
            }
        }
        Map<Long, Pair> found = new HashMap<>();
        Set<Long> looked = new java.util.HashSet<>();
        for (List<Integer> block : blocks.values()) {
            if (block.size() > COMMON) {
                continue;
            }
            for (int a = 0; a < block.size(); a++) {
                for (int b = a + 1; b < block.size(); b++) {
                    long pair = (long) block.get(a) * entries.size() + block.get(b);
                    if (looked.add(pair)) {
                        Entry one = entries.get(block.get(a));
                        Entry other = entries.get(block.get(b));
                        if (!answered.test(one.id, other.id)) {
                            compare(one, other).ifPresent(p -> found.put(pair, p));
                        }
                    }
                }
            }
        }
        Map<String, Pair> best = new LinkedHashMap<>();
        found.values().stream()
                .sorted(Comparator.comparingDouble((Pair p) -> -p.confidence())
                        .thenComparing(p -> p.from().name())
                        .thenComparing(p -> p.from().id()))
                .forEach(p -> best.putIfAbsent(p.from().id(), p));
        return List.copyOf(best.values());
    }

    private static Set<String> keys(Entry entry) {
        Set<String> keys = new TreeSet<>();
        String plain = Ontology.plain(entry.name);
        if (!entry.address.isEmpty()) {
            keys.add("@" + entry.address);
        }
        if (!plain.isEmpty()) {
            keys.add("=" + plain);
            keys.add("<" + plain.substring(0, Math.min(BLOCK_LETTERS, plain.length())));
            keys.add(">" + plain.substring(Math.max(0, plain.length() - BLOCK_LETTERS)));
        }
        for (String word : Words.plain(entry.name)) {
            if (word.length() >= BLOCK_LETTERS) {
                keys.add("w" + word);
            }
        }
        return keys;
    }

    /** What two records are to each other; empty if nothing says that they are one. */
    static Optional<Pair> compare(Entry one, Entry other) {
        if (one.kin.contains(other.id) || other.kin.contains(one.id)) {
            return Optional.empty();
        }
        Optional<Judgement> named = EntityResolution.judge(one.name, other.name, Map.of());
        boolean sameAddress = !one.address.isEmpty() && one.address.equals(other.address);
        boolean otherAddress = !one.address.isEmpty() && !other.address.isEmpty() && !sameAddress;
        Judgement judged;
        if (sameAddress) {
            // one address and two names that have nothing in common is an address that several people read
            judged = new Judgement(named.isPresent() ? 0.98 : 0.7, Reason.SAME_ADDRESS);
        } else if (named.isEmpty()) {
            return Optional.empty();
        } else {
            judged = named.get();
        }
        boolean sameLetters = judged.reason() == Reason.SAME_LETTERS;
        boolean oneSystem = one.source.equals(other.source) && one.described && other.described;
        if (oneSystem && !sameAddress && !sameLetters) {
            return Optional.empty();
        }
        long agree = one.traits.entrySet().stream()
                .filter(t -> t.getValue().equalsIgnoreCase(other.traits.get(t.getKey())))
                .count();
        long differ = one.traits.entrySet().stream()
                .filter(t -> other.traits.containsKey(t.getKey())
                        && !t.getValue().equalsIgnoreCase(other.traits.get(t.getKey())))
                .count();
        double confidence = judged.confidence() * Math.pow(DOUBT, (double) differ + (otherAddress ? 1 : 0));
        boolean nothingToDoubt = !one.described || !other.described;
        if (!sameAddress && !(agree > 0 && differ == 0) && !(sameLetters && nothingToDoubt && differ == 0)) {
            confidence = Math.min(confidence, BY_NAME_ALONE);
        }
        if (oneSystem && !sameAddress) {
            confidence = Math.min(confidence, BY_NAME_ALONE);
        }
        if (confidence < EntityResolution.WORTH_ASKING) {
            return Optional.empty();
        }
        boolean keepOther = one.described != other.described
                ? other.described
                : other.weight != one.weight ? other.weight > one.weight : other.id.compareTo(one.id) < 0;
        return Optional.of(new Pair(
                keepOther ? one : other,
                keepOther ? other : one,
                (double) Math.round(confidence * 1000) / 1000,
                judged.reason()));
    }
}
