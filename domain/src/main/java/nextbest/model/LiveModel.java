package nextbest.model;

import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import nextbest.catalogue.ActionType;
import nextbest.catalogue.Catalogue;
import nextbest.engine.LearnedValues;
import nextbest.learning.bandit.ActionSpace;
import nextbest.learning.bandit.ExampleModel;
import nextbest.learning.bandit.Retention;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * A version of the model with what it has learned so far: give it examples, bring it up to date, and ask it what the actions
 * are worth in a deal. The same examples give the same sums, in whatever order they come and however often they are given.
 *
 * <p>What an action is worth is the expected reward of recommending it at the first place, less that of a typical
 * recommendation: the mean over all actions, each weighted by its examples. Not thread-safe.
 */
public final class LiveModel {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final double Z95 = NORMAL.inverseCumulativeProbability(0.975);

    /**
     * Who the buyer is and how new the rep is may change what an action is worth by no more than this, on the scale of rewards:
     * the live fairness constraint. A tenth of a stage advance.
     */
    public static final double FAIR_BAND = 0.065;

    /**
     * What the place does to a result is much the same for all actions, and is learned from all of them together; small, so that an
     * action's own prior expects little of it. Otherwise what always stood second would never be known well enough to stand first.
     */
    private static final double ALTERNATIVE = 0.2;

    private static final List<Integer> GROUP_MARKS = List.of(
            DealContext.NAMES.indexOf("company-size"),
            DealContext.NAMES.indexOf("company-size-known"),
            DealContext.NAMES.indexOf("rep-tenure"));

    private final String version;
    private final ModelParameters parameters;
    private final double priorLogit;
    private final ExampleModel<Example.Key> model;
    private final Map<String, Integer> index = new HashMap<>();
    private final Map<String, double[]> traits = new HashMap<>();

    /**
     * @param version what decisions name it by
     * @param catalogue the actions as they are known now; others may turn up in examples
     */
    public LiveModel(String version, ModelParameters parameters, Catalogue catalogue) {
        this(version, parameters, catalogue, List.of());
    }

    /** @param news what has changed: earlier results count half, once for each piece of news that they meet */
    public LiveModel(String version, ModelParameters parameters, Catalogue catalogue, List<ProductNews> news) {
        this.version = Objects.requireNonNull(version, "version");
        this.parameters = parameters;
        this.priorLogit = Math.log(parameters.priorReward() / (1 - parameters.priorReward()));
        Collection<ActionType> actions = catalogue.actions().values();
        double[][] rows = new double[actions.size()][];
        int i = 0;
        for (ActionType action : actions) {
            rows[i] = ActionTraits.of(action);
            index.put(action.key(), i);
            traits.put(action.key(), rows[i]);
            i++;
        }
        double[] prior = new double[rows.length];
        java.util.Arrays.fill(prior, priorLogit);
        this.model = new ExampleModel<>(
                ActionSpace.describedBy(rows).startingAt(prior),
                parameters.mean().size() + 2,
                new Retention(parameters.halfLife(), breaks(news)),
                parameters.settings());
    }

    /** News of an action that the catalogue does not know is about nothing that could be recommended. */
    private List<Retention.Break> breaks(List<ProductNews> news) {
        return news.stream()
                .filter(one -> one.action().map(index::containsKey).orElse(true))
                .map(one ->
                        new Retention.Break(one.action().map(index::get).orElse(Retention.Break.ALL), one.firstMonth()))
                .toList();
    }

    public String version() {
        return version;
    }

    public ModelParameters parameters() {
        return parameters;
    }

    /** How many examples with a reward it has. */
    public int size() {
        return model.size();
    }

    /** A hash over what it has learned from. */
    public long hash() {
        return model.hash();
    }

    /** Takes an example in; one that was taken in before is replaced, and one without a reward taken out. */
    public void accept(Example example) {
        OptionalInt reward = parameters.reward(example.progress());
        if (reward.isEmpty()) {
            model.remove(example.key());
            return;
        }
        int action = index.computeIfAbsent(example.action(), key -> {
            traits.put(key, ActionTraits.ofNothing());
            return model.addAction(ActionTraits.ofNothing(), priorLogit);
        });
        double[] context =
                example.context().stream().mapToDouble(Double::doubleValue).toArray();
        model.put(example.key(), example.month(), action, features(context, example.position()), reward.getAsInt());
    }

    /** @param month the present one, in months since 1970 */
    public void refresh(int month) {
        model.refresh(month);
    }

