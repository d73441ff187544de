package nextbest.vendors.outreach;

import java.time.Instant;
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

/**
 * Tasks in Outreach, and people in its sequences. Outreach keeps no key of ours unique: it stands in the task's note, and a task
 * whose writing nobody confirmed is looked for there.
 */
final class OutreachTasks implements Tasks {
    private static final String MARK = "nextbest key: ";
    private static final String STATES = "sequenceStates";
    private static final int NOTE = 65_535;

    /** States in which a person has left a sequence. */
    private static final Set<String> OVER = Set.of("finished", "opted_out", "bounced", "disabled", "failed");

    private final OutreachApi api;
    private final Map<String, String> sequences;
    /** Whether a task names its deal as its subject, because it is said so or because Outreach has refused the other way. */
    private volatile boolean subject;

    /**
     * @param sequences ids of sequences by the action that they do
     * @param subject whether a task names its deal as its subject
     */
    OutreachTasks(OutreachApi api, Map<String, String> sequences, boolean subject) {
        this.api = api;
        this.sequences = Map.copyOf(sequences);
        this.subject = subject;
    }

    /** Whether people are put into a sequence by us. */
    boolean enrolsInto(String sequence) {
        return sequences.containsValue(sequence);
    }

    /** Whether a note is one that we wrote. */
    static boolean isOurs(String note) {
        return note.contains(MARK);
    }

    /** How the state of a person in a sequence is called among tasks. */
    static String ofState(String id) {
        return STATES + ":" + id;
    }

    @Override
    public String write(Draft draft) {
        JsonNode deal = api.find("opportunities", draft.deal())
                .orElseThrow(() -> new VendorTrouble(
                        Cause.REJECTED, "write a task: the opportunity " + draft.deal() + " is not there"));
        String sequence = sequences.get(draft.action());
        return sequence == null ? task(draft, deal) : enrol(draft, deal, sequence);
    }

