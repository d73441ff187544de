package nextbest.imports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import nextbest.deal.StageKind;

/**
 * The stages that an import's deals go through, in the order of the process.
 *
 * @param stages in the order of the process; positions count from 0 without gaps, unless the organisation has given its
 *     stages places already, which then stay
 */
public record StagePlan(List<Stage> stages) {
    /**
     * One stage.
     *
     * @param label as the files write it; events carry it in this spelling
     * @param kind what it means
     * @param position its place in the process, from 0; where stages had their places before, one that is new may share the
     *     place of the one before it
     * @param rows how many rows stand in it
     * @param sure whether the meaning is known from a list of usual names or from a person; otherwise it was guessed from
     *     words in the label
     */
    public record Stage(String label, StageKind kind, int position, long rows, boolean sure) {
        /** One that the organisation has, whatever the files say. */
        public static Stage known(String label, StageKind kind, int position) {
            return new Stage(label, kind, position, 0, true);
        }
    }

    public StagePlan {
        stages = List.copyOf(stages);
    }

    static StagePlan empty() {
        return new StagePlan(List.of());
    }

    /**
     * Orders labels by kind, then by the usual order of the trade, then by alphabet: never by the order of rows.
     *
     * @param placed stages that have their places already
     */
    static StagePlan of(Map<String, StageWords.Meaning> meanings, Map<String, Long> rows, List<Stage> placed) {
        Map<String, Integer> places = new HashMap<>();
        placed.forEach(stage -> places.put(stage.label(), stage.position()));
        List<Map.Entry<String, StageWords.Meaning>> ordered = meanings.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, StageWords.Meaning> e) ->
                                e.getValue().kind())
                        .thenComparing(e -> e.getValue().rank())
                        .thenComparing(Map.Entry::getKey))
                .toList();
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < ordered.size(); i++) {
            var entry = ordered.get(i);
            Integer place = places.get(entry.getKey());
            stages.add(new Stage(
                    entry.getKey(),
                    entry.getValue().kind(),
                    place != null ? place : placed.isEmpty() ? i : between(stages, ordered, i, places),
                    rows.getOrDefault(entry.getKey(), 0L),
                    entry.getValue().sure()));
        }
        return new StagePlan(stages);
    }

    /** The first free place after the stage before; that one's own where the next stage follows at once. */
    private static int between(
            List<Stage> before,
            List<Map.Entry<String, StageWords.Meaning>> ordered,
            int index,
            Map<String, Integer> places) {
        int last = before.isEmpty() ? -1 : before.getLast().position();
        Optional<Integer> next = ordered.stream()
                .skip(index + 1L)
                .flatMap(entry -> Optional.ofNullable(places.get(entry.getKey())).stream())
                .findFirst();
        boolean free = next.map(place -> last + 1 < place).orElse(true);
        return free ? last + 1 : Math.max(0, last);
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