    /** u = [standardised context / √width, whether it was an alternative (0 or {@link #ALTERNATIVE}), 1]. */
    private double[] features(double[] context, int position) {
        int n = parameters.mean().size();
        if (context.length != n) {
            throw new IllegalArgumentException("a context has " + n + " numbers, but this one has " + context.length);
        }
        double[] u = new double[n + 2];
        double root = Math.sqrt(n);
        for (int i = 0; i < n; i++) {
            double y =
                    (context[i] - parameters.mean().get(i)) / parameters.scale().get(i);
            u[i] = Math.clamp(y, -4.0, 4.0) / root * 2;
        }
        u[n] = position == 1 ? 0 : ALTERNATIVE;
        u[n + 1] = 1;
        return u;
    }

    /** The mean of the deals that it has learned from, at the first place. */
    private double[] average() {
        double[] u = model.meanFeatures();
        u[u.length - 2] = 0;
        u[u.length - 1] = 1;
        return u;
    }

    /** The expected reward of each action, in (0, 1), by key. */
    public Map<String, Double> expected(double[] context, int position) {
        ExampleModel.Beliefs here = model.at(features(context, position));
        Map<String, Double> expected = new HashMap<>();
        index.forEach((key, a) -> expected.put(key, reward(here, a, 0)));
        return expected;
    }

    /**
     * What the engine reads for a deal; nothing while there are no examples. Held to the {@linkplain #FAIR_BAND fairness
     * constraint}.
     */
    public LearnedValues values(double[] context) {
        return values(context, FAIR_BAND);
    }

    /** As {@link #values(double[])} without the fairness constraint: what it costs is the difference. */
    public LearnedValues valuesUnconstrained(double[] context) {
        return values(context, Double.POSITIVE_INFINITY);
    }

    /** The same deal of a buyer of usual size with a rep of usual tenure. */
    private double[] withoutMarks(double[] context) {
        double[] plain = context.clone();
        GROUP_MARKS.forEach(i -> plain[i] = parameters.mean().get(i));
        return plain;
    }

    private LearnedValues values(double[] context, double band) {
        if (model.size() == 0) {
            return LearnedValues.none();
        }
        ExampleModel.Beliefs here = model.at(features(context, 1));
        ExampleModel.Beliefs plain = model.at(features(withoutMarks(context), 1));
        double typicalPlain = typical(plain);
        ExampleModel.Beliefs overall = model.at(average());
        double typicalHere = typical(here);
        double typicalOverall = typical(overall);
        long compared =
                index.values().stream().filter(a -> model.examples(a) > 0).count();
        // with many actions some stand out by chance: the claim must hold for all of them together
        double certain = NORMAL.inverseCumulativeProbability(1 - 0.025 / Math.max(1, compared));
        SortedMap<String, LearnedValues.Value> values = new TreeMap<>();
        index.forEach((key, a) -> values.put(
                key,
                new LearnedValues.Value(
                        model.examples(a),
                        gain(overall, a, typicalOverall, certain, 0),
                        gain(
                                here,
                                a,
                                typicalHere,
                                certain,
                                shift(reward(here, a, 0) - typicalHere, reward(plain, a, 0) - typicalPlain, band)),
                        reward(here, a, parameters.optimism()) - reward(here, a, 0))));
        return new LearnedValues(
                version + "@" + model.size() + "-" + HexFormat.of().toHexDigits(model.hash()),
                parameters.explorationScale(),
                values);
    }

    /** By how much a gain must be moved to stay within the band around what it would be without group marks. */
    private static double shift(double gain, double plain, double band) {
        return Math.clamp(gain, plain - band, plain + band) - gain;
    }

    private LearnedValues.Gain gain(
            ExampleModel.Beliefs beliefs, int action, double typical, double certain, double shift) {
        double usual = typical - shift;
        double low = reward(beliefs, action, -certain) - usual;
        double high = reward(beliefs, action, certain) - usual;
        return new LearnedValues.Gain(
                reward(beliefs, action, 0) - usual,
                reward(beliefs, action, -Z95) - usual,
                reward(beliefs, action, Z95) - usual,
                low > 0 || high < 0);
    }

    /** The expected reward of an action if its logit lay so many standard deviations above what is expected. */
    private double reward(ExampleModel.Beliefs beliefs, int action, double deviations) {
        return 1 / (1 + Math.exp(-parameters.forecasts().logit(beliefs.logit(action, deviations))));
    }

    private double typical(ExampleModel.Beliefs beliefs) {
        double sum = 0;
        long n = 0;
        for (int a : index.values()) {
            sum += model.examples(a) * reward(beliefs, a, 0);
            n += model.examples(a);
        }
        return sum / n;
    }

    /** Keys of the actions that it knows. */
    public List<String> actions() {
        return index.keySet().stream().sorted().toList();
    }
}
