package nextbest.vendors.hubspot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import nextbest.vendors.Json;
import nextbest.vendors.Survey;
import nextbest.vendors.port.Capability;
import nextbest.vendors.port.VendorTrouble;
import tools.jackson.databind.JsonNode;

/** Looks at an account of HubSpot. */
final class HubSpotSurvey {
    private final HubSpotApi api;

    HubSpotSurvey(HubSpotApi api) {
        this.api = Objects.requireNonNull(api, "api");
    }

    Survey look() {
        String account = Json.text(api.get("read the account", "/account-info/v3/details"), "portalId")
                .orElse("unknown");
        List<Survey.TheirStage> stages = new ArrayList<>();
        api.get("read pipelines", "/crm/v3/pipelines/deals")
                .path("results")
                .forEach(pipeline -> pipeline.path("stages").forEach(stage -> stages.add(stage(pipeline, stage))));
        Map<String, String> fields = new TreeMap<>();
        api.get("read properties of deals", "/crm/v3/properties/deals")
                .path("results")
                .forEach(property -> {
                    if (!property.path("hubspotDefined").asBoolean(false)) {
                        fields.put(
                                property.path("name").asString(),
                                property.path("type").asString());
                    }
                });
        Map<Capability, String> missing = new TreeMap<>();
        probe(Capability.READ_DEALS, "/crm/v3/objects/deals?limit=1", missing);
        probe(Capability.READ_PEOPLE, "/crm/v3/objects/contacts?limit=1", missing);
        probe(Capability.READ_PEOPLE, "/crm/v3/objects/companies?limit=1", missing);
        probe(Capability.READ_REPS, "/crm/v3/owners?limit=1", missing);
        probe(Capability.READ_ACTIVITIES, "/crm/v3/objects/calls?limit=1", missing);
        probe(Capability.READ_TASKS, "/crm/v3/objects/tasks?limit=1", missing);
        return new Survey(account, stages, fields, missing);
    }

    private static Survey.TheirStage stage(JsonNode pipeline, JsonNode stage) {
        JsonNode metadata = stage.path("metadata");
        double probability = Json.text(metadata, "probability")
                .filter(text -> text.matches("[01](\\.\\d+)?"))
                .map(Double::valueOf)
                .orElse(-1.0);
        boolean end = Json.text(metadata, "isClosed").orElse("").equals("true");
        return new Survey.TheirStage(
                stage.path("id").asString(),
                Json.text(pipeline, "label").orElse("") + ": "
                        + Json.text(stage, "label").orElse(""),
                end,
                end && probability == 1.0,
                probability);
    }

    private void probe(Capability capability, String path, Map<Capability, String> missing) {
        Survey.denial(
                        () -> api.get("look whether " + capability.key() + " is allowed", path),
                        VendorTrouble.Cause.FORBIDDEN)
                .ifPresent(said -> missing.put(capability, said));
    }
}
