package nextbest.vendors.salesloft;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nextbest.vendors.Json;
import nextbest.vendors.Reading;
import nextbest.vendors.port.Tasks;
import nextbest.vendors.port.VendorTrouble;
import nextbest.vendors.port.VendorTrouble.Cause;
import tools.jackson.databind.JsonNode;

/** Tasks in Salesloft, each once under its idempotency key; people in cadences; or Rhythm signals instead of tasks. */
final class SalesloftTasks implements Tasks {
    private static final String MEMBERSHIPS = "cadence_memberships";
    private static final String SIGNALS = "signals";

    private final SalesloftApi api;
    private final Map<String, String> cadences;
    private final Optional<RhythmSignals> signals;

    /**
     * @param cadences ids of cadences by the action that they do
     * @param signals where cards are signals and no tasks
     */
    SalesloftTasks(SalesloftApi api, Map<String, String> cadences, Optional<RhythmSignals> signals) {
        this.api = api;
        this.cadences = Map.copyOf(cadences);
        this.signals = signals;
    }

    void prepare() {
        signals.ifPresent(RhythmSignals::register);
    }

    /** Whether people are put into a cadence by us. */
    boolean enrolsInto(String cadence) {
        return cadences.containsValue(cadence);
    }

    /** How the membership of a person in a cadence is called among tasks. */
    static String ofMembership(String id) {
        return MEMBERSHIPS + ":" + id;
    }

    @Override
    public String write(Draft draft) {
        JsonNode deal = api.find("opportunities", draft.deal())
                .orElseThrow(() -> new VendorTrouble(
                        Cause.REJECTED, "write a task: the opportunity " + draft.deal() + " is not there"));
        Optional<String> person = person(deal);
        String cadence = cadences.get(draft.action());
        if (cadence != null) {
            return enrol(draft, needed(draft, person), cadence);
        }
        if (signals.isPresent()) {
            return SIGNALS + ":" + signals.get().send(draft, person, SalesloftRecords.related(deal, "account"));
        }
        return task(draft, needed(draft, person));
    }

    private static String needed(Draft draft, Optional<String> person) {
        return person.orElseThrow(() -> new VendorTrouble(
                Cause.REJECTED,
                "write a task: Salesloft's tasks are about a person, and the opportunity " + draft.deal()
                        + " has none, nor has its account"));
    }

    /** The person with whom it began, or whoever of the account was touched last. */
    private Optional<String> person(JsonNode deal) {
        return SalesloftRecords.firstPerson(deal)
                .or(() -> SalesloftRecords.related(deal, "account")
                        .flatMap(account -> api
                                .some(
                                        "people",
                                        Map.of(
                                                "account_id[]", List.of(account),
                                                "sort_by", List.of("updated_at"),
                                                "sort_direction", List.of("DESC")))
                                .stream()
                                .filter(one -> SalesloftRecords.related(one, "account")
                                        .filter(account::equals)
                                        .isPresent())
                                .map(SalesloftRecords::id)
                                .findFirst()));
    }

    private String task(Draft draft, String person) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("subject", draft.subject());
        body.put("person_id", Long.parseLong(person));
        draft.owner().filter(SalesloftApi::isId).ifPresent(owner -> body.put("user_id", Long.parseLong(owner)));
        body.put("task_type", "general");
        body.put("due_date", draft.due().atOffset(ZoneOffset.UTC).toLocalDate().toString());
        body.put("description", draft.body());
        body.put("idempotency_key", draft.key());
        JsonNode answer;
        try {
            answer = api.create("write a task", "tasks", body);
        } catch (VendorTrouble e) {
            // it is not published whether a key that is there is answered with its task or refused
            if (e.what() != Cause.REJECTED) {
                throw e;
            }
            return find(draft).orElseThrow(() -> e);
        }
        return Json.text(answer.path("data"), "id")
                .or(() -> find(draft))
                .orElseThrow(() -> new VendorTrouble(
                        Cause.UNCERTAIN, "write a task: it was taken, and the answer does not name it"));
    }

    /** Who is in a cadence already is not put into it again. */
    private String enrol(Draft draft, String person, String cadence) {
        Optional<String> there = membership(person, cadence);
        if (there.isPresent()) {
            return ofMembership(there.get());
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("person_id", person);
        parameters.put("cadence_id", cadence);
        draft.owner().filter(SalesloftApi::isId).ifPresent(owner -> parameters.put("user_id", owner));
        JsonNode answer = api.create("put somebody into a cadence", MEMBERSHIPS, parameters);
        return Json.text(answer.path("data"), "id")
                .or(() -> membership(person, cadence))
                .map(SalesloftTasks::ofMembership)
                .orElseThrow(() -> new VendorTrouble(
                        Cause.UNCERTAIN, "put somebody into a cadence: it was taken, and the answer does not name it"));
    }

    private Optional<String> membership(String person, String cadence) {
        return api
                .some(
                        MEMBERSHIPS,
                        Map.of(
                                "person_id", List.of(person),
                                "cadence_id", List.of(cadence),
                                "currently_on_cadence", List.of("true")))
                .stream()
                .filter(one -> isIn(one)
                        && SalesloftRecords.related(one, "person")
                                .filter(person::equals)
                                .isPresent()
                        && SalesloftRecords.related(one, "cadence")
                                .filter(cadence::equals)
                                .isPresent())
                .map(SalesloftRecords::id)
                .findFirst();
    }

    private static boolean isIn(JsonNode membership) {
        return membership.path("currently_on_cadence").asBoolean(false);
    }

    /** A signal cannot be looked for, and does not need to be: sent again under its key it is the same. */
    @Override
    public Optional<String> find(Draft draft) {
        String cadence = cadences.get(draft.action());
        if (cadence != null) {
            return api.find("opportunities", draft.deal())
                    .flatMap(this::person)
                    .flatMap(person -> membership(person, cadence))
                    .map(SalesloftTasks::ofMembership);
        }
        if (signals.isPresent()) {
            return Optional.empty();
        }
        return api.some("tasks", Map.of("idempotency_key", List.of(draft.key()))).stream()
                .map(SalesloftRecords::id)
                .findFirst();
    }

    @Override
    public Map<String, Standing> standings(Set<String> ids) {
        Set<String> tasks = new LinkedHashSet<>();
        Set<String> memberships = new LinkedHashSet<>();
        Map<String, Standing> standings = new HashMap<>();
        for (String id : ids) {
            if (id.startsWith(SIGNALS + ":")) {
                standings.put(id, new Standing(State.OPEN, api.now()));
            } else if (id.startsWith(MEMBERSHIPS + ":")) {
                memberships.add(id.substring(MEMBERSHIPS.length() + 1));
            } else {
                tasks.add(id);
            }
        }
        api.byId("tasks", tasks).forEach(task -> {
            boolean done = Json.text(task, "current_state").orElse("").equals("completed");
            standings.put(SalesloftRecords.id(task), standing(task, done, "completed_at"));
        });
        api.byId(MEMBERSHIPS, memberships)
                .forEach(one ->
                        standings.put(ofMembership(SalesloftRecords.id(one)), standing(one, !isIn(one), "updated_at")));
        ids.forEach(id -> standings.putIfAbsent(id, new Standing(State.DELETED, api.now())));
        return standings;
    }

    private Standing standing(JsonNode record, boolean done, String field) {
        Instant at = Json.text(record, done ? field : "updated_at")
                .or(() -> Json.text(record, "updated_at"))
                .flatMap(Reading::momentOf)
                .orElseGet(api::now);
        return new Standing(done ? State.COMPLETED : State.OPEN, at);
    }
}
