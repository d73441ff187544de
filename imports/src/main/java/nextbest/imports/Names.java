package nextbest.imports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import nextbest.event.EventEnvelope;

/**
 * Who is meant by a name in another table. Exact spelling first; a spelling that differs only in case, blanks and
 * punctuation is taken if exactly one is meant; anything else stays as it is written and at most becomes a proposal.
 *
 * <p>Two phases: tables declare and mention names while they are checked, {@link #settle} decides, and from then on {@link
 * #ref} answers.
 */
final class Names {
    /** Below this similarity no proposal is made. */
    static final double PROPOSE_FROM = 0.85;

    private static final long MOST_COMPARISONS = 20_000_000;

    /** A name that is used somewhere. */
    record Mention(String family, Entity entity, String name) {}

    /**
     * A spelling that stands for a record.
     *
     * @param into id of the record, of the same source
     */
    record Merge(Mention from, String into) {}

    private record Target(String family, String id, String name) {}

    private static final class Known {
        final Map<String, Target> exact = new HashMap<>();
        final Map<String, Set<Target>> bare = new HashMap<>();
    }

    private final Map<Entity, Known> known = new HashMap<>();
    private final Map<Mention, long[]> mentions = new HashMap<>();
    private final Map<Mention, TreeMap<String, Long>> mails = new HashMap<>();
    private final Set<Mention> groups = new HashSet<>();
    private final Map<Mention, Target> settled = new HashMap<>();
    private final List<Mention> stubs = new ArrayList<>();
    private final List<Merge> merges = new ArrayList<>();
    private final List<ImportReport.SpellingTaken> taken = new ArrayList<>();
    private final List<ImportReport.PossibleSame> proposals = new ArrayList<>();
    private boolean proposalsComplete = true;

    Names() {
        for (Entity entity : Entity.values()) {
            known.put(entity, new Known());
        }
    }

    /** A row of a table of its own. */
    void declare(String family, Entity entity, String id, String name) {
        Known entries = known.get(entity);
        Target target = new Target(family, id, name);
        entries.exact.putIfAbsent(name, target);
        entries.exact.putIfAbsent(id, target);
        entries.bare.computeIfAbsent(Headers.bare(name), b -> new HashSet<>()).add(target);
        if (!id.equals(name)) {
            entries.bare.computeIfAbsent(Headers.bare(id), b -> new HashSet<>()).add(target);
        }
    }

    /** A name in a column that points to another table. */
    void mention(String family, Entity entity, String name) {
        mentions.computeIfAbsent(new Mention(family, entity, name), m -> new long[1])[0]++;
    }

    /** Where a rep gets mail, as one deal says. */
    void mail(String family, String rep, String address) {
        mails.computeIfAbsent(new Mention(family, Entity.REP, rep), m -> new TreeMap<>())
                .merge(address, 1L, Long::sum);
    }

    boolean knowsMails() {
        return !mails.isEmpty();
    }

    /** Where a rep gets mail, as most deals say; of equals the first by alphabet. */
    Optional<String> mail(Mention rep) {
        return mails.getOrDefault(rep, new TreeMap<>()).entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey);
    }

    /** A name of a group, such as a product family: it is not expected to be one of the records. */
    void mentionGroup(String family, Entity entity, String name) {
        mention(family, entity, name);
        groups.add(new Mention(family, entity, name));
    }

    void settle() {
        long comparisons = 0;
        List<Mention> ordered = mentions.keySet().stream()
                .sorted(Comparator.comparing(Mention::entity)
                        .thenComparing(Mention::family)
                        .thenComparing(Mention::name))
                .toList();
        for (Mention mention : ordered) {
            Known entries = known.get(mention.entity());
            Target exact = entries.exact.get(mention.name());
            if (exact != null) {
                settled.put(mention, exact);
                continue;
            }
            Set<Target> same = entries.bare.getOrDefault(Headers.bare(mention.name()), Set.of());
            if (same.size() == 1 && !Headers.bare(mention.name()).isEmpty()) {
                Target target = same.iterator().next();
                if (isRecord(mention.entity()) && target.family().equals(mention.family())) {
                    // a record of its own that is then merged: who doubts it can split it again
                    settled.put(mention, new Target(mention.family(), mention.name(), mention.name()));
                    stubs.add(mention);
                    merges.add(new Merge(mention, target.id()));
                } else {
                    settled.put(mention, target);
                }
                taken.add(new ImportReport.SpellingTaken(
                        mention.entity(), mention.name(), target.name(), mentions.get(mention)[0]));
                continue;
            }
            settled.put(mention, new Target(mention.family(), mention.name(), mention.name()));
            stubs.add(mention);
            if (groups.contains(mention)) {
                continue;
            }
            comparisons += entries.exact.size();
            if (comparisons <= MOST_COMPARISONS) {
                propose(mention, entries);
            } else {
                proposalsComplete = false;
            }
        }
    }

    private static boolean isRecord(Entity entity) {
        return entity == Entity.CLIENT || entity == Entity.PRODUCT;
    }

    /** Spellings that were taken for a record of the same source. */
    List<Merge> merges() {
        return List.copyOf(merges);
    }

    private void propose(Mention mention, Known entries) {
        String best = null;
        double most = 0;
        for (Target candidate : new TreeMap<>(entries.exact).values()) {
            double similarity = Similarity.of(mention.name(), candidate.name());
            if (similarity > most) {
                most = similarity;
                best = candidate.name();
            }
        }
        if (best != null && most >= PROPOSE_FROM) {
            proposals.add(new ImportReport.PossibleSame(
                    mention.entity().singular(), mention.name(), best, most, mentions.get(mention)[0]));
        }
    }

    /**
     * The reference that an event carries: the id if it is of the event's own source, else an object with the source.
     * Before {@link #settle} the name itself.
     */
    Object ref(String family, Entity entity, String name) {
        Target target = settled.get(new Mention(family, entity, name));
        if (target == null || target.family().equals(family)) {
            return target == null ? name : target.id();
        }
        return Map.of("source", EventEnvelope.FILE_SOURCE + target.family(), "id", target.id());
    }

    /** Names that no table of its own explains, so that an event must introduce them. */
    List<Mention> stubs(Entity entity) {
        return stubs.stream().filter(stub -> stub.entity() == entity).toList();
    }

    List<ImportReport.SpellingTaken> taken() {
        return List.copyOf(taken);
    }

    List<ImportReport.PossibleSame> proposals() {
        return List.copyOf(proposals);
    }

    Optional<String> note() {
        return proposalsComplete
                ? Optional.empty()
                : Optional.of(
                        "too many unknown names to compare each with each known one: not all spellings were looked at");
    }
}
