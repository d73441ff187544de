package nextbest.evaluation;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import nextbest.reading.MiniLm;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nextbest evaluate reading}. */
@Command(
        name = "reading",
        mixinStandardHelpOptions = true,
        description = {
            "How well several labels of a sentence are read from few examples.",
            "FILES are JSON lists (or lines) of objects with text and intents, or lines with labels (a|b) and a text."
        })
final class ReadingCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILES", arity = "1..*")
    private List<Path> files;

    @Option(names = "--train", paramLabel = "N", description = "Utterances to learn from (${DEFAULT-VALUE}).")
    private int train = 100;

    @Option(names = "--draws", paramLabel = "N", description = "Random draws of those (${DEFAULT-VALUE}).")
    private int draws = 5;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        return EvaluateCommand.guarded(spec, () -> {
            Utterances read = Utterances.read(files);
            ReadingTask.Result result;
            try (MiniLm model = MiniLm.load()) {
                result = ReadingTask.run(
                        read.texts(), Math.max(2, train), Math.max(1, draws), new RememberingEncoder(model));
            }
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(Json.write(result.json()));
                return 0;
            }
            read.leftOut().forEach(f -> out.println("left out, no utterances: " + f));
            out.printf(
                    "%d utterances, %d labels; learned from %d, measured on the other %d; mean of %d draws%n",
                    result.utterances(),
                    result.labels(),
                    result.train(),
                    result.utterances() - result.train(),
                    result.draws().size());
            Columns.print(
                    out,
                    List.of("reader", "micro-F1", "lowest", "highest"),
                    List.of(
                            row(result, "sentence model + words", ReadingTask.Draw::ours),
                            row(result, "  with names of labels that say nothing", ReadingTask.Draw::opaque),
                            row(result, "  words alone (language not supported)", ReadingTask.Draw::byWords),
                            row(result, "TF-IDF + logistic regression", ReadingTask.Draw::reference),
                            row(result, "  at its best threshold in hindsight", ReadingTask.Draw::referenceTuned)));
            return 0;
        });
    }

    private static List<String> row(ReadingTask.Result result, String name, ToDoubleFunction<ReadingTask.Draw> value) {
        return List.of(
                name,
                "%.4f".formatted(result.mean(value)),
                "%.4f"
                        .formatted(
                                result.draws().stream().mapToDouble(value).min().orElse(0)),
                "%.4f"
                        .formatted(
                                result.draws().stream().mapToDouble(value).max().orElse(0)));
    }
}
