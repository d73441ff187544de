package nextbest.vendors.hubspot;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import nextbest.vendors.Json;
import nextbest.vendors.Reading;
import nextbest.vendors.port.Tasks;
import nextbest.vendors.port.VendorTrouble;
import tools.jackson.databind.JsonNode;

/** Tasks in HubSpot, each once under its key. */
final class HubSpotTasks implements Tasks {
    /** The unique property of tasks that holds our key. */
    static final String KEY = "nextbest_key";

    private final HubSpotApi api;

    HubSpotTasks(HubSpotApi api) {
        this.api = Objects.requireNonNull(api, "api");
    }

    /** Our key as a unique property of tasks. */
    void prepare() {
        var unused = api.create(
                "make the property " + KEY,
                "/crm/v3/properties/tasks",
                Map.of(
                        "name", KEY,
                        "label", "nextbest key",
                        "groupName", "task",
                        "type", "string",
                        "fieldType", "text",
                        "hasUniqueValue", true,
                        "hidden", true));
        assert unused != null;
    }

    @Override
    public String write(Draft draft) {
        Map<String, Object> properties = new TreeMap<>();
        properties.put(KEY, draft.key());
        properties.put("hs_task_subject", draft.subject());
        properties.put("hs_task_body", html(draft.body()));
        properties.put("hs_timestamp", draft.due().toString());
        properties.put("hs_task_type", "TODO");
        properties.put("hs_task_priority", draft.urgent() ? "HIGH" : "MEDIUM");
        draft.owner().ifPresent(owner -> properties.put("hubspot_owner_id", owner));
        JsonNode answer = api.change(
                "write a task",
                "POST",
                "/crm/v3/objects/tasks/batch/upsert",
                Map.of("inputs", List.of(Map.of("idProperty", KEY, "id", draft.key(), "properties", properties))));
        JsonNode written = answer.path("results").path(0);
        String id = Json.text(written, "id")
                .orElseThrow(() -> new VendorTrouble(
                        VendorTrouble.Cause.REJECTED,
                        "write a task: HubSpot took none of 1"
                                + Json.text(answer.path("errors").path(0), "category")
                                        .map(c -> ", category " + c)
                                        .orElse("")));
        // an upsert takes no associations; making one that is there changes nothing
        api.put(
                "put a task to its deal",
                "/crm/v4/objects/tasks/" + HubSpotLine.encoded(id) + "/associations/default/deals/"
                        + HubSpotLine.encoded(draft.deal()));
        return id;
    }

    @Override
    public Optional<String> find(Draft draft) {
        JsonNode answer = api.ask(
                "look for a task",
                "/crm/v3/objects/tasks/batch/read",
                Map.of(
                        "idProperty",
                        KEY,
                        "inputs",
                        List.of(Map.of("id", draft.key())),
                        "properties",
                        List.of(KEY),
                        "propertiesWithHistory",
                        List.of()));
        return Json.text(answer.path("results").path(0), "id");
    }

    @Override
    public Map<String, Standing> standings(Set<String> ids) {
        Map<String, Standing> standings = new HashMap<>();
        if (!ids.isEmpty()) {
            JsonNode answer = api.ask(
                    "read tasks",
                    "/crm/v3/objects/tasks/batch/read",
                    Map.of(
                            "inputs",
                            ids.stream().map(id -> Map.of("id", id)).toList(),
                            "properties",
                            List.of("hs_task_status", "hs_task_completion_date", "hs_lastmodifieddate"),
                            "propertiesWithHistory",
                            List.of()));
            answer.path("results").forEach(task -> standings.put(task.path("id").asString(), standing(task)));
        }
        ids.forEach(id -> standings.putIfAbsent(id, new Standing(State.DELETED, api.now())));
        return standings;
    }

    private Standing standing(JsonNode task) {
        JsonNode properties = task.path("properties");
        boolean done = Json.text(properties, "hs_task_status").orElse("").equals("COMPLETED");
        Instant changed = Json.text(properties, "hs_lastmodifieddate")
                .flatMap(Reading::momentOf)
                .orElseGet(api::now);
        Optional<Instant> completed =
                Json.text(properties, "hs_task_completion_date").flatMap(Reading::momentOf);
        return done ? new Standing(State.COMPLETED, completed.orElse(changed)) : new Standing(State.OPEN, changed);
    }

    private static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\n", "<br>");
    }
}
