package nextbest.evaluation;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import nextbest.reading.MiniLm;
import nextbest.topics.Agreement;
import nextbest.topics.Clustering;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nextbest evaluate clustering}. */
@Command(
        name = "clustering",
        mixinStandardHelpOptions = true,
        description = {
            "How well the topics of texts are found without labels, beside TF-IDF + k-means.",
            "FILE has a label and a text per line, with a tab, comma or semicolon between; a header may name the columns."
        })
final class ClusteringCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE")
    private Path file;

    @Option(names = "--groups", paramLabel = "K", description = "How many groups (as many as there are labels).")
    private Integer groups;

    @Option(names = "--seeds", paramLabel = "N", description = "Random starts to average over (${DEFAULT-VALUE}).")
    private int seeds = 3;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        return EvaluateCommand.guarded(spec, () -> {
            LabelledLines lines = LabelledLines.read(file);
            int labels = new HashSet<>(lines.labels()).size();
            int k = groups == null ? labels : groups;
            List<Double> ours = new ArrayList<>();
            List<Double> reference = new ArrayList<>();
            List<Clustering.Cluster> shown = List.of();
            try (MiniLm model = MiniLm.load()) {
                RememberingEncoder encoder = new RememberingEncoder(model);
                for (int seed = 0; seed < Math.max(1, seeds); seed++) {
                    List<Clustering.Cluster> found = Clustering.of(lines.texts(), k, Optional.of(encoder), seed);
                    shown = seed == 0 ? found : shown;
                    ours.add(Agreement.nmi(groups(found, lines.texts().size()), lines.labels()));
                    reference.add(Agreement.nmi(
                            groups(
                                    Clustering.byWords(lines.texts(), k, seed),
                                    lines.texts().size()),
                            lines.labels()));
                }
            }
            print(lines, labels, k, ours, reference, shown);
            return 0;
        });
    }

    private static List<Integer> groups(List<Clustering.Cluster> clusters, int texts) {
        Integer[] group = new Integer[texts];
        for (int c = 0; c < clusters.size(); c++) {
            for (int member : clusters.get(c).members()) {
                group[member] = c;
            }
        }
        return Arrays.asList(group);
    }

    private void print(
            LabelledLines lines,
            int labels,
            int k,
            List<Double> ours,
            List<Double> reference,
            List<Clustering.Cluster> shown) {
        PrintWriter out = spec.commandLine().getOut();
        long byWords = shown.stream()
                .filter(Clustering.Cluster::byWordsOnly)
                .mapToLong(c -> c.members().size())
                .sum();
        if (json) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("texts", lines.texts().size());
            map.put("labels", labels);
            map.put("groups", k);
            map.put("nmi", mean(ours));
            map.put("nmiTfidfKMeans", mean(reference));
            map.put("textsByWordsOnly", byWords);
            map.put(
                    "clusters",
                    shown.stream()
                            .map(c -> Map.of(
                                    "terms", c.terms(), "size", c.members().size()))
                            .toList());
            out.println(Json.write(map));
            return;
        }
        out.printf(
                "%d texts, %d labels, %d groups, mean of %d seeds%n",
                lines.texts().size(), labels, k, ours.size());
        out.printf("NMI sentence model      %.4f%n", mean(ours));
        out.printf("NMI TF-IDF + k-means    %.4f%n", mean(reference));
        if (byWords > 0) {
            out.printf(
                    "%d texts are in a language that the model does not know; they were grouped by words%n", byWords);
        }
        Columns.print(
                out,
                List.of("texts", "cohesion", "terms", "most typical"),
                shown.stream()
                        .map(c -> List.of(
                                Integer.toString(c.members().size()),
                                "%.2f".formatted(c.cohesion()),
                                c.name(),
                                shortened(lines.texts().get(c.members().getFirst()))))
                        .toList());
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 59) + "…";
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
    }
}
