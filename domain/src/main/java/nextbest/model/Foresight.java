package nextbest.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import nextbest.outcome.Observation;

/**
 * What early signs foretell of late results, learned from recommendations of which the late result is known: a surrogate index
 * (Athey, Chetty, Imbens and Kang 2019). Until the late result is there, a recommendation counts as what those like it came to
 * on average; then as what it came to itself. Chances are in whole thousandths, so that rewards stay exact.
 *
 * <p>Only months are learned from of which (nearly) all results are in. Among the rest, what is known early is what went
 * fast, and that would be taken for what goes well. Each chance is drawn towards that of all by {@value #PRIOR_CASES} cases.
 *
 * @param advances chance that the deal moves on, by early sign {@code NOT_TAKEN} to {@code REPLIED}
 * @param advancesAtLeast the same where a further early sign may still come, from those that got at least as far; of what was
 *     not taken nothing further is expected
 * @param winsStaying chance that a deal is won that did not move on within its window
 * @param winsMoving chance that one is won that did
 */
public record Foresight(List<Integer> advances, List<Integer> advancesAtLeast, int winsStaying, int winsMoving) {
    private static final List<ExampleOutcome> SIGNS = List.of(
            ExampleOutcome.NOT_TAKEN,
            ExampleOutcome.VIEWED,
            ExampleOutcome.ACCEPTED,
            ExampleOutcome.EXECUTED,
            ExampleOutcome.REPLIED);
    private static final int PRIOR_CASES = 20;
    /** Fewer known results than this foretell nothing. */
    private static final int FEWEST = 50;
    /** A month counts as known when so many of its results are: some may never come. */
    private static final double COMPLETE = 0.95;

    private static final double THOUSAND = 1000;

    public Foresight {
        advances = chances("advances", advances);
        advancesAtLeast = chances("advancesAtLeast", advancesAtLeast);
        var _ = chance("winsStaying", winsStaying);
        var _ = chance("winsMoving", winsMoving);
    }

    private static List<Integer> chances(String name, List<Integer> values) {
        if (values.size() != SIGNS.size()) {
            throw new IllegalArgumentException(
                    "the foresight's " + name + " must be " + SIGNS.size() + " numbers, but is " + values);
        }
        values.forEach(value -> {
            var _ = chance(name, value);
        });
        return List.copyOf(values);
    }

    private static int chance(String name, int value) {
        if (value < 0 || value > THOUSAND) {
            throw new IllegalArgumentException(
                    "the foresight's " + name + " must be 0 to 1000 thousandths, but is " + value);
        }
        return value;
    }

    /** Nothing is foretold: what is open counts as what it is so far. */
    public static Foresight none() {
        List<Integer> nothing = Collections.nCopies(SIGNS.size(), 0);
        return new Foresight(nothing, nothing, 0, 0);
    }

    /** The chance that the deal of a recommendation with an observed early sign moves on. */
    double advances(Progress progress) {
        int sign = SIGNS.indexOf(progress.early());
        return (progress.earlyOpen() ? advancesAtLeast : advances).get(sign) / THOUSAND;
    }

    /** The chance that a deal is won, by whether it moved on. */
    double wins(boolean moved) {
        return (moved ? winsMoving : winsStaying) / THOUSAND;
    }

    /**
     * Learns from the past. The same set of recommendations gives the same chances, in whatever order they come.
     *
     * @param examples with what came of them so far
     */
    public static Foresight learn(List<Example> examples) {
        List<Example> observed = examples.stream()
                .filter(example -> SIGNS.contains(example.progress().early()))
                .toList();
        Cases[] bySign = new Cases[SIGNS.size()];
        Cases[] byMove = new Cases[2];
        for (int i = 0; i < bySign.length; i++) {
            bySign[i] = new Cases();
        }
        for (int i = 0; i < byMove.length; i++) {
            byMove[i] = new Cases();
        }
        for (Example example : complete(observed, Progress::advanced)) {
            bySign[SIGNS.indexOf(example.progress().early())].add(
                    example.progress().advanced());
        }
        for (Example example : complete(observed, Progress::won)) {
            if (isKnown(example.progress().advanced())) {
                byMove[example.progress().advanced() == Observation.YES ? 1 : 0].add(
                        example.progress().won());
            }
        }
        List<Integer> advances = drawnTogether(bySign);
        List<Integer> wins = drawnTogether(byMove);
        Cases[] atLeast = bySign.clone();
        // what was seen and not answered, or refused, has had its say; what was accepted may still be done
        for (int i = SIGNS.indexOf(ExampleOutcome.ACCEPTED); i < atLeast.length; i++) {
            atLeast[i] = Cases.sum(bySign, i);
        }
        return new Foresight(advances, drawnTogether(atLeast, Cases.sum(bySign, 0)), wins.get(0), wins.get(1));
    }

    private static boolean isKnown(Observation observation) {
        return observation == Observation.YES || observation == Observation.NO;
    }

    /** The known results of the months in which nearly all are known. */
    private static List<Example> complete(List<Example> examples, Function<Progress, Observation> result) {
        Map<Integer, int[]> months = new HashMap<>();
        examples.forEach(example -> {
            int[] cell = months.computeIfAbsent(example.month(), m -> new int[2]);
            cell[0]++;
            cell[1] += isKnown(result.apply(example.progress())) ? 1 : 0;
        });
        List<Example> known = new ArrayList<>();
        for (Example example : examples) {
            int[] cell = months.get(example.month());
            if (cell[1] >= COMPLETE * cell[0] && isKnown(result.apply(example.progress()))) {
                known.add(example);
            }
        }
        return known;
    }

    private static List<Integer> drawnTogether(Cases[] cells) {
        return drawnTogether(cells, Cases.sum(cells, 0));
    }

    private static List<Integer> drawnTogether(Cases[] cells, Cases all) {
        List<Integer> chances = new ArrayList<>(cells.length);
        for (Cases cell : cells) {
            double chance = all.n < FEWEST ? 0 : (cell.yes + PRIOR_CASES * all.share()) / (cell.n + PRIOR_CASES);
            chances.add((int) Math.round(THOUSAND * chance));
        }
        return chances;
    }

    private static final class Cases {
        private long n;
        private long yes;

        void add(Observation observation) {
            n++;
            yes += observation == Observation.YES ? 1 : 0;
        }

        double share() {
            return (double) yes / n;
        }

        static Cases sum(Cases[] cells, int from) {
            Cases sum = new Cases();
            for (int i = from; i < cells.length; i++) {
                sum.n += cells[i].n;
                sum.yes += cells[i].yes;
            }
            return sum;
        }
    }
}
