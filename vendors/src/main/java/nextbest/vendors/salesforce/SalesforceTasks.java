package nextbest.vendors.salesforce;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import nextbest.vendors.Json;
import nextbest.vendors.Reading;
import nextbest.vendors.port.Tasks;
import nextbest.vendors.port.VendorTrouble;
import tools.jackson.databind.JsonNode;

/**
 * Tasks of Salesforce, kept unique by an external id that holds our key; beside each, where the organisation has an object for it, a
 * record of the recommendation under the same key, in which a rep can answer.
 */
final class SalesforceTasks implements Tasks {
    /** The external id of tasks that holds our key; an administrator makes it. */
    static final String KEY = "Nextbest_Key__c";

    /** Fields of the record of a recommendation, beside the key. */
    private static final List<String> FIELDS =
            List.of(KEY, "Opportunity__c", "Action__c", "Title__c", "Text__c", "Due__c", "Urgent__c", "Answer__c");

    private static final int TITLE = 255;

    private final SalesforceApi api;
    private final Optional<String> recommendations;

    /** @param recommendations the object that a record of each recommendation is written to; empty: none is */
    SalesforceTasks(SalesforceApi api, Optional<String> recommendations) {
        this.api = Objects.requireNonNull(api, "api");
        this.recommendations = Objects.requireNonNull(recommendations, "recommendations");
    }

    /** @throws VendorTrouble {@code REJECTED} naming the fields that the object lacks */
    void checkRecommendations() {
        recommendations.ifPresent(object -> {
            Set<String> missing = new TreeSet<>(FIELDS);
            api.find("describe " + object, "sobjects/" + object + "/describe")
                    .ifPresent(one -> one.path("fields")
                            .forEach(field -> missing.remove(field.path("name").asString())));
            if (!missing.isEmpty()) {
                throw new VendorTrouble(
                        VendorTrouble.Cause.REJECTED,
                        "writing recommendations needs the object " + object + " with the fields "
                                + String.join(", ", missing)
                                + "; infra/salesforce brings it, or leave recommendation-object empty");
            }
        });
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
        JsonNode answer = recommendations.isEmpty()
                ? api.change("write a task", "PATCH", place("Task", draft), fields)
                : together(recommendations.get(), draft, fields);
        return Json.text(answer, "id")
                .or(() -> find(draft))
                .orElseThrow(() -> new VendorTrouble(
                        VendorTrouble.Cause.UNCERTAIN, "write a task: it was taken, and is not there"));
    }

    private static String place(String object, Draft draft) {
        return "sobjects/" + object + "/" + KEY + "/" + draft.key();
    }

    /** The task and the record of the recommendation in one request: both, or neither. */
    private JsonNode together(String object, Draft draft, Map<String, Object> task) {
        Map<String, Object> record = new TreeMap<>();
        record.put("Opportunity__c", draft.deal());
        record.put("Action__c", draft.action());
        record.put(
                "Title__c",
                draft.subject().substring(0, Math.min(TITLE, draft.subject().length())));
        record.put("Text__c", draft.body());
        record.put("Due__c", draft.due().toString());
        record.put("Urgent__c", draft.urgent());
        return api.changeTogether(
                        "write a task and its recommendation",
                        List.of(
                                Map.of(
                                        "method",
                                        "PATCH",
                                        "url",
                                        place("Task", draft),
                                        "referenceId",
                                        "task",
                                        "body",
                                        task),
                                Map.of(
                                        "method",
                                        "PATCH",
                                        "url",
                                        place(object, draft),
                                        "referenceId",
                                        "recommendation",
                                        "body",
                                        record)))
                .getFirst();
    }

    @Override
    public Optional<String> find(Draft draft) {
        return api.find("look for a task", place("Task", draft) + "?fields=Id").flatMap(task -> Json.text(task, "Id"));
    }

    @Override
    public Map<String, Standing> standings(Set<String> ids) {
        Map<String, Standing> standings = new HashMap<>();
        Map<String, String> open = new HashMap<>();
        List<String> good = ids.stream().filter(SalesforceTable::isId).toList();
        if (!good.isEmpty()) {
            String key = recommendations.isPresent() ? ", " + KEY : "";
            api.query(
                            "read tasks",
                            "SELECT Id, IsClosed, CompletedDateTime, SystemModstamp" + key + " FROM Task WHERE Id IN ("
                                    + SalesforceTable.list(good) + ")")
                    .forEach(task -> {
                        Standing standing = standing(task);
                        standings.put(SalesforceRecords.id(task), standing);
                        if (standing.state() == State.OPEN) {
                            Json.text(task, KEY).ifPresent(one -> open.put(one, SalesforceRecords.id(task)));
                        }
                    });
        }
        answers(open).forEach((key, standing) -> standings.put(open.get(key), standing));
        ids.forEach(id -> standings.putIfAbsent(id, new Standing(State.DELETED, api.now())));
        return standings;
    }

    /** What reps said in the records of recommendations, by our key; a task that is over speaks for itself. */
    private Map<String, Standing> answers(Map<String, String> open) {
        Map<String, Standing> answers = new HashMap<>();
        List<String> keys = open.keySet().stream()
                .filter(key -> key.matches("[A-Za-z0-9:._-]+"))
                .toList();
        if (recommendations.isEmpty() || keys.isEmpty()) {
            return answers;
        }
        api.query(
                        "read answers to recommendations",
                        "SELECT " + KEY + ", Answer__c, SystemModstamp FROM " + recommendations.get() + " WHERE " + KEY
                                + " IN ('" + String.join("', '", keys) + "')")
                .forEach(record -> {
                    Optional<State> said =
                            switch (Json.text(record, "Answer__c").orElse("")) {
                                case "Done" -> Optional.of(State.COMPLETED);
                                case "Dismissed" -> Optional.of(State.DELETED);
                                default -> Optional.empty();
                            };
                    Instant at = new Reading(record).moment("SystemModstamp").orElse(Instant.EPOCH);
                    said.ifPresent(state -> answers.put(record.path(KEY).asString(), new Standing(state, at)));
                });
        return answers;
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
