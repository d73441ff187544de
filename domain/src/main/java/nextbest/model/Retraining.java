package nextbest.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import nextbest.catalogue.Catalogue;
import nextbest.engine.Engine;
import nextbest.engine.LearnedValues;
import nextbest.learning.offpolicy.Estimator;
import nextbest.learning.offpolicy.OffPolicyEvaluation;
import nextbest.learning.offpolicy.OffPolicyReport;
import nextbest.learning.offpolicy.PromotionGate;
import nextbest.learning.offpolicy.Verdict;
import nextbest.outcome.Observation;

/**
 * Trains a challenger on the past and judges it on the part of the past that it has not seen.
 *
 * <p>The last 30 % of the decisions are kept from training. On them each policy is run again by the engine itself, so that the
 * probability with which it would have put each recommendation where it stood is exact, and its value is estimated doubly
 * robust and self-normalised, by client (ADR 0102). The challenger is promoted only if the lower bound of its value exceeds
 * the champion's value and neither calibration nor any group speaks against it.
 */
public final class Retraining {
    /** Fewer recommendations with a result than this train nothing. */
    public static final int FEWEST = 200;

    static final String CHALLENGER = "challenger";
    static final String CHAMPION = "champion";
    static final String UNTRAINED = "untrained";
    static final String RULES = "rules";
    static final String UNCONSTRAINED = "unconstrained";

    private static final double TRAINING_SHARE = 0.7;
    private static final int[] HALF_LIVES = {0, 12, 4};
    private static final double[] ACTION_PRIORS = {0.5, 0.25, 1.0};
    private static final double[] SCALES = {1.0, 0.5, 2.0, 4.0};
    /** Nats by which a finite half-life must be ahead: forgetting costs evidence where nothing drifts. */
    private static final double LEAD = 5;

    private static final int TUNED_ON = 600;
    /** Rewards that differ by less, in thousandths, are left as they are. */
    private static final int WORTH_TELLING = 20;

    private static final int FEWEST_WINS = 20;
    private static final List<ExampleOutcome> EARLY = List.of(
            ExampleOutcome.NOT_TAKEN,
            ExampleOutcome.VIEWED,
            ExampleOutcome.ACCEPTED,
            ExampleOutcome.EXECUTED,
            ExampleOutcome.REPLIED);

    private final Engine engine;
    private final Catalogue catalogue;
    private final Optional<ModelParameters> champion;
    private final List<ProductNews> news;