    private String task(Draft draft, JsonNode deal) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("action", "action_item");
        attributes.put("note", note(draft));
        attributes.put("dueAt", draft.due().toString());
        if (!subject) {
            try {
                return api.create("task", "tasks", attributes, ties(draft, deal, false));
            } catch (VendorTrouble e) {
                // the vendor's pages differ: whoever takes no opportunity when a task is made takes a subject
                if (e.what() != Cause.REJECTED
                        || !String.valueOf(e.getMessage()).contains("relationships")) {
                    throw e;
                }
                subject = true;
            }
        }
        return api.create("task", "tasks", attributes, ties(draft, deal, true));
    }

    private Map<String, String> ties(Draft draft, JsonNode deal, boolean asSubject) {
        Map<String, String> ties = new LinkedHashMap<>();
        if (asSubject) {
            ties.put("subject", "opportunity:" + OutreachRecords.id(deal));
        } else {
            person(deal).ifPresent(person -> ties.put("prospect", "prospect:" + person));
            ties.put("opportunity", "opportunity:" + OutreachRecords.id(deal));
        }
        draft.owner().ifPresent(owner -> ties.put("owner", "user:" + owner));
        return ties;
    }

    /** Outreach shows a note as it is. */
    private static String note(Draft draft) {
        String end = "\n\n" + MARK + draft.key();
        String words = (draft.urgent() ? "! " : "") + draft.subject() + "\n\n" + draft.body();
        return words.substring(0, Math.min(words.length(), NOTE - end.length())) + end;
    }

    private Optional<String> person(JsonNode deal) {
        return OutreachRecords.related(deal, "primaryProspect")
                .or(() -> OutreachRecords.people(deal, roles(OutreachRecords.id(deal))).stream()
                        .findFirst());
    }

    private List<JsonNode> roles(String deal) {
        return api.all("opportunityProspectRoles", Map.of("filter[opportunity][id]", List.of(deal)), "updatedAt");
    }

    /** Who is in a sequence already is not put into it again. */
    private String enrol(Draft draft, JsonNode deal, String sequence) {
        String person = person(deal)
                .orElseThrow(() -> new VendorTrouble(
                        Cause.REJECTED,
                        "put somebody into sequence " + sequence + ": the opportunity " + draft.deal()
                                + " has nobody"));
        Optional<String> there = state(person, sequence);
        if (there.isPresent()) {
            return ofState(there.get());
        }
        Map<String, String> ties = new LinkedHashMap<>();
        ties.put("prospect", "prospect:" + person);
        ties.put("sequence", "sequence:" + sequence);
        mailbox(draft).ifPresent(mailbox -> ties.put("mailbox", "mailbox:" + mailbox));
        return ofState(api.create("sequenceState", STATES, Map.of(), ties));
    }

    private Optional<String> state(String person, String sequence) {
        return api
                .all(
                        STATES,
                        Map.of("filter[prospect][id]", List.of(person), "filter[sequence][id]", List.of(sequence)),
                        "updatedAt")
                .stream()
                .filter(state -> !isOver(state))
                .map(OutreachRecords::id)
                .findFirst();
    }

    private static boolean isOver(JsonNode state) {
        return OVER.contains(Json.text(state.path("attributes"), "state").orElse(""));
    }

    /** Mails of a sequence go out of the rep's mailbox. */
    private Optional<String> mailbox(Draft draft) {
        return draft.owner()
                .flatMap(owner -> api.all("mailboxes", Map.of("filter[user][id]", List.of(owner)), "id").stream()
                        .map(OutreachRecords::id)
                        .findFirst());
    }

    @Override
    public Optional<String> find(Draft draft) {
        String sequence = sequences.get(draft.action());
        if (sequence != null) {
            return api.find("opportunities", draft.deal())
                    .flatMap(this::person)
                    .flatMap(person -> state(person, sequence))
                    .map(OutreachTasks::ofState);
        }
        String mark = MARK + draft.key();
        Optional<String> after = Optional.empty();
        do {
            OutreachApi.Listed page = api.list(
                    "tasks", Map.of("filter[opportunity][id]", List.of(draft.deal())), "-createdAt", 1_000, after);
            Optional<String> found = page.data().stream()
                    .filter(task -> Json.text(task.path("attributes"), "note")
                            .filter(note -> note.stripTrailing().endsWith(mark))
                            .isPresent())
                    .map(OutreachRecords::id)
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
            after = page.after();
        } while (after.isPresent());
        return Optional.empty();
    }

    @Override
    public Map<String, Standing> standings(Set<String> ids) {
        Set<String> tasks = new LinkedHashSet<>();
        Set<String> states = new LinkedHashSet<>();
        for (String id : ids) {
            boolean state = id.startsWith(STATES + ":");
            (state ? states : tasks).add(state ? id.substring(STATES.length() + 1) : id);
        }
        Map<String, Standing> standings = new HashMap<>();
        api.byId("tasks", tasks)
                .forEach(task -> standings.put(
                        OutreachRecords.id(task),
                        standing(
                                task,
                                task.path("attributes").path("completed").asBoolean(false)
                                        || Json.text(task.path("attributes"), "state")
                                                .orElse("")
                                                .equals("complete"))));
        api.byId(STATES, states)
                .forEach(state -> standings.put(ofState(OutreachRecords.id(state)), standing(state, isOver(state))));
        ids.forEach(id -> standings.putIfAbsent(id, new Standing(State.DELETED, api.now())));
        return standings;
    }

    private Standing standing(JsonNode resource, boolean over) {
        JsonNode attributes = resource.path("attributes");
        Instant at = Json.text(attributes, over ? "completedAt" : "updatedAt")
                .or(() -> Json.text(attributes, "stateChangedAt"))
                .or(() -> Json.text(attributes, "updatedAt"))
                .flatMap(Reading::momentOf)
                .orElseGet(api::now);
        return new Standing(over ? State.COMPLETED : State.OPEN, at);
    }
}
