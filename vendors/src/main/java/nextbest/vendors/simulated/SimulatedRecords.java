package nextbest.vendors.simulated;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.event.EventType;
import nextbest.event.SubjectRef;
import nextbest.vendors.Connection;
import nextbest.vendors.Json;
import nextbest.vendors.PlainText;
import nextbest.vendors.port.Conversation.Passage;
import nextbest.vendors.port.HeldCall;
import nextbest.vendors.port.HeldCall.Participant;
import nextbest.vendors.port.HeldCall.Side;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.port.Statement;
import nextbest.vendors.simulated.Simulated.Part;
import nextbest.vendors.simulated.SimulatedWorld.Entry;

/** The simulated system's records in our words. */
final class SimulatedRecords {
    private static final int WORDS = 2_000;

    private final Connection connection;
    private final Part part;

    SimulatedRecords(Connection connection, Part part) {
        this.connection = connection;
        this.part = part;
    }

    Item item(Kind kind, Entry entry) {
        return switch (kind) {
            case REP -> one(kind, entry, EventType.REP, Optional.empty(), filled(entry, "id", "name", "email"));
            case CLIENT -> one(kind, entry, EventType.CLIENT, Optional.of(client(entry.id)), client(entry));
            case CONTACT ->
                one(kind, entry, EventType.CONTACT, Optional.empty(), filled(entry, "id", "name", "email", "client"));
            case DEAL -> deal(entry);
            case ACTIVITY -> activity(entry);
            case CALL -> call(entry);
            case TASK -> throw new IllegalArgumentException("tasks are not read");
        };
    }

    private static Map<String, Object> filled(Entry entry, String... fields) {
        Map<String, Object> data = new LinkedHashMap<>();
        for (String field : fields) {
            String value = field.equals("id") ? entry.id : entry.get(field);
            if (!value.isEmpty()) {
                data.put(field, value);
            }
        }
        return data;
    }

    private static Map<String, Object> client(Entry entry) {
        Map<String, Object> data = filled(entry, "name", "industry");
        if (!entry.get("employees").isEmpty()) {
            data.put("employees", Long.parseLong(entry.get("employees")));
        }
        return data;
    }

    private SubjectRef client(String id) {
        return new SubjectRef(SubjectRef.Kind.CLIENT, connection.source(), id);
    }

    private SubjectRef deal(String id) {
        return new SubjectRef(SubjectRef.Kind.DEAL, connection.source(), id);
    }

    private Item one(Kind kind, Entry entry, EventType type, Optional<SubjectRef> subject, Map<String, Object> data) {
        String name = kind.key() + ":" + entry.id;
        return new Item(
                kind,
                entry.id,
                entry.changed,
                List.of(said(type, name, subject, entry.changed, false, data)),
                List.of());
    }

    private static Statement said(
            EventType type,
            String name,
            Optional<SubjectRef> about,
            Instant at,
            boolean ours,
            Map<String, Object> data) {
        return new Statement(name + ":" + at.toEpochMilli() + ":" + Json.mark(data), type, about, at, ours, data);
    }

    private Item deal(Entry entry) {
        Map<String, Object> data = filled(entry, "name", "closeDate", "client");
        if (!entry.get("amount").isEmpty()) {
            data.put(
                    "amount",
                    Map.of(
                            "amount",
                            new BigDecimal(entry.get("amount")),
                            "currency",
                            connection.mapping().currency()));
        }
        if (!entry.get("owner").isEmpty()) {
            data.put("rep", entry.get("owner"));
        }
        if (!entry.get("contact").isEmpty()) {
            data.put("stakeholders", List.of(entry.get("contact")));
        }
        List<Item.Oddity> oddities = new ArrayList<>();
        Optional<String> stage = stage(entry.get("stage"), oddities);
        stage.filter(one -> !isEnd(one)).ifPresent(one -> data.put("stage", one));
        List<Statement> says = new ArrayList<>();
        says.add(said(EventType.DEAL, "deal:" + entry.id, Optional.of(deal(entry.id)), entry.changed, false, data));
        List<Statement> course = course(entry, oddities);
        if (part == Part.CRM) {
            says.addAll(course);
        } else if (stage.filter(SimulatedRecords::isEnd).isPresent()) {
            says.add(course.getLast());
        }
        return new Item(
                Kind.DEAL,
                entry.id,
                entry.changed,
                says,
                oddities.stream().distinct().toList());
    }

