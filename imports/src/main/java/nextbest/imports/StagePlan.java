package nextbest.imports;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import nextbest.deal.StageKind;

/**
 * The stages that an import's deals go through, in the order of the process.
 *
 * @param stages positions count from 0 without gaps
 */
public record StagePlan(List<Stage> stages) {
    /**
     * One stage.
     *
     * @param label as the files write it; events carry it in this spelling
     * @param kind what it means
     * @param position its place in the process, from 0
     * @param rows how many rows stand in it
     * @param sure whether the meaning is known from a list of usual names or from a person; otherwise it was guessed from
     *     words in the label
     */
    public record Stage(String label, StageKind kind, int position, long rows, boolean sure) {}

    public StagePlan {
        stages = List.copyOf(stages);
    }

    static StagePlan empty() {
        return new StagePlan(List.of());
    }

    /** Orders labels by kind, then by the usual order of the trade, then by alphabet: never by the order of rows. */
    static StagePlan of(Map<String, StageWords.Meaning> meanings, Map<String, Long> rows) {
        List<Map.Entry<String, StageWords.Meaning>> ordered = meanings.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, StageWords.Meaning> e) ->
                                e.getValue().kind())
                        .thenComparing(e -> e.getValue().rank())
                        .thenComparing(Map.Entry::getKey))
                .toList();
        List<Stage> stages = new java.util.ArrayList<>();
        for (int i = 0; i < ordered.size(); i++) {
            var entry = ordered.get(i);
            stages.add(new Stage(
                    entry.getKey(),
                    entry.getValue().kind(),
                    i,
                    rows.getOrDefault(entry.getKey(), 0L),
                    entry.getValue().sure()));
        }
        return new StagePlan(stages);
    }

    /** The stage with this label; case and surrounding blanks do not matter. */
    public Optional<Stage> find(String label) {
        String wanted = label.strip().toLowerCase(Locale.ROOT);
        return stages.stream()
                .filter(stage -> stage.label().toLowerCase(Locale.ROOT).equals(wanted))
                .findFirst();
    }

    /** The labels, for messages that say what is allowed. */
    public String allowed() {
        return String.join(", ", stages.stream().map(Stage::label).toList());
    }
}
