package nextbest.imports;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which stage a deal enters on the day it was engaged: the one open stage in which all deals with such a day stand, if
 * there is exactly one.
 */
final class EntryStage {
    private final StagePlan plan;
    private final Map<String, Long> engaged = new TreeMap<>();

    EntryStage(StagePlan plan) {
        this.plan = plan;
    }

    void add(DealRows.Life life) {
        if (life.engaged()) {
            life.stage()
                    .filter(label ->
                            plan.find(label).map(s -> s.kind().isOpen()).orElse(false))
                    .ifPresent(label -> engaged.merge(label, 1L, Long::sum));
        }
    }

    Optional<String> label() {
        return engaged.size() == 1 ? engaged.keySet().stream().findFirst() : Optional.empty();
    }
}
