package nextbest.vendors.outreach;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import nextbest.vendors.Json;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.webhook.Hint;
import nextbest.vendors.webhook.Hints;
import nextbest.vendors.webhook.Incoming;
import nextbest.vendors.webhook.Signatures;
import nextbest.vendors.webhook.Verdict;
import nextbest.vendors.webhook.Webhooks;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Outreach's webhooks: hexadecimal HMAC-SHA256 of the body. There is no time in it: a call that is sent again is genuine, and is
 * recognised by its body, which names the record, the event and the moment of delivery.
 */
final class OutreachWebhooks implements Webhooks {
    private static final String SIGNATURE = "Outreach-Webhook-Signature";

    @Override
    public Verdict check(Incoming call, List<String> secrets) {
        if (secrets.isEmpty()) {
            return new Verdict.Forged("no webhook-secret is configured, so no call can be checked");
        }
        Optional<byte[]> sent = call.header(SIGNATURE).flatMap(OutreachWebhooks::hex);
        return Signatures.matches(Signatures.Algorithm.HMAC_SHA256, secrets, call.body(), sent)
                ? new Verdict.Genuine()
                : new Verdict.Forged("the header " + SIGNATURE + " does not fit the body");
    }

    private static Optional<byte[]> hex(String text) {
        try {
            return Optional.of(HexFormat.of().parseHex(text.strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whatever we answer, the call does not come again: it is stored before. */
    @Override
    public Reply acknowledgement() {
        return new Reply(200, "", "");
    }

    @Override
    public Hints read(byte[] body) {
        JsonNode data;
        try {
            data = Json.read(body).path("data");
        } catch (JacksonException e) {
            return odd("body", body.length + " bytes that are no JSON", "a JSON object with data");
        }
        Optional<String> id = Json.text(data, "id").filter(OutreachApi::isId);
        if (id.isEmpty()) {
            return odd("data.id", "nothing", "the id of a record");
        }
        String type = Json.text(data, "type").orElse("");
        List<Hint> hints = new ArrayList<>();
        switch (type) {
            case "user" -> hints.add(new Hint(Kind.REP, id.get()));
            case "account" -> hints.add(new Hint(Kind.CLIENT, id.get()));
            case "prospect" -> hints.add(new Hint(Kind.CONTACT, id.get()));
            case "opportunity" -> hints.add(new Hint(Kind.DEAL, id.get()));
            // it is the deal that lists its people
            case "opportunityProspectRole" -> related(data, "opportunity", Kind.DEAL, hints);
            // and the person who has the address
            case "emailAddress" -> related(data, "prospect", Kind.CONTACT, hints);
            case "call", "mailing", "sequenceState" ->
                hints.add(new Hint(Kind.ACTIVITY, OutreachRecords.Doing.of(type).id(id.get())));
            case "task" -> {
                hints.add(new Hint(Kind.TASK, id.get()));
                hints.add(new Hint(Kind.ACTIVITY, OutreachRecords.Doing.TASK.id(id.get())));
            }
            default -> {
                return odd(
                        "data.type",
                        type,
                        "account, call, emailAddress, mailing, opportunity, opportunityProspectRole, prospect,"
                                + " sequenceState, task or user");
            }
        }
        if (type.equals("sequenceState")) {
            hints.add(new Hint(Kind.TASK, OutreachTasks.ofState(id.get())));
        }
        return hints.isEmpty()
                ? odd("data.relationships", "nothing", "what the record belongs to")
                : new Hints(hints, List.of());
    }

    private static void related(JsonNode data, String name, Kind kind, List<Hint> hints) {
        OutreachRecords.related(data, name).ifPresent(id -> hints.add(new Hint(kind, id)));
    }

    private static Hints odd(String field, String seen, String allowed) {
        return new Hints(List.of(), List.of(new Item.Oddity(field, seen, allowed)));
    }
}
