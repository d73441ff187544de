package nextbest.evaluation;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nextbest evaluate products}. */
@Command(
        name = "products",
        mixinStandardHelpOptions = true,
        description = {
            "How well the products that clients buy next are told from what they and others bought before.",
            "FOLDER holds CSV tables: client, product and day in one, or order lines beside orders; columns are recognised.",
            "The last months are held out; judged is nDCG@5 over products that a client had never bought before."
        })
final class ProductsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FOLDER")
    private Path folder;

    @Option(names = "--months", paramLabel = "N", description = "Months to hold out (${DEFAULT-VALUE}).")
    private int months = 3;

    @Option(
            names = "--periods",
            paramLabel = "N",
            description = "Held-out periods, each a month earlier (${DEFAULT-VALUE}).")
    private int periods = 6;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        return EvaluateCommand.guarded(spec, () -> {
            PurchaseFolder.Found found = PurchaseFolder.read(folder);
            ProductsTask.Result result = ProductsTask.run(
                    found.portfolios(), (int) Math.round(Math.max(1, months) * 365.25 / 12), Math.max(1, periods));
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(Json.write(result.json()));
                return 0;
            }
            found.notes().forEach(out::println);
            out.printf(
                    "%d clients, %d products, %d order lines%n", result.clients(), result.products(), result.lines());
            Columns.print(
                    out,
                    List.of("held out from", "n clients", "nDCG@5", "popularity", "item-item", "method"),
                    result.periods().stream()
                            .map(p -> List.of(
                                    LocalDate.ofEpochDay(p.from()).toString(),
                                    Integer.toString(p.clients()),
                                    "%.4f".formatted(p.ours()),
                                    "%.4f".formatted(p.popularity()),
                                    "%.4f".formatted(p.together()),
                                    p.method()))
                            .toList());
            int n = result.periods().getFirst().clients();
            print(out, "last period, to popularity", result.againstPopularity(), n);
            print(out, "last period, to item-item", result.againstTogether(), n);
            print(out, "all periods, to popularity", result.allAgainstPopularity(), result.allClients());
            print(out, "all periods, to item-item", result.allAgainstTogether(), result.allClients());
            return 0;
        });
    }

    private static void print(PrintWriter out, String name, ProductsTask.Difference d, int n) {
        out.printf(
                "%-27s %+.4f (95 %% bootstrap by client %+.4f to %+.4f, n = %d)%n",
                name, d.mean(), d.lower(), d.upper(), n);
    }
}
