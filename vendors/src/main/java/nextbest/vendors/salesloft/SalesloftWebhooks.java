package nextbest.vendors.salesloft;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import nextbest.vendors.Json;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.salesloft.SalesloftRecords.Doing;
import nextbest.vendors.webhook.Hint;
import nextbest.vendors.webhook.Hints;
import nextbest.vendors.webhook.Incoming;
import nextbest.vendors.webhook.Signatures;
import nextbest.vendors.webhook.Verdict;
import nextbest.vendors.webhook.Webhooks;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Salesloft's webhooks: hexadecimal HMAC-SHA1 of the body with the token of the subscription. There is neither a time nor a number of
 * the delivery in it: a call that is sent again is genuine, and is recognised by its event and body, which says when the record changed.
 * What happened stands in a header and is kept with the body.
 */
final class SalesloftWebhooks implements Webhooks {
    private static final String SIGNATURE = "x-salesloft-signature";
    private static final String EVENT = "x-salesloft-event";

    /** What is subscribed to: all that says what is to be read again. */
    static final List<String> EVENTS = List.of(
            "account_created",
            "account_updated",
            "account_deleted",
            "person_created",
            "person_updated",
            "person_deleted",
            "user_created",
            "user_updated",
            "call_created",
            "call_updated",
            "email_updated",
            "note_created",
            "note_updated",
            "cadence_membership_created",
            "cadence_membership_updated",
            "task_created",
            "task_updated",
            "task_completed",
            "task_deleted");

    @Override
    public Verdict check(Incoming call, List<String> secrets) {
        if (secrets.isEmpty()) {
            return new Verdict.Forged("no webhook-secret is configured, so no call can be checked");
        }
        Optional<byte[]> sent = call.header(SIGNATURE).flatMap(SalesloftWebhooks::hex);
        return Signatures.matches(Signatures.Algorithm.HMAC_SHA1, secrets, call.body(), sent)
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

    @Override
    public Reply acknowledgement() {
        return new Reply(200, "", "");
    }

    /** The name of the event, a line's end, the body. */
    @Override
    public byte[] kept(Incoming call) {
        String event =
                call.header(EVENT).filter(name -> name.matches("[a-z_]{1,60}")).orElse("unknown");
        byte[] first = (event + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] body = call.body();
        byte[] both = new byte[first.length + body.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(body, 0, both, first.length, body.length);
        return both;
    }

    @Override
    public Hints read(byte[] kept) {
        String text = new String(kept, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        String event = end < 0 ? "" : text.substring(0, end);
        JsonNode body;
        try {
            body = Json.read(text.substring(end + 1).getBytes(StandardCharsets.UTF_8));
        } catch (JacksonException e) {
            return odd("body", kept.length + " bytes that are no JSON", "a JSON object");
        }
        JsonNode record = body.path("data").isObject() ? body.path("data") : body;
        Optional<String> id = Json.text(record, "id").filter(SalesloftApi::isId);
        if (id.isEmpty()) {
            return odd("id", "nothing", "the id of a record");
        }
        return event.matches("[a-z_]+_(created|updated|deleted|completed)")
                ? hints(event.substring(0, event.lastIndexOf('_')), id.get(), record)
                : unknown(event);
    }

    private static Hints hints(String object, String id, JsonNode record) {
        List<Hint> hints = new ArrayList<>();
        switch (object) {
            case "user" -> hints.add(new Hint(Kind.REP, id));
            case "account" -> hints.add(new Hint(Kind.CLIENT, id));
            case "person" -> hints.add(new Hint(Kind.CONTACT, id));
            case "call" -> hints.add(new Hint(Kind.ACTIVITY, Doing.CALL.id(id)));
            case "email" -> hints.add(new Hint(Kind.ACTIVITY, Doing.EMAIL.id(id)));
            case "note" -> hints.add(new Hint(Kind.ACTIVITY, Doing.NOTE.id(id)));
            case "cadence_membership" -> {
                hints.add(new Hint(Kind.ACTIVITY, Doing.MEMBERSHIP.id(id)));
                hints.add(new Hint(Kind.TASK, SalesloftTasks.ofMembership(id)));
            }
            case "task" -> {
                hints.add(new Hint(Kind.TASK, id));
                // no event names an opportunity, and it is in tasks that reps move one
                SalesloftRecords.related(record, "opportunity").ifPresent(deal -> hints.add(new Hint(Kind.DEAL, deal)));
            }
            default -> {
                return unknown(object);
            }
        }
        return new Hints(hints, List.of());
    }

    private static Hints unknown(String event) {
        return odd(EVENT, event, "news of a user, account, person, call, email, note, cadence_membership or task");
    }

    private static Hints odd(String field, String seen, String allowed) {
        return new Hints(List.of(), List.of(new Item.Oddity(field, seen, allowed)));
    }
}
