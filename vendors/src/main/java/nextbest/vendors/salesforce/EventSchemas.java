package nextbest.vendors.salesforce;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import nextbest.vendors.port.VendorTrouble;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;

/** Reads change events by their Avro schemas. A schema's id is a mark of its content, so that one is fetched once per process. */
final class EventSchemas {
    private static final int KEPT = 200;
    /** A schema of an object with hundreds of own fields has some 100,000 characters. */
    private static final int LONGEST = 2_000_000;

    private final Map<String, Schema> kept = new LinkedHashMap<>();

    /**
     * What a change event says of itself; what it says of fields is not needed, because records are read again.
     *
     * @param entity the object, as Salesforce calls it
     * @param change for example {@code UPDATE} or {@code GAP_UPDATE}
     * @param records ids
     * @param deal of a record that belongs to an opportunity its id
     */
    record Header(String entity, String change, List<String> records, Optional<String> deal) {
        /** What is said of an event that cannot be read: more may have happened than is known. */
        static final Header UNREADABLE = new Header("unreadable", "GAP_OVERFLOW", List.of(), Optional.empty());
    }

    /** @param fetch text of a schema by its id */
    Header header(PubSubMessages.Event event, UnaryOperator<String> fetch) {
        Schema schema = schema(event.schema(), fetch);
        try {
            ByteString payload = event.payload();
            GenericRecord record = new GenericDatumReader<GenericRecord>(schema)
                    .read(null, DecoderFactory.get().binaryDecoder(payload.toByteArray(), null));
            if (!(record.getSchema().getField("ChangeEventHeader") != null
                    && record.get("ChangeEventHeader") instanceof GenericRecord header)) {
                throw new AvroRuntimeException("no header");
            }
            List<String> ids = new ArrayList<>();
            if (text(header, "recordIds").isPresent() && header.get("recordIds") instanceof List<?> list) {
                list.forEach(id -> ids.add(String.valueOf(id)));
            }
            return new Header(
                    text(header, "entityName").orElse(""),
                    text(header, "changeType").orElse(""),
                    ids,
                    text(record, "OpportunityId"));
        } catch (IOException | RuntimeException e) {
            // the library's message quotes what it read
            throw new VendorTrouble(
                    VendorTrouble.Cause.NOT_UNDERSTOOD,
                    "a change event: expected Avro of its schema with a ChangeEventHeader, but "
                            + event.payload().size() + " bytes are none");
        }
    }

    private static Optional<String> text(GenericRecord record, String field) {
        return record.getSchema().getField(field) == null
                ? Optional.empty()
                : Optional.ofNullable(record.get(field)).map(Object::toString);
    }

    private synchronized Schema schema(String id, UnaryOperator<String> fetch) {
        Schema known = kept.get(id);
        if (known != null) {
            return known;
        }
        String text = Objects.requireNonNull(fetch.apply(id));
        Schema fresh;
        try {
            if (text.length() > LONGEST) {
                throw new AvroRuntimeException("too long");
            }
            fresh = new Schema.Parser().parse(text);
        } catch (RuntimeException e) {
            throw new VendorTrouble(
                    VendorTrouble.Cause.NOT_UNDERSTOOD,
                    "a schema of change events: expected Avro's JSON of at most " + LONGEST + " characters, but the "
                            + text.length() + " are none");
        }
        if (kept.size() >= KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
        kept.put(id, fresh);
        return fresh;
    }
}
