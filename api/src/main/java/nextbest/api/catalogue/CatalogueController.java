package nextbest.api.catalogue;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nextbest.api.Texts;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.catalogue.ActionType;
import nextbest.catalogue.Catalogue;
import nextbest.fact.Keyed;
import nextbest.store.Store;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The catalogue as it is in force. */
@RestController
@Tag(name = "Catalogue")
final class CatalogueController {
    private final Store store;
    private final Texts texts;

    CatalogueController(Store store, Texts texts) {
        this.store = store;
        this.texts = texts;
    }

    @Schema(description = "What can be recommended.")
    record CatalogueView(
            @Schema(description = "Identifies the content; decisions carry it.")
            String version,

            @Schema(description = "The actions by key.") List<ActionEntry> actions) {}

    @Schema(description = "An action in a list.")
    record ActionEntry(
            @Schema(description = "The action's key.", example = "send-roi-calculator")
            String key,

            @Schema(description = "A short name.") String name,
            @Schema(description = "What it is for.") String category,

            @Schema(description = "Actions of one group serve the same purpose: one at a time.")
            String group,

            @Schema(description = "What it is expected to bring.")
            String impact) {}

    @Schema(description = "An action with all that the catalogue says of it.")
    record ActionView(
            @Schema(description = "The action's key.") String key,
            @Schema(description = "A short name.") String name,
            @Schema(description = "What it is for.") String category,

            @Schema(description = "Actions of one group serve the same purpose: one at a time.")
            String group,

            @Schema(description = "What it is expected to bring.")
            String impact,

            @Schema(description = "Whether compliance demands it.")
            boolean mandatory,

            @Schema(description = "What calls for it.") List<String> triggers,

            @Schema(description = "Keys of actions that must not be presented beside it.")
            List<String> contradicts,

            @Schema(description = "After it was done it is not proposed for so many days; 0: no limit.")
            int repeatDays,

            @Schema(description = "A signal older than so many days no longer calls for it; 0: no limit.")
            int expiryDays,

            @Schema(description = "Our own baseline per kind of stage, where no pattern row fires.")
            Map<String, Integer> baselines,

            @Schema(description = "The pattern rows that fix its score.")
            List<PatternView> patterns) {}

    @Schema(
            description =
                    "At this stage, when this trigger fires, the action scores this much if nothing else is known.")
    record PatternView(String stage, String trigger, int score) {}

    @GetMapping("/api/v1/catalogue")
    @Requires(Act.READ_CATALOGUE)
    @Operation(
            operationId = "readCatalogue",
            summary = "List what can be recommended",
            description = "The actions of the catalogue that is in force, by key.")
    CatalogueView all(Caller caller) {
        Catalogue catalogue = store.maker().catalogue(caller.tenant());
        return new CatalogueView(
                catalogue.version(),
                catalogue.actions().values().stream()
                        .map(a -> new ActionEntry(
                                a.key(),
                                name(a),
                                a.category().key(),
                                a.group(),
                                a.impact().key()))
                        .toList());
    }

    @GetMapping("/api/v1/catalogue/{action}")
    @Requires(Act.READ_CATALOGUE)
    @Operation(
            operationId = "readAction",
            summary = "Read one action of the catalogue",
            description = "What calls for it, what it contradicts, how it scores.")
    ActionView one(@Parameter(description = "The action's key.") @PathVariable String action, Caller caller) {
        Catalogue catalogue = store.maker().catalogue(caller.tenant());
        ActionType found = catalogue.action(action).orElseThrow(() -> Refusal.notFound("action", action));
        Map<String, Integer> baselines = new TreeMap<>();
        found.baselines().forEach((stage, score) -> baselines.put(stage.key(), score));
        return new ActionView(
                found.key(),
                name(found),
                found.category().key(),
                found.group(),
                found.impact().key(),
                found.mandatory(),
                found.triggers(),
                List.copyOf(found.contradicts()),
                found.repeatDays(),
                found.expiryDays(),
                baselines,
                catalogue.rowsOf(action).stream()
                        .map(row -> new PatternView(key(row.stage()), row.trigger(), row.score()))
                        .toList());
    }

    private static String key(Keyed constant) {
        return constant.key();
    }

    private String name(ActionType action) {
        return texts.in(ZoneOffset.UTC).say("action." + action.key() + ".name");
    }
}