    private Optional<String> stage(String theirs, List<Item.Oddity> oddities) {
        Optional<String> ours = connection.mapping().stage(theirs);
        if (ours.isEmpty()) {
            oddities.add(new Item.Oddity(
                    "stage",
                    theirs,
                    "a stage of the mapping: "
                            + String.join(", ", connection.mapping().stages().keySet())));
        }
        return ours;
    }

    private static boolean isEnd(String stage) {
        return stage.equals("won") || stage.equals("lost");
    }

    private List<Statement> course(Entry entry, List<Item.Oddity> oddities) {
        List<Statement> course = new ArrayList<>();
        Optional<SubjectRef> deal = Optional.of(deal(entry.id));
        boolean ended = false;
        for (SimulatedWorld.Line visit : entry.lines) {
            Optional<String> stage = stage(visit.text(), oddities);
            if (stage.isEmpty()) {
                continue;
            }
            String place = entry.id + ":" + visit.at().toEpochMilli();
            if (isEnd(stage.get())) {
                Map<String, Object> data = Map.of("kind", stage.get().equals("won") ? "WON" : "LOST");
                course.add(said(EventType.OUTCOME, "outcome:" + place, deal, visit.at(), false, data));
                ended = true;
                continue;
            }
            if (ended) {
                Map<String, Object> data = Map.of("kind", "REOPENED");
                course.add(said(EventType.OUTCOME, "reopened:" + place, deal, visit.at(), false, data));
                ended = false;
            }
            Map<String, Object> data = Map.of("stage", stage.get());
            course.add(said(EventType.STAGE_CHANGE, "stage:" + place, deal, visit.at(), false, data));
        }
        return course;
    }

    /** A call that somebody noted, or somebody who is in a sequence. */
    private Item activity(Entry entry) {
        Optional<SubjectRef> deal = Optional.of(deal(entry.get("deal")));
        Map<String, Object> data = entry.sort == SimulatedWorld.Sort.MEMBERSHIP
                ? filled(entry, "action")
                : filled(entry, "kind", "contact", "rep");
        EventType type =
                entry.sort == SimulatedWorld.Sort.MEMBERSHIP ? EventType.EXPOSURE_ELSEWHERE : EventType.ACTIVITY;
        boolean ours = !entry.get("key").isEmpty();
        return new Item(
                Kind.ACTIVITY,
                entry.id,
                entry.changed,
                List.of(said(type, "activity:" + entry.id, deal, entry.made, ours, data)),
                List.of());
    }

    private static Item call(Entry entry) {
        if (entry.get("private").equals("true")) {
            return new Item(Kind.CALL, entry.id, entry.changed, List.of(), List.of());
        }
        List<HeldCall.Tie> ties = entry.get("deal").isEmpty()
                ? List.of()
                : List.of(new HeldCall.Tie(HeldCall.TieKind.DEAL, "", entry.get("deal")));
        List<HeldCall.Mention> mentions = entry.lines.stream()
                .filter(line -> line.what().startsWith("found "))
                .map(line -> new HeldCall.Mention(
                        line.what().substring("found ".length()),
                        Optional.of(line.text()),
                        Optional.of("buyer"),
                        Optional.of(Duration.between(entry.made, line.at()))))
                .toList();
        HeldCall held = new HeldCall(
                entry.id,
                entry.made,
                Duration.ofMinutes(entry.get("minutes").isEmpty() ? 30 : Long.parseLong(entry.get("minutes"))),
                true,
                Optional.empty(),
                Optional.empty(),
                List.of(
                        new Participant(Optional.of("ours"), Side.OURS, Optional.of(entry.get("ours"))),
                        new Participant(Optional.of("buyer"), Side.BUYER, Optional.of(entry.get("buyer")))),
                ties,
                mentions);
        return new Item(Kind.CALL, entry.id, entry.changed, List.of(), List.of(), Optional.of(held));
    }

    static List<Passage> passages(Entry call) {
        return call.lines.stream()
                .filter(line -> line.what().equals("said"))
                .map(line -> new Passage(
                        Optional.of("buyer"),
                        Duration.between(call.made, line.at()),
                        PlainText.line(line.text(), WORDS)))
                .toList();
    }
}
