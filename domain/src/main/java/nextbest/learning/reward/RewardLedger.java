package nextbest.learning.reward;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import nextbest.learning.statistics.StableHash;

/**
 * Resolves outcome facts into one reward per decision and keeps exact sums of rewards per month and action.
 *
 * <p>Per fact id the highest revision counts, so facts may come twice, in any order and before their decision. A decision's
 * reward is the best grade that stands; 0 once the window has closed without any; and no reward while neither holds or where
 * a {@link OutcomeFact.NotObserved} stands and nothing was reached. The state is a function of the set of facts, never of
 * their order. Not thread-safe.
 */
public final class RewardLedger {
    private final RewardScale scale;
    private final Listener listener;
    private final Map<UUID, Entry> entries = new HashMap<>();
    private final TreeMap<Integer, TreeMap<Integer, long[]>> sums = new TreeMap<>();

    /** Told about every change of a reward, for example to retract the old and add the new one to the learner's sums. */
    @FunctionalInterface
    public interface Listener {
        /** A reward, in thousandths, has changed; empty means no reward. */
        void changed(UUID decision, OptionalInt before, OptionalInt after);
    }

    public RewardLedger(RewardScale scale, Listener listener) {
        this.scale = Objects.requireNonNull(scale, "scale");
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    /**
     * Takes note of a decision.
     *
     * @param action the chosen action
     * @param month the period its sums belong to, for example months since 1970
     * @throws IllegalArgumentException when the same decision was noted differently before
     */
    public void decided(UUID decision, int action, int month) {
        Entry entry = entries.computeIfAbsent(decision, d -> new Entry());
        if (entry.known && (entry.action != action || entry.month != month)) {
            throw new IllegalArgumentException("decision " + decision + " was noted with action " + entry.action
                    + " in month " + entry.month + ", now with action " + action + " in month " + month);
        }
        if (!entry.known) {
            entry.known = true;
            entry.action = action;
            entry.month = month;
            settle(decision, entry);
        }
    }

    /** Takes note of a fact; repeated and outdated facts change nothing. */
    public void accept(OutcomeFact fact) {
        Entry entry = entries.computeIfAbsent(fact.decision(), d -> new Entry());
        entry.facts.merge(fact.id(), fact, RewardLedger::later);
        settle(fact.decision(), entry);
    }

    /** The reward of a decision in thousandths; empty while there is none. */
    public OptionalInt reward(UUID decision) {
        Entry entry = entries.get(decision);
        return entry == null || !entry.known ? OptionalInt.empty() : entry.reward;
    }

    /** How many rewards an action has in a month, and their sum in thousandths. */
    public long[] sums(int month, int action) {
        TreeMap<Integer, long[]> actions = sums.get(month);
        long[] cell = actions == null ? null : actions.get(action);
        return cell == null ? new long[2] : cell.clone();
    }

    /** A hash over all sums. */
    public long hash() {
        long h = 0;
        for (Map.Entry<Integer, TreeMap<Integer, long[]>> month : sums.entrySet()) {
            for (Map.Entry<Integer, long[]> action : month.getValue().entrySet()) {
                long[] cell = action.getValue();
                if (cell[0] != 0) {
                    h = StableHash.mix(StableHash.mix(h, month.getKey()), action.getKey());
                    h = StableHash.mix(StableHash.mix(h, cell[0]), cell[1]);
                }
            }
        }
        return h;
    }

    /** The higher revision; of two facts that claim the same revision the one with the greater text, so that order is moot. */
    private static OutcomeFact later(OutcomeFact one, OutcomeFact other) {
        if (one.revision() != other.revision()) {
            return one.revision() > other.revision() ? one : other;
        }
        return one.effect().toString().compareTo(other.effect().toString()) >= 0 ? one : other;
    }

    private void settle(UUID decision, Entry entry) {
        if (!entry.known) {
            return;
        }
        OptionalInt before = entry.reward;
        OptionalInt after = resolve(entry);
        if (before.equals(after)) {
            return;
        }
        entry.reward = after;
        long[] cell =
                sums.computeIfAbsent(entry.month, m -> new TreeMap<>()).computeIfAbsent(entry.action, a -> new long[2]);
        before.ifPresent(r -> add(cell, -1, -r));
        after.ifPresent(r -> add(cell, 1, r));
        listener.changed(decision, before, after);
    }

    private static void add(long[] cell, long count, long milli) {
        cell[0] += count;
        cell[1] = Math.addExact(cell[1], milli);
    }

    private OptionalInt resolve(Entry entry) {
        int best = -1;
        boolean closed = false;
        boolean unobserved = false;
        for (OutcomeFact fact : entry.facts.values()) {
            switch (fact.effect()) {
                case OutcomeFact.Reached reached -> best = Math.max(best, scale.of(reached.grade()));
                case OutcomeFact.WindowClosed _ -> closed = true;
                case OutcomeFact.NotObserved _ -> unobserved = true;
                case OutcomeFact.Withdrawn _ -> {}
            }
        }
        if (best >= 0) {
            return OptionalInt.of(best);
        }
        return closed && !unobserved ? OptionalInt.of(0) : OptionalInt.empty();
    }

    private static final class Entry {
        private final Map<String, OutcomeFact> facts = new HashMap<>();
        private boolean known;
        private int action;
        private int month;
        private OptionalInt reward = OptionalInt.empty();
    }
}
