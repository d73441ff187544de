package nextbest.workflows.subjectloop;

import io.temporal.common.SearchAttributeUpdate;
import io.temporal.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import nextbest.workflows.SearchAttributes;

/** The search attributes of a loop. Each update is an event of the history, so only what changed is written. */
final class OperatorView {
    private static final String NONE = "none";

    private final Map<String, String> shown = new LinkedHashMap<>();

    /** The short stages in between are in the history already. */
    void show(LoopStage stage) {
        switch (stage) {
            case TRACK, PAUSED, ENDED -> write(Map.of(SearchAttributes.STAGE.getName(), stage.key()));
            case ANALYZE, PRESENT, LEARN -> {}
        }
    }

    void show(DecideResult result) {
        switch (result.status()) {
            case DECIDED -> {
                Map<String, String> wanted = new LinkedHashMap<>();
                wanted.put(SearchAttributes.REP.getName(), Objects.toString(result.rep(), NONE));
                wanted.put(SearchAttributes.SEGMENT.getName(), Objects.toString(result.segment(), NONE));
                wanted.put(SearchAttributes.URGENCY.getName(), Objects.toString(result.urgency(), NONE));
                wanted.put(SearchAttributes.AMOUNT_BAND.getName(), Objects.toString(result.amountBand(), NONE));
                write(wanted);
            }
            case CLOSED, GONE -> write(Map.of(SearchAttributes.URGENCY.getName(), NONE));
        }
    }

    private void write(Map<String, String> wanted) {
        SearchAttributeUpdate<?>[] changed = SearchAttributes.all().stream()
                .filter(key -> wanted.containsKey(key.getName()))
                .filter(key -> !wanted.get(key.getName()).equals(shown.get(key.getName())))
                .map(key -> key.valueSet(wanted.get(key.getName())))
                .toArray(SearchAttributeUpdate<?>[]::new);
        if (changed.length > 0) {
            Workflow.upsertTypedSearchAttributes(changed);
            shown.putAll(wanted);
        }
    }
}
