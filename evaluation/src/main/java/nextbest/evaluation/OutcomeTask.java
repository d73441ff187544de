package nextbest.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import nextbest.learning.outcome.Calibration;
import nextbest.learning.outcome.LeakageCheck;
import nextbest.learning.outcome.OutcomeTable;
import nextbest.learning.outcome.Recalibration;
import nextbest.learning.outcome.Splits;
import nextbest.learning.outcome.WinProbabilityModel;

/** How well the chance to win can be told from a table: grouped cross-validation, and forward in time where there is a date. */
final class OutcomeTask {
    private static final int BINS = 5;
    /** Prior widths τ of plain logistic regression; the first is the usual one. */
    private static final double[] PLAIN_WIDTHS = {1, 0.55, 0.32, 0.17};

    private static final Set<String> INFINITE = Set.of("inf", "+inf", "-inf");
    private static final Set<String> WON = Set.of("won", "1", "1.0", "true", "yes", "win", "closed won", "success");
    private static final Set<String> LOST = Set.of("lost", "0", "0.0", "false", "no", "loss", "closed lost", "failure");

    private OutcomeTask() {}

    /** What the user said about the file; null and empty stand for 'find out'. */
    record Options(
            String target,
            String positive,
            String negative,
            String date,
            String group,
            List<String> exclude,
            char separator) {
        static final Options NONE = new Options(null, null, null, null, null, List.of(), (char) 0);
    }

