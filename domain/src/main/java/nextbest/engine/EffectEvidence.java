package nextbest.engine;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import nextbest.money.Money;
import nextbest.recommendation.EvidenceDesign;

/**
 * The learned numbers that a decision may use, looked up for this deal before the engine runs.
 *
 * @param version which state of the statistics was read; decisions carry it
 * @param actions by action key; an action without an entry has no history
 * @param similar deals that were alike at the same point of their life; none or one
 * @param learned what the live model says; records from before there was one have none
 * @param guidance what the rep's manager says, by action key; records from before it was read have none
 */
public record EffectEvidence(
        String version,
        SortedMap<String, ActionEffect> actions,
        List<SimilarDeals> similar,
        LearnedValues learned,
        SortedMap<String, Guidance> guidance) {
    public EffectEvidence {
        Objects.requireNonNull(version, "version");
        actions = Collections.unmodifiableSortedMap(new TreeMap<>(actions));
        similar = List.copyOf(similar);
        learned = learned == null ? LearnedValues.none() : learned;
        guidance = guidance == null
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(guidance));
        if (similar.size() > 1) {
            throw new IllegalArgumentException(
                    "there is at most one comparison with similar deals, but there are " + similar.size());
        }
    }

    /** Without a live model and without guidance. */
    public EffectEvidence(String version, SortedMap<String, ActionEffect> actions, List<SimilarDeals> similar) {
        this(version, actions, similar, LearnedValues.none(), Collections.emptySortedMap());
    }

    /** The same with what the rep's manager says. */
    public EffectEvidence guidedBy(SortedMap<String, Guidance> words) {
        return new EffectEvidence(version, actions, similar, learned, words);
    }

    /** The same with what the live model says; its version becomes part of this one's. */
    public EffectEvidence with(LearnedValues values) {
        return values.isNone()
                ? this
                : new EffectEvidence(version + "+" + values.model(), actions, similar, values, guidance);
    }

    /** The same without what a live model says. */
    public EffectEvidence withoutModel() {
        return learned.isNone()
                ? this
                : new EffectEvidence(
                        version.substring(0, version.lastIndexOf('+')),
                        actions,
                        similar,
                        LearnedValues.none(),
                        guidance);
    }

    /** No history at all. */
    public static EffectEvidence none() {
        return new EffectEvidence("none", Collections.emptySortedMap(), List.of());
    }

    public Optional<ActionEffect> of(String action) {
        return Optional.ofNullable(actions.get(action));
    }

    /** How many recommendations of an action this rep has answered. */
    long answered(String action) {
        return of(action).stream()
                .flatMap(effect -> effect.acceptedByRep().stream())
                .mapToLong(Rate::n)
                .sum();
    }

    /** How many recommendations this rep has answered. */
    long answered() {
        return actions.keySet().stream().mapToLong(this::answered).sum();
    }

    /**
     * How often something happened.
     *
     * @param n cases whose window has closed
     * @param successes in how many it happened, 0 to n
     * @param mean the estimate, shrunk to {@code level}, 0 to 1
     * @param low lower end of the 95 % interval
     * @param high upper end of the 95 % interval
     * @param level the level of the hierarchy that it was shrunk to, for example {@code category}
     */
    public record Rate(long n, long successes, double mean, double low, double high, String level) {
        public Rate {
            Objects.requireNonNull(level, "level");
            if (n < 0 || successes < 0 || successes > n) {
                throw new IllegalArgumentException(
                        "a rate needs 0 to n successes of n cases, but has " + successes + " of " + n);
            }
            if (!(0 <= low && low <= mean && mean <= high && high <= 1)) {
                throw new IllegalArgumentException(
                        "a rate needs 0 <= low <= mean <= high <= 1, but has " + low + ", " + mean + ", " + high);
            }
        }
    }

    /**
     * What differs between deals with and without the action.
     *
     * @param nWith deals that got it
     * @param nWithout deals that did not
     * @param estimate for a difference of shares -1 to 1; for a ratio of median times above 0, below 1 is faster
     * @param low lower end of the 95 % interval
     * @param high upper end of the 95 % interval
     * @param design whether chance decided who got it
     */
    public record Contrast(long nWith, long nWithout, double estimate, double low, double high, EvidenceDesign design) {
        public Contrast {
            Objects.requireNonNull(design, "design");
            if (nWith < 0 || nWithout < 0 || !(low <= estimate && estimate <= high)) {
                throw new IllegalArgumentException(
                        "a contrast needs counts of 0 or more and low <= estimate <= high, but has " + nWith + " and "
                                + nWithout + ", " + low + ", " + estimate + ", " + high);
            }
        }

        /** Whether the interval leaves the value that means 'no effect' outside. */
        public boolean excludes(double noEffect) {
            return low > noEffect || high < noEffect;
        }
    }

    /**
     * What is known of one action in deals like this one. Lists hold none or one.
     *
     * @param advanced how often the deal moved on within the window after it
     * @param moreOften difference of the shares that moved on, with minus without
     * @param faster ratio of the median times to the next stage, with over without
     * @param acceptedByRep how often this rep accepted it
     */
    public record ActionEffect(
            List<Rate> advanced, List<Contrast> moreOften, List<Contrast> faster, List<Rate> acceptedByRep) {
        public ActionEffect {
            advanced = List.copyOf(advanced);
            moreOften = List.copyOf(moreOften);
            faster = List.copyOf(faster);
            acceptedByRep = List.copyOf(acceptedByRep);
        }
    }

    /**
     * Closed deals that were alike at the same point of their life.
     *
     * @param won how many of them were won
     * @param lost how many were lost
     * @param similarity how alike on average, 0 to 1
     * @param medianDaysWon median days from here to the end, of the won ones; empty if there are none
     * @param medianDaysInStageWon median days that the won ones spent in this stage; empty if not known
     * @param medianAmount median amount of the won ones; empty if not known
     */
    public record SimilarDeals(
            long won,
            long lost,
            double similarity,
            List<Integer> medianDaysWon,
            List<Integer> medianDaysInStageWon,
            List<Money> medianAmount) {
        public SimilarDeals {
            medianDaysWon = List.copyOf(medianDaysWon);
            medianDaysInStageWon = List.copyOf(medianDaysInStageWon);
            medianAmount = List.copyOf(medianAmount);
            if (won < 0 || lost < 0 || !(similarity >= 0 && similarity <= 1)) {
                throw new IllegalArgumentException(
                        "similar deals need counts of 0 or more and a similarity of 0 to 1, but have " + won + ", "
                                + lost + ", " + similarity);
            }
        }
    }
}