    /**
     * @param champion what decides now; empty while that is the untrained model
     * @param catalogue what can be recommended now
     * @param news what has changed; each counts from its own time on
     */
    public Retraining(Engine engine, Catalogue catalogue, Optional<ModelParameters> champion, List<ProductNews> news) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.catalogue = Objects.requireNonNull(catalogue, "catalogue");
        this.champion = Objects.requireNonNull(champion, "champion");
        this.news = List.copyOf(news);
    }

    /**
     * @param parameters of the challenger
     */
    public record Result(ModelParameters parameters, TrainingReport report) {}

    /** @param past decisions with something delivered, the earliest first */
    public Result run(List<PastDecision> past) {
        ModelParameters start = champion.orElseGet(ModelParameters::beforeTraining);
        int rewarded = rewarded(past);
        if (rewarded < FEWEST) {
            return new Result(
                    start,
                    refused(
                            past,
                            rewarded,
                            start,
                            "only " + rewarded + " recommendations have a result; at least " + FEWEST + " are needed"));
        }
        int split = (int) (past.size() * TRAINING_SHARE);
        List<PastDecision> training = past.subList(0, split);
        List<PastDecision> judging = past.subList(split, past.size());
        ModelParameters parameters = tuned(training, start);
        LiveModel challenger = learned(CHALLENGER, parameters, training);
        LiveModel before = learned(CHAMPION, start, training);
        Optional<ModelParameters> kept = kept(start, past, training, judging);
        Judging judge = new Judging(engine, judging, challenger);
        Judging.Rows ofChallenger = judge.rows(model(challenger), parameters.explorationScale());
        Judging.Rows ofChampion = judge.rows(model(before), start.explorationScale());
        OffPolicyReport challenged = OffPolicyEvaluation.evaluate(ofChallenger.log());
        OffPolicyReport defended = OffPolicyEvaluation.evaluate(ofChampion.log());
        OffPolicyReport rules =
                OffPolicyEvaluation.evaluate(judge.rows(decision -> LearnedValues.none(), start.explorationScale())
                        .log());
        List<TrainingReport.PolicyValue> policies = new ArrayList<>();
        policies.add(value(CHALLENGER, challenged));
        policies.add(value(CHAMPION, defended));
        Optional<OffPolicyReport> untrained = champion.map(c -> {
            ModelParameters bare = ModelParameters.beforeTraining();
            return OffPolicyEvaluation.evaluate(
                    judge.rows(model(learned(UNTRAINED, bare, training)), bare.explorationScale())
                            .log());
        });
        untrained.ifPresent(report -> policies.add(value(UNTRAINED, report)));
        policies.add(value(RULES, rules));
        // what the live fairness constraint costs is what the challenger would have earned without it
        policies.add(value(
                UNCONSTRAINED,
                OffPolicyEvaluation.evaluate(judge.rows(
                                decision -> challenger.valuesUnconstrained(decision.contextArray()),
                                parameters.explorationScale())
                        .log())));

        List<TrainingReport.GroupFinding> groups = judge.groups(ofChallenger, ofChampion);
        List<String> objections = new ArrayList<>();
        judge.miscalibration().ifPresent(objections::add);
        groups.stream()
                .filter(TrainingReport.GroupFinding::worse)
                .forEach(group -> objections.add(group.kind() + " " + group.group() + " would be worse off"));
        PromotionGate.Decision gate = gate(challenged, defended, objections);
        return new Result(
                parameters,
                new TrainingReport(
                        past.size(),
                        rewarded,
                        past.getFirst().input().at(),
                        past.getLast().input().at(),
                        judging.getFirst().input().at(),
                        policies,
                        overlap(challenged),
                        judge.calibration(),
                        groups,
                        actions(learned(CHALLENGER, parameters, past)),
                        parameters.halfLifeMonths(),
                        parameters.explorationScale(),
                        gate.promoted(),
                        gate.reasons(),
                        gate.promoted() ? "" : demotion(defended, untrained, rules),
                        kept));
    }

    /**
     * What decides now with what early signs foretell by now, and with forecasts corrected by what came of those on the part of
     * the past that it has not seen; empty where that changes nothing. The order in which it ranks actions stays.
     */
    private Optional<ModelParameters> kept(
            ModelParameters start, List<PastDecision> past, List<PastDecision> training, List<PastDecision> judging) {
        ModelParameters told = usualWins(past, start).with(Foresight.learn(examples(past)), start.forecasts());
        ModelParameters seen = tellsApart(start, told) ? told : start;
        ForecastMap correction = new Judging(engine, judging, learned(CHAMPION, seen, training)).correction();
        ModelParameters corrected = corrected(seen, correction);
        return corrected.equals(start) ? Optional.empty() : Optional.of(corrected);
    }

    private static ModelParameters corrected(ModelParameters parameters, ForecastMap correction) {
        return parameters.with(
                parameters.usualWin(),
                parameters.foresight(),
                parameters.forecasts().then(correction));
    }

    /** Whether some recommendation is worth clearly more or less by one than by the other. */
    private static boolean tellsApart(ModelParameters one, ModelParameters other) {
        for (ExampleOutcome early : EARLY) {
            for (boolean open : new boolean[] {false, true}) {
                for (Observation advanced : List.of(Observation.PENDING, Observation.NO, Observation.YES)) {
                    Progress waiting = new Progress(early, open, advanced, Observation.PENDING, OptionalDouble.empty());
                    if (Math.abs(worth(one, waiting) - worth(other, waiting)) >= WORTH_TELLING) {
                        return true;
                    }
                }
            }
        }
        Progress won = new Progress(
                ExampleOutcome.ACCEPTED,
                false,
                Observation.YES,
                Observation.YES,
                OptionalDouble.of(Math.sqrt(one.usualWin() * other.usualWin())));
        return Math.abs(worth(one, won) - worth(other, won)) >= WORTH_TELLING;
    }

    private static int worth(ModelParameters parameters, Progress progress) {
        return parameters.reward(progress).orElseThrow();
    }

    /**
     * With the middle of what deals were won for, in each currency for itself; as before in those with few. Each deal counts once
     * for a recommendation.
     */
    private static ModelParameters usualWins(List<PastDecision> past, ModelParameters start) {
        SortedMap<String, List<Double>> amounts = new TreeMap<>();
        for (PastDecision decision : past) {
            for (PastDecision.Shown shown : decision.shown()) {
                Progress progress = shown.progress();
                progress.amount().stream()
                        .filter(amount -> amount > 0)
                        .forEach(amount -> amounts.computeIfAbsent(progress.currency(), c -> new ArrayList<>())
                                .add(amount));
            }
        }
        SortedMap<String, Double> usual = new TreeMap<>(start.usualWins());
        Optional<String> most = Optional.empty();
        int wins = 0;
        for (Map.Entry<String, List<Double>> of : amounts.entrySet()) {
            List<Double> sorted = of.getValue().stream().sorted().toList();
            if (sorted.size() >= FEWEST_WINS) {
                usual.put(of.getKey(), sorted.get(sorted.size() / 2));
                if (sorted.size() > wins) {
                    wins = sorted.size();
                    most = Optional.of(of.getKey());
                }
            }
        }
        return most.map(currency -> start.with(usual, currency)).orElse(start);
    }

    private static List<Example> examples(List<PastDecision> past) {
        return past.stream().flatMap(decision -> decision.examples().stream()).toList();
    }

    private static PromotionGate.Decision gate(
            OffPolicyReport challenger, OffPolicyReport champion, List<String> objections) {
        return switch (champion.verdict(Estimator.SNDR)) {
            case Verdict.Estimate estimate ->
                PromotionGate.decide(challenger.verdict(Estimator.SNDR), estimate.value(), objections);
            case Verdict.Refused refused -> {
                List<String> reasons = new ArrayList<>();
                reasons.add("the champion's value cannot be given: " + refused.reason());
                reasons.addAll(objections);
                yield new PromotionGate.Decision(false, reasons);
            }
        };
    }

    /** What decides now must go if the past says with certainty that less would have been more. */
    private String demotion(OffPolicyReport defended, Optional<OffPolicyReport> untrained, OffPolicyReport rules) {
        if (champion.isEmpty() || !(defended.verdict(Estimator.SNDR) instanceof Verdict.Estimate now)) {
            return "";
        }
        return better(untrained, now)
                ? "the untrained model would have earned more"
                : better(Optional.of(rules), now) ? "rule scores alone would have earned more" : "";
    }

    private static boolean better(Optional<OffPolicyReport> other, Verdict.Estimate now) {
        return other.map(report -> report.verdict(Estimator.SNDR))
                .filter(verdict -> verdict instanceof Verdict.Estimate estimate && estimate.lower() > now.value())
                .isPresent();
    }

    private ModelParameters tuned(List<PastDecision> training, ModelParameters start) {
        ModelParameters standardised = standardised(training, start);
        int cut = (int) (training.size() * 0.75);
        List<PastDecision> early = training.subList(0, cut);
        List<PastDecision> late = training.subList(Math.max(cut, training.size() - TUNED_ON), training.size());
        ModelParameters best = standardised;
        double least = loss(standardised, early, late);
        for (double prior : ACTION_PRIORS) {
            ModelParameters candidate = with(standardised, prior, 0, standardised.explorationScale());
            double loss = loss(candidate, early, late);
            if (loss < least) {
                least = loss;
                best = candidate;
            }
        }
        ModelParameters remembering = best;
        double lead = least - LEAD;
        for (int halfLife : HALF_LIVES) {
            ModelParameters candidate =
                    with(remembering, remembering.actionPrior(), halfLife, remembering.explorationScale());
            double loss = halfLife == 0 ? Double.POSITIVE_INFINITY : loss(candidate, early, late);
            if (loss < lead) {
                lead = loss;
                best = candidate;
            }
        }
        ModelParameters corrected =
                corrected(best, new Judging(engine, late, learned("tuning", best, early)).correction());
        return warmed(corrected, early, late);
    }

    /** Another scale of exploration only where the log says that it would have earned more. */
    private ModelParameters warmed(ModelParameters parameters, List<PastDecision> early, List<PastDecision> late) {
        LiveModel model = learned("tuning", parameters, early);
        Judging judge = new Judging(engine, late, model);
        Verdict kept = OffPolicyEvaluation.evaluate(
                        judge.rows(model(model), parameters.explorationScale()).log())
                .verdict(Estimator.SNDR);
        if (!(kept instanceof Verdict.Estimate present)) {
            return parameters;
        }
        double scale = parameters.explorationScale();
        double bar = present.value();
        for (double candidate : SCALES) {
            Verdict verdict = OffPolicyEvaluation.evaluate(
                            judge.rows(model(model), candidate).log())
                    .verdict(Estimator.SNDR);
            if (verdict instanceof Verdict.Estimate estimate && estimate.lower() > bar) {
                bar = estimate.lower();
                scale = candidate;
            }
        }
        return with(parameters, parameters.actionPrior(), parameters.halfLifeMonths(), scale);
    }

    private static ModelParameters standardised(List<PastDecision> training, ModelParameters start) {
        int width = DealContext.NAMES.size();
        List<Double> mean = new ArrayList<>(width);
        List<Double> scale = new ArrayList<>(width);
        for (int i = 0; i < width; i++) {
            int feature = i;
            double m = training.stream()
                    .mapToDouble(d -> d.context().get(feature))
                    .average()
                    .orElse(0);
            double variance = training.stream()
                    .mapToDouble(d -> Math.pow(d.context().get(feature) - m, 2))
                    .average()
                    .orElse(0);
            mean.add(m);
            // what hardly varies must not shout
            scale.add(Math.max(0.25, Math.sqrt(variance)));
        }
        ModelParameters told =
                usualWins(training, start).with(Foresight.learn(examples(training)), ForecastMap.unchanged());
        double reward = training.stream()
                .flatMap(d -> d.shown().stream())
                .flatMapToInt(s -> told.reward(s.progress()).stream())
                .average()
                .orElse(200);
        return new ModelParameters(
                DealContext.VERSION,
                mean,
                scale,
                Math.clamp(reward / 1000, 0.02, 0.9),
                start.actionPrior(),
                start.sharedPrior(),
                0,
                start.optimism(),
                start.explorationScale(),
                start.rewards(),
                told.usualWin(),
                told.foresight(),
                told.forecasts(),
                told.usualWins());
    }

    private static ModelParameters with(ModelParameters p, double actionPrior, int halfLife, double scale) {
        return new ModelParameters(
                p.contextVersion(),
                p.mean(),
                p.scale(),
                p.priorReward(),
                actionPrior,
                p.sharedPrior(),
                halfLife,
                p.optimism(),
                scale,
                p.rewards(),
                p.usualWin(),
                p.foresight(),
                p.forecasts(),
                p.usualWins());
    }

    /** Log loss of foreseeing the late results from the early ones, in nats. */
    private double loss(ModelParameters parameters, List<PastDecision> early, List<PastDecision> late) {
        LiveModel model = learned("tuning", parameters, early);
        double sum = 0;
        for (PastDecision decision : late) {
            for (PastDecision.Shown shown : decision.shown()) {
                var reward = parameters.reward(shown.progress());
                if (reward.isPresent()) {
                    double p = model.expected(decision.contextArray(), shown.position())
                            .getOrDefault(shown.action(), parameters.priorReward());
                    double r = reward.getAsInt() / 1000.0;
                    sum -= r * Math.log(p) + (1 - r) * Math.log1p(-p);
                }
            }
        }
        return sum;
    }

    private LiveModel learned(String name, ModelParameters parameters, List<PastDecision> from) {
        LiveModel model = new LiveModel(name, parameters, catalogue, news);
        from.forEach(decision -> decision.examples().forEach(model::accept));
        if (!from.isEmpty()) {
            model.refresh(from.getLast().month());
        }
        return model;
    }

    private static Judging.Values model(LiveModel model) {
        return decision -> model.values(decision.contextArray());
    }

    private static int rewarded(List<PastDecision> past) {
        return (int) past.stream()
                .flatMap(decision -> decision.shown().stream())
                .filter(shown -> shown.progress().furthest() != ExampleOutcome.NO_OBSERVATION)
                .count();
    }

    private static List<TrainingReport.ActionFinding> actions(LiveModel model) {
        double[] mean = model.parameters().mean().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        return model.values(mean).values().entrySet().stream()
                .filter(entry -> entry.getValue().n() > 0)
                .map(entry -> finding(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(TrainingReport.ActionFinding::certain)
                        .reversed()
                        .thenComparing(Comparator.comparing(TrainingReport.ActionFinding::gain)
                                .reversed())
                        .thenComparing(TrainingReport.ActionFinding::action))
                .toList();
    }

    private static TrainingReport.ActionFinding finding(String action, LearnedValues.Value value) {
        LearnedValues.Gain gain = value.overall();
        return new TrainingReport.ActionFinding(
                action, value.n(), gain.estimate(), gain.low(), gain.high(), gain.certain());
    }

    private static TrainingReport.PolicyValue value(String policy, OffPolicyReport report) {
        return switch (report.verdict(Estimator.SNDR)) {
            case Verdict.Estimate e -> new TrainingReport.PolicyValue(policy, e.value(), e.lower(), e.upper(), "");
            case Verdict.Refused refused -> new TrainingReport.PolicyValue(policy, 0, 0, 0, refused.reason());
        };
    }

    private static String overlap(OffPolicyReport report) {
        var overlap = report.overlap();
        return String.format(
                java.util.Locale.ROOT,
                "%d recommendations of %d clients are worth %.0f of the new version's own; largest weight %.1f, mean weight %.2f",
                overlap.decisions(),
                overlap.clusters(),
                overlap.effectiveSize(),
                overlap.largestWeight(),
                overlap.meanWeight());
    }

    private static TrainingReport refused(
            List<PastDecision> past, int rewarded, ModelParameters parameters, String reason) {
        Instant from = past.isEmpty() ? Instant.EPOCH : past.getFirst().input().at();
        Instant until = past.isEmpty() ? Instant.EPOCH : past.getLast().input().at();
        return new TrainingReport(
                past.size(),
                rewarded,
                from,
                until,
                until,
                List.of(),
                "",
                List.of(),
                List.of(),
                List.of(),
                parameters.halfLifeMonths(),
                parameters.explorationScale(),
                false,
                List.of(reason),
                "",
                Optional.empty());
    }
}