    /**
     * Quality of a set of predictions.
     *
     * @param auc over all cases together
     * @param foldAuc mean of the folds' own, the same as {@code auc} where there is one; NaN where no fold has both outcomes
     * @param perfectError what a perfectly calibrated model stays below in 95 % of cases
     */
    record Quality(
            int cases, double auc, double foldAuc, double logLoss, double brier, double error, double perfectError) {
        static Quality of(double[] chance, boolean[] won) {
            return of(chance, won, Calibration.auc(chance, won));
        }

        static Quality of(double[] chance, boolean[] won, double foldAuc) {
            return new Quality(
                    chance.length,
                    Calibration.auc(chance, won),
                    foldAuc,
                    Calibration.logLoss(chance, won),
                    Calibration.brier(chance, won),
                    Calibration.expectedError(chance, won, BINS),
                    Calibration.perfectQuantile(chance, BINS, 0.95));
        }

        static Quality mean(List<Quality> all) {
            return new Quality(
                    all.getFirst().cases,
                    all.stream().mapToDouble(Quality::auc).average().orElseThrow(),
                    all.stream().mapToDouble(Quality::foldAuc).average().orElseThrow(),
                    all.stream().mapToDouble(Quality::logLoss).average().orElseThrow(),
                    all.stream().mapToDouble(Quality::brier).average().orElseThrow(),
                    all.stream().mapToDouble(Quality::error).average().orElseThrow(),
                    all.stream().mapToDouble(Quality::perfectError).average().orElseThrow());
        }

        Map<String, Object> json() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("cases", cases);
            map.put("auc", auc);
            map.put("aucMeanOverFolds", foldAuc);
            map.put("logLoss", logLoss);
            map.put("brier", brier);
            map.put("ece5", error);
            map.put("ece5OfPerfectModel95", perfectError);
            map.put("calibrated", error <= perfectError);
            return map;
        }
    }

    /**
     * All answers; {@code forward} and {@code recalibrated} are null without a date, and where the cases of one of the three
     * times all ended alike.
     *
     * @param baseLogLoss log loss of always saying the base rate
     * @param forwardRefused why nothing can be said forward in time; empty if it can, or was not asked
     */
    record Result(
            int decided,
            int won,
            int open,
            int groups,
            double baseLogLoss,
            List<LeakageCheck.Warning> leaks,
            Quality grouped,
            List<Quality> plainByWidth,
            Quality forward,
            Quality recalibrated,
            boolean recalibrationKept,
            String forwardRefused) {

        /** Plain logistic regression with the usual penalty. */
        Quality plain() {
            return plainByWidth.getFirst();
        }

        /** Plain logistic regression with that of four penalties that turned out best on these very folds. */
        Quality bestPlain() {
            return plainByWidth.stream()
                    .min(Comparator.comparingDouble(Quality::logLoss))
                    .orElseThrow();
        }

        /** Ranking better than chance by two standard errors of an AUC without signal (Hanley and McNeil 1982, at 1/2). */
        boolean signalShown() {
            double lost = decided - won;
            double error = Math.sqrt((decided + 1.0) / (12.0 * won * lost));
            return grouped.auc > 0.5 + 2.576 * error && grouped.logLoss < baseLogLoss;
        }

        Map<String, Object> json() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("decided", decided);
            map.put("won", won);
            map.put("open", open);
            map.put("groups", groups);
            map.put("baseRateLogLoss", baseLogLoss);
            map.put("signalShown", signalShown());
            map.put(
                    "leakage",
                    leaks.stream()
                            .map(l -> Map.of("column", l.column(), "reason", l.reason()))
                            .toList());
            map.put("groupedFolds", grouped.json());
            map.put("plainLogisticSameFolds", plain().json());
            map.put("plainLogisticBestPenaltySameFolds", bestPlain().json());
            map.put("forwardInTime", forward == null ? null : forward.json());
            map.put("forwardRecalibrated", recalibrated == null ? null : recalibrated.json());
            map.put("recalibrationKept", recalibrationKept);
            map.put("forwardRefused", forwardRefused.isEmpty() ? null : forwardRefused);
            return map;
        }
    }

    static Result run(Path file, Options options, int repeats, int folds, long seed) {
        Table source = Table.read(file, options.separator);
        int target = source.require(
                options.target,
                "--target",
                "status",
                "outcome",
                "won",
                "deal_stage",
                "stage",
                "result",
                "label",
                "target",
                "y");
        boolean[] won = new boolean[source.size()];
        List<Integer> decidedRows = new ArrayList<>();
        List<Integer> openRows = new ArrayList<>();
        Labels labels = Labels.of(source, target, options);
        for (int r = 0; r < source.size(); r++) {
            String label = source.text(r, target);
            won[r] = labels.positive.equalsIgnoreCase(label);
            (won[r] || labels.negative.equalsIgnoreCase(label) ? decidedRows : openRows).add(r);
        }
        int[] decided = decidedRows.stream().mapToInt(Integer::intValue).toArray();
        int[] open = openRows.stream().mapToInt(Integer::intValue).toArray();
        Integer date = options.date == null ? null : source.require(options.date, "--date");
        Integer groupColumn = options.group == null ? null : source.require(options.group, "--group");
        OutcomeTable table = table(source, target, date, options.exclude);
        int wins = (int) Arrays.stream(decided).filter(r -> won[r]).count();
        int[] group = groups(source, table, decided, groupColumn);
        double rate = (double) wins / decided.length;
        int groups = (int) Arrays.stream(group).distinct().count();
        int k = Math.min(folds, groups);
        if (k < 2 || wins < 2 || decided.length - wins < 2) {
            throw BadData.inFile(
                    file,
                    "too little data: " + wins + " won and " + (decided.length - wins) + " lost cases in " + groups
                            + " groups; at least 2 of each in 2 groups are needed");
        }
        List<LeakageCheck.Warning> leaks = LeakageCheck.check(table, won, decided, open);
        Quality grouped = grouped(table, won, decided, group, k, repeats, seed, WinProbabilityModel::train);
        List<Quality> plain = new ArrayList<>();
        for (double width : PLAIN_WIDTHS) {
            Trainer trainer = (t, y, rows) -> WinProbabilityModel.plain(t, y, rows, width);
            plain.add(grouped(table, won, decided, group, k, repeats, seed, trainer));
        }
        double base = -(rate * Math.log(rate) + (1 - rate) * Math.log(1 - rate));
        if (date == null) {
            return new Result(
                    decided.length, wins, open.length, groups, base, leaks, grouped, plain, null, null, false, "");
        }
        Forward later;
        try {
            later = forward(source, table, won, decided, date);
        } catch (IllegalArgumentException e) {
            later = new Forward(null, null, false, String.valueOf(e.getMessage()));
        }
        return later.complete(decided.length, wins, open.length, groups, base, leaks, grouped, plain);
    }

    private record Forward(Quality later, Quality recalibrated, boolean kept, String refused) {
        Result complete(
                int decided,
                int won,
                int open,
                int groups,
                double base,
                List<LeakageCheck.Warning> leaks,
                Quality grouped,
                List<Quality> plain) {
            return new Result(
                    decided, won, open, groups, base, leaks, grouped, plain, later, recalibrated, kept, refused);
        }
    }

    /** Learns on the first 60 %, recalibrates on the next 20 %, is judged on the last 20 %. */
    private static Forward forward(Table source, OutcomeTable table, boolean[] won, int[] decided, int date) {
        long[] time = Dates.read(source, date, decided);
        Splits.Split late = Splits.forwardInTime(time, 0.8);
        long[] earlyTime = Arrays.stream(late.train()).mapToLong(i -> time[i]).toArray();
        Splits.Split early = Splits.forwardInTime(earlyTime, 0.75);
        int[] train =
                Arrays.stream(early.train()).map(i -> decided[late.train()[i]]).toArray();
        int[] slice =
                Arrays.stream(early.test()).map(i -> decided[late.train()[i]]).toArray();
        int[] test = Arrays.stream(late.test()).map(i -> decided[i]).toArray();
        WinProbabilityModel model = WinProbabilityModel.train(table, won, train);
        Recalibration map = Recalibration.learn(chances(model, table, slice), outcomes(won, slice));
        double[] chance = chances(model, table, test);
        double[] mapped = Arrays.stream(chance).map(map::apply).toArray();
        boolean[] y = outcomes(won, test);
        if (wins(y) == 0 || wins(y) == y.length) {
            throw new IllegalArgumentException("all %d latest cases ended as %s; both outcomes are needed to judge"
                    .formatted(y.length, wins(y) == 0 ? "lost" : "won"));
        }
        return new Forward(Quality.of(chance, y), Quality.of(mapped, y), !(map instanceof Recalibration.Unchanged), "");
    }

    private static int wins(boolean[] won) {
        int wins = 0;
        for (boolean w : won) {
            wins += w ? 1 : 0;
        }
        return wins;
    }

    private static double[] chances(WinProbabilityModel model, OutcomeTable table, int[] rows) {
        return Arrays.stream(rows)
                .mapToDouble(r -> model.predict(table, r).chance())
                .toArray();
    }

    private static boolean[] outcomes(boolean[] won, int[] rows) {
        boolean[] y = new boolean[rows.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = won[rows[i]];
        }
        return y;
    }

    private interface Trainer {
        WinProbabilityModel train(OutcomeTable table, boolean[] won, int[] rows);
    }

    private static Quality grouped(
            OutcomeTable table,
            boolean[] won,
            int[] decided,
            int[] group,
            int folds,
            int repeats,
            long seed,
            Trainer trainer) {
        List<Quality> all = new ArrayList<>();
        boolean[] y = outcomes(won, decided);
        for (int repeat = 0; repeat < repeats; repeat++) {
            double[] chance = new double[decided.length];
            DoubleSummaryStatistics ranked = new DoubleSummaryStatistics();
            for (Splits.Split split : Splits.grouped(group, y, folds, seed * 1_000 + repeat)) {
                int[] train = Arrays.stream(split.train()).map(i -> decided[i]).toArray();
                if (Arrays.stream(train).allMatch(r -> won[r] == won[train[0]])) {
                    throw new BadData(
                            "too few groups: without one fold of them all " + train.length + " cases ended as "
                                    + (won[train[0]] ? "won" : "lost")
                                    + "; both outcomes are needed in several groups (identical rows are one group)");
                }
                WinProbabilityModel model = trainer.train(table, won, train);
                for (int i : split.test()) {
                    chance[i] = model.predict(table, decided[i]).chance();
                }
                double auc = aucOf(chance, y, split.test());
                if (!Double.isNaN(auc)) {
                    ranked.accept(auc);
                }
            }
            all.add(Quality.of(chance, y, ranked.getCount() == 0 ? Double.NaN : ranked.getAverage()));
        }
        return Quality.mean(all);
    }

    /** Of some cases only; NaN where they all ended alike. */
    private static double aucOf(double[] chance, boolean[] won, int[] cases) {
        return Calibration.auc(Arrays.stream(cases).mapToDouble(i -> chance[i]).toArray(), outcomes(won, cases));
    }

    private static int[] groups(Table source, OutcomeTable table, int[] decided, Integer column) {
        if (column == null) {
            return Splits.groupsOfIdenticalRows(table, decided);
        }
        Map<String, Integer> ids = new LinkedHashMap<>();
        return Arrays.stream(decided)
                .map(r -> ids.computeIfAbsent(source.text(r, column), key -> ids.size()))
                .toArray();
    }

    private static OutcomeTable table(Table source, int target, Integer date, List<String> exclude) {
        Set<Integer> without = new LinkedHashSet<>(List.of(target));
        if (date != null) {
            without.add(date);
        }
        for (String name : exclude) {
            without.add(source.require(name, "--exclude"));
        }
        List<OutcomeTable.Column> columns = IntStream.range(0, source.header().size())
                .filter(c -> !without.contains(c))
                .mapToObj(c -> column(source, c))
                .toList();
        if (columns.isEmpty()) {
            throw BadData.inFile(source.file(), "no column is left to predict from");
        }
        return new OutcomeTable(source.size(), columns);
    }

    /** Numbers if every value that is not empty or 'unknown' is a number; otherwise words. */
    private static OutcomeTable.Column column(Table source, int column) {
        double[] numbers = new double[source.size()];
        boolean allNumbers = true;
        boolean any = false;
        for (int r = 0; r < numbers.length && allNumbers; r++) {
            String text = source.text(r, column);
            if (isUnknown(text)) {
                numbers[r] = Double.NaN;
            } else {
                try {
                    numbers[r] = Table.parse(text);
                    any = true;
                } catch (NumberFormatException _) {
                    allNumbers = false;
                }
            }
            if (Double.isInfinite(numbers[r]) || INFINITE.contains(text.toLowerCase(Locale.ROOT))) {
                throw source.bad(r, column, "expected a finite number or nothing, but got '" + text + "'");
            }
        }
        String name = source.header().get(column);
        if (allNumbers && any) {
            return new OutcomeTable.Numbers(name, numbers);
        }
        String[] words = new String[source.size()];
        Arrays.setAll(words, r -> isUnknown(source.text(r, column)) ? "" : source.text(r, column));
        return new OutcomeTable.Words(name, words);
    }

    private static boolean isUnknown(String text) {
        String plain = text.toLowerCase(Locale.ROOT);
        return plain.isEmpty()
                || plain.equals("unknown")
                || plain.equals("nan")
                || plain.equals("na")
                || plain.equals("null");
    }

    /** Which label means won and which lost. */
    private record Labels(String positive, String negative) {
        static Labels of(Table source, int target, Options options) {
            Set<String> distinct = new LinkedHashSet<>();
            for (int r = 0; r < source.size(); r++) {
                distinct.add(source.text(r, target));
            }
            if (distinct.size() < 2) {
                throw BadData.inFile(
                        source.file(),
                        "every row ends as '" + distinct.iterator().next() + "' in column "
                                + source.header().get(target) + ": with one single class there is nothing to predict");
            }
            String positive = pick(source, distinct, options.positive, WON, "--positive");
            Set<String> rest = new LinkedHashSet<>(distinct);
            rest.removeIf(positive::equalsIgnoreCase);
            String negative = options.negative == null && rest.size() == 1
                    ? rest.iterator().next()
                    : pick(source, rest, options.negative, LOST, "--negative");
            return new Labels(positive, negative);
        }

        private static String pick(Table source, Set<String> labels, String named, Set<String> usual, String option) {
            return labels.stream()
                    .filter(l -> named == null ? usual.contains(l.toLowerCase(Locale.ROOT)) : l.equalsIgnoreCase(named))
                    .findFirst()
                    .orElseThrow(() -> BadData.inFile(
                            source.file(),
                            (named == null ? "cannot tell which label is meant" : "there is no label '" + named + "'")
                                    + "; there are " + labels.stream().limit(20).toList() + " (name one with " + option
                                    + ")"));
        }
    }
}
