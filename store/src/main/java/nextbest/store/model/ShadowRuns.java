package nextbest.store.model;

import static nextbest.store.schema.Tables.SHADOW_CHOICE;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import nextbest.engine.Engine;
import nextbest.engine.EngineInput;
import nextbest.engine.Selection;
import nextbest.identity.TenantId;
import nextbest.recommendation.Arm;
import nextbest.recommendation.Decision;
import org.jooq.DSLContext;

/** Lets a challenger decide beside the champion: nobody is shown it, but it is kept what it would have shown. */
public final class ShadowRuns {
    private final LiveModels models;
    private final Engine engine;

    public ShadowRuns(LiveModels models, Engine engine) {
        this.models = Objects.requireNonNull(models, "models");
        this.engine = Objects.requireNonNull(engine, "engine");
    }

    /** Keeps what the challenger makes of the same input; nothing happens without one. The decision must be stored. */
    public void record(DSLContext transaction, TenantId tenant, EngineInput input, Decision decision) {
        Optional<LiveModels.Challenger> challenger = models.challenger(tenant, input.deal());
        if (challenger.isEmpty()) {
            return;
        }
        Selection beside = engine.select(new EngineInput(
                input.id(),
                input.deal(),
                input.catalogue(),
                input.organisation(),
                input.evidence().withoutModel().with(challenger.get().values()),
                input.policy()
                        .withArm(Arm.ENGINE)
                        .withExplorationScale(challenger.get().values().explorationScale()),
                input.at()));
        List<String> shown = decision.slate().candidates();
        Double[] probabilities = new Double[shown.size()];
        for (int place = 0; place < probabilities.length; place++) {
            probabilities[place] = at(beside, shown.get(place), place);
        }
        transaction
                .insertInto(SHADOW_CHOICE)
                .set(SHADOW_CHOICE.TENANT, tenant.value())
                .set(SHADOW_CHOICE.DECISION_ID, decision.id().value())
                .set(SHADOW_CHOICE.MODEL_ID, challenger.get().id())
                .set(SHADOW_CHOICE.SLATE, beside.slate().candidates().toArray(String[]::new))
                .set(SHADOW_CHOICE.PROBABILITIES, probabilities)
                .onConflictDoNothing()
                .execute();
    }

    private static double at(Selection selection, String candidate, int place) {
        List<Double> places = selection
                .entrant(candidate)
                .map(entrant -> entrant.propensity().atPosition())
                .orElse(List.of());
        return place < places.size() ? places.get(place) : 0;
    }
}
