package nextbest.vendors.salesforce;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import nextbest.vendors.Json;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.webhook.Hint;
import nextbest.vendors.webhook.Hints;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What is kept of a change event, and what it hints at. Its fields are not kept: records are read again. */
final class ChangeEvents {
    private static final String MARK = "changeEvent";

    private ChangeEvents() {}

    /** The same event gives the same text, so that it is kept once however often it is delivered. */
    static String kept(String id, EventSchemas.Header header) {
        Map<String, Object> kept = new TreeMap<>();
        kept.put(MARK, id);
        kept.put("entity", header.entity());
        kept.put("change", header.change());
        kept.put("records", header.records());
        header.deal().ifPresent(deal -> kept.put("deal", deal));
        return Json.write(kept);
    }

    /** Whether a change says that more may have happened than it names. */
    static boolean missed(EventSchemas.Header header) {
        return header.change().equals("GAP_OVERFLOW");
    }

    /** Empty if the bytes are no event that was kept. */
    static Optional<Hints> read(byte[] kept) {
        try {
            JsonNode event = kept.length > 0 && kept[0] == '{' ? Json.read(kept) : null;
            return Optional.ofNullable(event).filter(one -> one.has(MARK)).map(ChangeEvents::hints);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static Hints hints(JsonNode event) {
        List<Hint> hints = new ArrayList<>();
        String entity = event.path("entity").asString();
        Json.text(event, "deal").filter(SalesforceTable::isId).ifPresent(deal -> hints.add(new Hint(Kind.DEAL, deal)));
        for (Kind kind : kinds(entity)) {
            event.path("records").forEach(id -> {
                if (SalesforceTable.isId(id.asString())) {
                    hints.add(new Hint(kind, id.asString()));
                }
            });
        }
        boolean odd = hints.isEmpty() && kinds(entity).isEmpty() && !entity.startsWith("Opportunity");
        return new Hints(
                hints.stream().distinct().toList(),
                odd ? List.of(new Item.Oddity("entityName", entity, OBJECTS)) : List.of());
    }

    /** Objects whose records are read, for messages. */
    static final String OBJECTS = "Opportunity, Account, Contact, User, Event or Task with its Id";

    /** What a record of an object can be to us; a task may be ours, or somebody else's that is over. */
    static List<Kind> kinds(String object) {
        return switch (object) {
            case "Opportunity" -> List.of(Kind.DEAL);
            case "Account" -> List.of(Kind.CLIENT);
            case "Contact" -> List.of(Kind.CONTACT);
            case "User" -> List.of(Kind.REP);
            case "Event" -> List.of(Kind.ACTIVITY);
            case "Task" -> List.of(Kind.TASK, Kind.ACTIVITY);
            default -> List.of();
        };
    }
}
