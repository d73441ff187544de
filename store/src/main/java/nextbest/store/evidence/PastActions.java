package nextbest.store.evidence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import nextbest.deal.StageKind;
import nextbest.engine.EffectEvidence.Contrast;
import nextbest.recommendation.EvidenceDesign;

/**
 * What past deals say of actions, whoever had the idea: how often deals moved on after one, and how they compare with deals
 * without it. As known at the beginning of a day; nobody chose by chance who got what, so all of it is association.
 */
final class PastActions {
    private static final long WINDOW = Duration.ofDays(30).toSeconds();
    /** How far the differences of one action lie apart between stages, where there are too few actions to see it. */
    private static final double USUAL_SPREAD = 0.1;

    private static final int FEWEST_PAIRS = 5;
    private static final double NORMAL_975 = 1.959964;

    private final List<ActionLog.Advance> advances = new ArrayList<>();
    private final Map<StageKind, Map<String, WithAndWithout.Result>> moreOften = new EnumMap<>(StageKind.class);
    private final Map<StageKind, Map<String, WithAndWithout.Result>> faster = new EnumMap<>(StageKind.class);
    private final double spread;
    private final SortedSet<String> actions = new TreeSet<>();

    /** @param asOf the beginning of the day, in seconds */
    PastActions(PastDeals past, long asOf) {
        for (StageKind kind : StageKind.values()) {
            if (kind.isOpen()) {
                read(past, kind, asOf);
            }
        }
        this.spread = spread();
    }

    private void read(PastDeals past, StageKind kind, long asOf) {
        PastVisits visits = new PastVisits(past, kind, asOf);
        WithAndWithout comparison = new WithAndWithout(visits, WINDOW);
        Map<String, WithAndWithout.Result> often = new HashMap<>();
        Map<String, WithAndWithout.Result> fast = new HashMap<>();
        visits.actions.forEach((action, acts) -> {
            actions.add(action);
            count(past, kind, visits, action, acts);
            comparison.moreOften(action).ifPresent(result -> often.put(action, result));
            comparison.faster(action).ifPresent(result -> fast.put(action, result));
        });
        moreOften.put(kind, often);
        faster.put(kind, fast);
    }

    /** What we had recommended is in our own log already and is not counted again. */
    private void count(PastDeals past, StageKind kind, PastVisits visits, String action, PastVisits.Acts acts) {
        Map<Integer, long[]> bySegment = new HashMap<>();
        for (PastVisits.Act act : acts.first()) {
            if (!act.ours() && visits.observed(act.visit(), act.at(), WINDOW)) {
                long[] cell = bySegment.computeIfAbsent(visits.segment[act.visit()], s -> new long[2]);
                cell[0]++;
                cell[1] += visits.advancedWithin(act.visit(), act.at(), WINDOW) ? 1 : 0;
            }
        }
        bySegment.forEach((segment, cell) -> advances.add(
                new ActionLog.Advance(action, kind.name(), past.codes().valueOf(segment), cell[0], cell[1])));
    }

    SortedSet<String> actions() {
        return actions;
    }

    /** Advances within the window after an action that we had not recommended. */
    List<ActionLog.Advance> advances() {
        return advances;
    }

    /**
     * Difference of the shares that moved on: that of the stage, drawn towards what the action does at other stages as far as
     * its own data is thin (normal-normal shrinkage; DerSimonian and Laird 1986).
     */
    Optional<Contrast> moreOften(String action, StageKind kind) {
        WithAndWithout.Result own = moreOften.getOrDefault(kind, Map.of()).get(action);
        WithAndWithout.Result others = others(action, kind);
        if (own == null && others == null) {
            return Optional.empty();
        }
        if (own == null || others == null) {
            WithAndWithout.Result only = own == null ? widened(others) : own;
            return Optional.of(observed(only));
        }
        double priorVariance = others.variance() + spread * spread;
        double weight = priorVariance / (priorVariance + own.variance());
        double estimate = weight * own.estimate() + (1 - weight) * others.estimate();
        return Optional.of(observed(interval(own.nWith(), own.nWithout(), estimate, own.variance() * weight)));
    }

    /** Ratio of the median times to the next stage. */
    Optional<Contrast> faster(String action, StageKind kind) {
        return Optional.ofNullable(faster.getOrDefault(kind, Map.of()).get(action))
                .map(PastActions::observed);
    }

    /** What the action does at the other stages, by precision. */
    private WithAndWithout.Result others(String action, StageKind kind) {
        double precision = 0;
        double sum = 0;
        long nWith = 0;
        long nWithout = 0;
        for (Map.Entry<StageKind, Map<String, WithAndWithout.Result>> stage : moreOften.entrySet()) {
            WithAndWithout.Result result = stage.getValue().get(action);
            if (stage.getKey() != kind && result != null) {
                precision += 1 / result.variance();
                sum += result.estimate() / result.variance();
                nWith += result.nWith();
                nWithout += result.nWithout();
            }
        }
        return precision == 0 ? null : interval(nWith, nWithout, sum / precision, 1 / precision);
    }

    /** Said of another stage, it is less sure by how far stages lie apart. */
    private WithAndWithout.Result widened(WithAndWithout.Result others) {
        return interval(others.nWith(), others.nWithout(), others.estimate(), others.variance() + spread * spread);
    }

    private static WithAndWithout.Result interval(long nWith, long nWithout, double estimate, double variance) {
        double half = NORMAL_975 * Math.sqrt(variance);
        return new WithAndWithout.Result(
                nWith, nWithout, estimate, Math.max(-1, estimate - half), Math.min(1, estimate + half), variance);
    }

    /** By moments: squared differences between a stage and the others, less what chance makes of them. */
    private double spread() {
        double sum = 0;
        int pairs = 0;
        for (Map.Entry<StageKind, Map<String, WithAndWithout.Result>> stage : moreOften.entrySet()) {
            for (Map.Entry<String, WithAndWithout.Result> own : stage.getValue().entrySet()) {
                WithAndWithout.Result others = others(own.getKey(), stage.getKey());
                if (others != null) {
                    double difference = own.getValue().estimate() - others.estimate();
                    sum += difference * difference - own.getValue().variance() - others.variance();
                    pairs++;
                }
            }
        }
        return pairs < FEWEST_PAIRS ? USUAL_SPREAD : Math.sqrt(Math.max(0, sum / pairs));
    }

    private static Contrast observed(WithAndWithout.Result result) {
        return new Contrast(
                result.nWith(),
                result.nWithout(),
                result.estimate(),
                Math.min(result.low(), result.estimate()),
                Math.max(result.high(), result.estimate()),
                EvidenceDesign.OBSERVED);
    }
}
