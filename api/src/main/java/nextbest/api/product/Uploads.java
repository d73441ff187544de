package nextbest.api.product;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.api.Loops;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Caller;
import nextbest.event.EventEnvelope;
import nextbest.event.EventType;
import nextbest.event.SubjectRef;
import nextbest.reading.Documents;
import nextbest.reading.ReadDocument;
import nextbest.reading.UnreadableDocument;
import nextbest.store.Store;
import nextbest.store.event.EventResult;
import nextbest.store.json.RecordJson;
import org.springframework.stereotype.Component;

/** Turns files into document events. A file is known by its content: the same one again is no news. */
@Component
final class Uploads {
    private static final String SOURCE = "upload";

    /** An event takes texts of up to 200,000 characters; a longer document comes in parts, cut between paragraphs. */
    private static final int PART = 190_000;

    private final Store store;
    private final Products products;
    private final Loops loops;

    Uploads(Store store, Products products, Loops loops) {
        this.store = store;
        this.products = products;
        this.loops = loops;
    }

    /** What became of a file. */
    enum Status {
        TAKEN,
        DUPLICATE,
        REFUSED
    }

    /**
     * What is said of all files of a form.
     *
     * @param client as the client's own system calls it; empty if it is about none
     */
    record About(String kind, Optional<SubjectRef> client, Optional<String> link) {}

    /** @throws Refusal if the caller may not see the client or there is none */
    About about(Caller caller, String kind, Optional<String> client, Optional<String> link) {
        return new About(kind, client.map(reference -> external(caller, reference)), link);
    }

    private SubjectRef external(Caller caller, String reference) {
        UUID id = products.client(caller, reference);
        return store
                .database()
                .inTenant(
                        caller.tenant(),
                        t -> t.fetch(
                                "select source, external_id from external_ref where type = 'client' and entity_id = ? order by source, external_id limit 1",
                                id))
                .stream()
                .findFirst()
                .map(r -> new SubjectRef(SubjectRef.Kind.CLIENT, r.get(0, String.class), r.get(1, String.class)))
                .orElseThrow(() -> Refusal.invalid("client", reference, "a client that a system has told of"));
    }

    DocumentController.UploadedView take(Caller caller, String file, byte[] bytes, About about) {
        ReadDocument read;
        try {
            read = Documents.read(file, bytes);
        } catch (UnreadableDocument e) {
            return refused(file, List.of(e.getMessage()));
        }
        String key = HexFormat.of()
                .formatHex(RecordJson.hash(bytes), 0, 16)
                .concat(about.client().map(c -> "@" + shortened(c)).orElse(""));
        List<EventResult> results = store.intake().take(caller.tenant(), events(caller, key, read, about));
        for (EventResult result : results) {
            if (result instanceof EventResult.Refused refused) {
                return refused(
                        file,
                        refused.violations().stream()
                                .map(v -> v.field() + ": seen " + v.seen() + ", allowed " + v.allowed())
                                .toList());
            }
        }
        boolean known = results.stream().allMatch(EventResult.Duplicate.class::isInstance);
        return new DocumentController.UploadedView(
                file,
                known ? Status.DUPLICATE : Status.TAKEN,
                Optional.of(read.title()),
                Optional.of(read.format().name()),
                read.text().length(),
                read.remarks());
    }

    private static String shortened(SubjectRef client) {
        byte[] name = (client.source() + ":" + client.id()).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(RecordJson.hash(name), 0, 8);
    }

    private static DocumentController.UploadedView refused(String file, List<String> reasons) {
        return new DocumentController.UploadedView(
                file, Status.REFUSED, Optional.empty(), Optional.empty(), 0, reasons);
    }

    private List<EventEnvelope> events(Caller caller, String key, ReadDocument read, About about) {
        // the moment at which this content first came: another one would make the same file look like other news
        Instant at = firstSeen(caller, key).orElseGet(() -> store.time().now());
        List<String> parts = parts(read.text());
        List<EventEnvelope> events = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            String number = parts.size() == 1 ? "" : " (" + (i + 1) + "/" + parts.size() + ")";
            String title = read.title().strip();
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("id", key + "-" + i);
            data.put("title", (title.length() > 180 ? title.substring(0, 180) : title) + number);
            data.put("kind", about.kind());
            data.put("text", parts.get(i));
            about.link().ifPresent(link -> data.put("link", link));
            events.add(new EventEnvelope(
                    SOURCE,
                    key + "-" + about.kind() + "-" + i,
                    EventType.DOCUMENT,
                    1,
                    caller.tenant(),
                    about.client(),
                    at,
                    at,
                    EventEnvelope.Origin.OUTSIDE,
                    key,
                    data));
        }
        return events;
    }

    private Optional<Instant> firstSeen(Caller caller, String key) {
        return store
                .database()
                .inTenant(
                        caller.tenant(),
                        t -> t.fetch(
                                "select occurred_at from inbox where source = ? and event_id like ? order by occurred_at limit 1",
                                SOURCE,
                                key + "-%"))
                .map(r -> r.get(0, Instant.class))
                .stream()
                .findFirst();
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (text.length() - from > PART) {
            int end = text.lastIndexOf("\n\n", from + PART);
            int until = end > from ? end : from + PART;
            parts.add(text.substring(from, until));
            from = until;
        }
        parts.add(text.substring(from));
        return parts;
    }

    /** What was taken is read and screened for. */
    void tell(Caller caller) {
        loops.tell(caller.tenant());
    }
}
