package nextbest.vendors.salesforce;

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

/** Tasks of Salesforce, kept unique by an external id that holds our key. */
final class SalesforceTasks implements Tasks {
    /** The external id of tasks that holds our key; an administrator makes it. */
    static final String KEY = "Nextbest_Key__c";

    private final SalesforceApi api;

    SalesforceTasks(SalesforceApi api) {
        this.api = Objects.requireNonNull(api, "api");
    }

    @Override
    public String write(Draft draft) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("Subject", draft.subject());
        fields.put("Description", draft.body());
        fields.put("ActivityDate", draft.due().toString().substring(0, "2026-03-31".length()));
        fields.put("Priority", draft.urgent() ? "High" : "Normal");
        fields.put("WhatId", draft.deal());
        draft.owner().ifPresent(owner -> fields.put("OwnerId", owner));
        JsonNode answer = api.change("write a task", "PATCH", "sobjects/Task/" + KEY + "/" + draft.key(), fields);
        return Json.text(answer, "id")
                .or(() -> find(draft))
                .orElseThrow(() -> new VendorTrouble(
                        VendorTrouble.Cause.UNCERTAIN, "write a task: it was taken, and is not there"));
    }

    @Override
    public Optional<String> find(Draft draft) {
        return api.find("look for a task", "sobjects/Task/" + KEY + "/" + draft.key() + "?fields=Id")
                .flatMap(task -> Json.text(task, "Id"));
    }

    @Override
    public Map<String, Standing> standings(Set<String> ids) {
        Map<String, Standing> standings = new HashMap<>();
        List<String> good = ids.stream().filter(SalesforceTable::isId).toList();
        if (!good.isEmpty()) {
            api.query(
                            "read tasks",
                            "SELECT Id, IsClosed, CompletedDateTime, SystemModstamp FROM Task WHERE Id IN ("
                                    + SalesforceTable.list(good) + ")")
                    .forEach(task -> standings.put(SalesforceRecords.id(task), standing(task)));
        }
        ids.forEach(id -> standings.putIfAbsent(id, new Standing(State.DELETED, api.now())));
        return standings;
    }

    private static Standing standing(JsonNode task) {
        Reading in = new Reading(task);
        boolean closed = task.path("IsClosed").asBoolean(false);
        return new Standing(
                closed ? State.COMPLETED : State.OPEN,
                in.moment("CompletedDateTime")
                        .or(() -> in.moment("SystemModstamp"))
                        .orElse(Instant.EPOCH));
    }
}
