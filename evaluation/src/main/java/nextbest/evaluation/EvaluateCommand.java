package nextbest.evaluation;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import nextbest.learning.offpolicy.CellRewardModel;
import nextbest.learning.offpolicy.Estimator;
import nextbest.learning.offpolicy.OffPolicyReport;
import nextbest.learning.offpolicy.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The verb {@code evaluate}. Without a subcommand it runs the reference tasks whose files are present. All subcommands end
 * with exit code 0 when they measured, and 1 with a message that names file, line and column when the data cannot be used.
 */
@Command(
        name = "evaluate",
        subcommands = {ClusteringCommand.class, ReadingCommand.class, ProductsCommand.class},
        mixinStandardHelpOptions = true,
        header = "Check the learning on the reference tasks, or on any CSV of the same shapes.",
        description = {
            "Without a subcommand: run the reference tasks whose files are present and print what was measured beside what",
            "other tools reached. One fixed configuration is used everywhere; nothing is tuned per file."
        })
public final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--data", paramLabel = "FOLDER", description = "Folder of the reference files (${DEFAULT-VALUE}).")
    private Path data = Path.of("../shared/data");

    @Option(names = "--orders", paramLabel = "N", description = "Row orders per stream (${DEFAULT-VALUE}).")
    private int orders = 10;

    @Option(names = "--seed", paramLabel = "N", description = "Which orders and folds are drawn (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        return guarded(spec, () -> {
            PrintWriter err = spec.commandLine().getErr();
            List<ReferenceTasks.Row> rows = new ReferenceTasks(
                            data, seed(seed), what -> err.println("measuring " + what + " ..."))
                    .run(atLeastOne("--orders", orders));
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(Json.write(Map.of(
                        "tasks", rows.stream().map(ReferenceTasks.Row::json).toList())));
            } else {
                Columns.print(
                        out,
                        List.of("task", "to beat", "reach", "measured", "reached"),
                        rows.stream()
                                .map(r -> List.of(r.task(), r.toBeat(), r.reach(), r.measured(), r.answer()))
                                .toList());
            }
            return 0;
        });
    }

    static int guarded(CommandSpec spec, Supplier<Integer> work) {
        try {
            return work.get();
        } catch (BadData | IllegalArgumentException e) {
            spec.commandLine().getErr().println("nextbest evaluate: " + e.getMessage());
            return 1;
        }
    }

    @Command(
            name = "bandit",
            mixinStandardHelpOptions = true,
            description = {
                "One pass of the learner over a stream of rounds.",
                "FILE has a column label (class table: the right class pays 1), or columns avail and reward with one",
                "character 0/1 per action; every other column is context."
            })
    int bandit(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(
                            names = "--actions",
                            paramLabel = "FILE",
                            description = "Features of the actions, a row per action.")
                    Path actions,
            @Option(names = "--label", paramLabel = "COLUMN", description = "Column with the right class.")
                    String label,
            @Option(names = "--separator", paramLabel = "CHAR", description = "Field separator (found out).")
                    String separator,
            @Option(
                            names = "--orders",
                            paramLabel = "N",
                            defaultValue = "10",
                            description = "Row orders (${DEFAULT-VALUE}).")
                    int orderCount,
            @Option(
                            names = "--rounds",
                            paramLabel = "N",
                            defaultValue = "2147483647",
                            description = "Use only the first N rounds.",
                            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
                    int rounds,
            @Option(
                            names = "--seed",
                            paramLabel = "N",
                            defaultValue = "0",
                            description = "Which orders are drawn; with 0 the first is the file's (${DEFAULT-VALUE}).")
                    long seedOption,
            @Option(names = "--new-action", description = "Also measure an action that appears half-way (20 seeds).")
                    boolean newAction,
            @Option(names = "--json", description = "Print one JSON object.") boolean asJson) {
        return guarded(spec, () -> {
            BanditStream stream = BanditStream.read(file, actions, label, separator(separator));
            stream.warnings.forEach(spec.commandLine().getErr()::println);
            BanditTask.Result result = BanditTask.run(
                    stream, atLeastOne("--rounds", rounds), atLeastOne("--orders", orderCount), seed(seedOption));
            BanditTask.NewAction arrival = newAction ? BanditTask.newAction(stream, rounds, 20) : null;
            PrintWriter out = spec.commandLine().getOut();
            if (asJson) {
                Map<String, Object> map = result.json();
                if (arrival != null) {
                    map.put("newAction", arrival.json());
                }
                out.println(Json.write(map));
                return 0;
            }
            out.printf(
                    "%s: %d rounds, %d actions, %d features, %d row orders%n",
                    result.stream(), result.rounds(), result.actions(), result.features(), result.orders());
            out.printf(
                    "mean reward   %.4f (95 %% interval over orders %.4f to %.4f)%n",
                    result.mean(), result.lower(), result.upper());
            if (seedOption == 0 && orderCount > 1) {
                out.printf(
                        "as in file    %.4f (the first order alone: what drifts shows only there)%n", result.first());
            }
            out.printf("second half   %.4f%n", result.secondHalf());
            out.printf("random        %.4f%n", result.uniform());
            out.printf("best fixed    %.4f (in hindsight)%n", result.bestFixed());
            out.println(result.verdict());
            if (arrival != null) {
                out.printf(
                        "new action    offers 150-250 %.4f, last 1,000 %.4f, ratio %.3f%n",
                        arrival.early(), arrival.late(), arrival.ratio());
                out.printf(
                        "  if chosen   offers 150-250 %.4f, last 1,000 %.4f, ratio %.3f%n",
                        arrival.chosenEarly(), arrival.chosenLate(), arrival.chosenRatio());
                out.printf(
                        "  by choices  150th-250th %.4f, last 1,000 %.4f, ratio %.3f (%d of %d seeds chose it more than 300 times)%n",
                        arrival.popularEarly(),
                        arrival.popularLate(),
                        arrival.popularRatio(),
                        arrival.popularSeeds(),
                        arrival.seeds());
            }
            return 0;
        });
    }

    @Command(
            name = "ope",
            mixinStandardHelpOptions = true,
            description = {
                "What another policy would have earned on logged decisions.",
                "LOG has a row per decision: action number, reward in [0, 1], propensity, and optionally position and cluster.",
                "POLICY has a row per action and a column per position, with probabilities that add up to 1 per column.",
                "Actions are row numbers from 0, or the values of POLICY's column action, item, item_id or arm."
            })
    int ope(
            @Parameters(paramLabel = "LOG", index = "0") Path log,
            @Parameters(paramLabel = "POLICY", index = "1") Path policy,
            @Option(names = "--action", paramLabel = "COLUMN") String action,
            @Option(names = "--position", paramLabel = "COLUMN") String position,
            @Option(names = "--reward", paramLabel = "COLUMN") String reward,
            @Option(names = "--propensity", paramLabel = "COLUMN") String propensity,
            @Option(
                            names = "--cluster",
                            paramLabel = "COLUMN",
                            description = "What decisions hang together: deal, account.")
                    String cluster,
            @Option(names = "--prior-successes", paramLabel = "X", defaultValue = "1") double successes,
            @Option(names = "--prior-trials", paramLabel = "X", defaultValue = "200") double trials,
            @Option(names = "--separator", paramLabel = "CHAR", description = "Field separator (found out).")
                    String separator,
            @Option(names = "--json", description = "Print one JSON object.") boolean asJson) {
        return guarded(spec, () -> {
            OffPolicyTask.Result result = OffPolicyTask.run(
                    log,
                    policy,
                    new OffPolicyTask.Columns(action, position, reward, propensity, cluster),
                    separator(separator),
                    new CellRewardModel(successes, trials));
            PrintWriter out = spec.commandLine().getOut();
            if (asJson) {
                out.println(Json.write(result.json()));
            } else {
                print(result, out);
            }
            return 0;
        });
    }

    private static void print(OffPolicyTask.Result result, PrintWriter out) {
        var overlap = result.inSample().overlap();
        out.printf(
                "%d decisions in %d clusters, mean reward %.6f%n",
                result.decisions(), overlap.clusters(), result.onPolicy());
        out.printf(
                "effective sample size %.1f, largest weight %s, mean weight %s%n",
                overlap.effectiveSize(), plain("%.2f", overlap.largestWeight()), plain("%.4f", overlap.meanWeight()));
        result.warnings().forEach(w -> out.println("warning: " + w));
        if (overlap.objection().isPresent()) {
            out.println("refused: " + overlap.objection().get());
            return;
        }
        Columns.print(
                out,
                List.of("estimator", "value", "95 % interval", "cross-fitted", "95 % interval"),
                Arrays.stream(Estimator.values())
                        .map(e -> row(e, result.inSample(), result.crossFitted()))
                        .toList());
    }

    private static String plain(String format, double value) {
        return (value < 1e6 ? format : "%.3e").formatted(value);
    }

    private static List<String> row(Estimator estimator, OffPolicyReport inSample, OffPolicyReport crossFitted) {
        return List.of(
                estimator.name(),
                value(inSample.verdict(estimator)),
                interval(inSample.verdict(estimator)),
                value(crossFitted.verdict(estimator)),
                interval(crossFitted.verdict(estimator)));
    }

    private static String value(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Estimate e -> "%.9f".formatted(e.value());
            case Verdict.Refused _ -> "refused";
        };
    }

    private static String interval(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Estimate e -> "%.6f to %.6f".formatted(e.lower(), e.upper());
            case Verdict.Refused _ -> "-";
        };
    }

    @Command(
            name = "outcome",
            mixinStandardHelpOptions = true,
            description = {
                "How well the chance to win can be told from a table of words and numbers.",
                "Rows that are alike (or share --group) stay in one fold; with --date also forward in time.",
                "Labels other than won and lost are open cases: they are left out, and used to find leaking columns."
            })
    int outcome(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--target", paramLabel = "COLUMN", description = "Column with the outcome.") String target,
            @Option(names = "--positive", paramLabel = "LABEL", description = "Label that means won.") String positive,
            @Option(names = "--negative", paramLabel = "LABEL", description = "Label that means lost.") String negative,
            @Option(names = "--date", paramLabel = "COLUMN", description = "When the case was opened or decided.")
                    String date,
            @Option(names = "--group", paramLabel = "COLUMN", description = "What must not be torn apart: account.")
                    String group,
            @Option(names = "--exclude", paramLabel = "COLUMN", split = ",", description = "Columns to leave out.")
                    List<String> exclude,
            @Option(names = "--folds", paramLabel = "K", defaultValue = "10", description = "Folds (${DEFAULT-VALUE}).")
                    int folds,
            @Option(
                            names = {"--repeats", "--orders"},
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "How often the folds are drawn anew (${DEFAULT-VALUE}).")
                    int repeats,
            @Option(
                            names = "--seed",
                            paramLabel = "N",
                            defaultValue = "0",
                            description = "Which folds are drawn (${DEFAULT-VALUE}).")
                    long seedOption,
            @Option(names = "--separator", paramLabel = "CHAR", description = "Field separator (found out).")
                    String separator,
            @Option(names = "--json", description = "Print one JSON object.") boolean asJson) {
        return guarded(spec, () -> {
            OutcomeTask.Result result = OutcomeTask.run(
                    file,
                    new OutcomeTask.Options(
                            target,
                            positive,
                            negative,
                            date,
                            group,
                            exclude == null ? List.of() : exclude,
                            separator(separator)),
                    atLeastOne("--repeats", repeats),
                    Math.max(2, folds),
                    seed(seedOption));
            PrintWriter out = spec.commandLine().getOut();
            if (asJson) {
                out.println(Json.write(result.json()));
            } else {
                print(result, out);
            }
            return 0;
        });
    }

    private static void print(OutcomeTask.Result result, PrintWriter out) {
        out.printf(
                "%d decided cases (%d won) in %d groups, %d open; base rate %.3f, its log loss %.4f%n",
                result.decided(),
                result.won(),
                result.groups(),
                result.open(),
                (double) result.won() / result.decided(),
                result.baseLogLoss());
        result.leaks().forEach(l -> out.println("leakage? column " + l.column() + " " + l.reason()));
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("grouped folds", result.grouped()));
        rows.add(row("  plain logistic regression", result.plain()));
        rows.add(row("  plain, best penalty in hindsight", result.bestPlain()));
        if (result.forward() != null) {
            rows.add(row("forward in time", result.forward()));
            rows.add(row(
                    result.recalibrationKept() ? "  recalibrated" : "  recalibrated (not kept)",
                    result.recalibrated()));
        }
        Columns.print(
                out,
                List.of("split", "cases", "AUC", "by fold", "log loss", "Brier", "ECE(5)", "perfect model 95 %"),
                rows);
        if (!result.forwardRefused().isEmpty()) {
            out.println("forward in time: refused, " + result.forwardRefused());
        }
        if (!result.signalShown()) {
            out.println("no signal shown: the columns do not tell won from lost better than the base rate does");
        }
    }

    private static List<String> row(String name, OutcomeTask.Quality q) {
        return List.of(
                name,
                Integer.toString(q.cases()),
                "%.4f".formatted(q.auc()),
                Double.isNaN(q.foldAuc()) ? "-" : "%.4f".formatted(q.foldAuc()),
                "%.4f".formatted(q.logLoss()),
                "%.4f".formatted(q.brier()),
                "%.4f".formatted(q.error()),
                "%.4f".formatted(q.perfectError()));
    }

    private static char separator(String option) {
        if (option == null || option.isEmpty()) {
            return 0;
        }
        String plain = option.equals("\\t") || option.equalsIgnoreCase("tab") ? "\t" : option;
        if (plain.length() != 1) {
            throw new BadData("--separator: expected one character or 'tab', but got '" + option + "'");
        }
        return plain.charAt(0);
    }

    private static long seed(long value) {
        if (value < 0 || value > 1_000_000) {
            throw new BadData("--seed: expected a number from 0 to 1000000, but got " + value);
        }
        return value;
    }

    private static int atLeastOne(String option, int value) {
        if (value < 1) {
            throw new BadData(option + ": expected a number >= 1, but got " + value);
        }
        return value;
    }
}
