package nextbest.vendors.salesforce;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The few messages of the Pub/Sub API (package {@code eventbus.v1}, version of September 2024) that listening needs, written and read
 * field by field. Fields that are not known are passed over.
 */
final class PubSubMessages {
    private static final String SERVICE = "eventbus.v1.PubSub";

    private PubSubMessages() {}

    /** Where a subscription begins; the numbers are the contract's. */
    enum Preset {
        LATEST(0),
        EARLIEST(1),
        CUSTOM(2);

        private final int number;

        Preset(int number) {
            this.number = number;
        }
    }

    /**
     * A wish for more events. Topic and beginning are heeded in the first of a stream only.
     *
     * @param replay opaque; empty unless {@code CUSTOM}
     * @param most so many events may come
     */
    record Fetch(String topic, Preset preset, ByteString replay, int most) {}

    /**
     * An event as it lies on the bus.
     *
     * @param id unique, whatever the organisation's place of storage; what {@code EventUuid} is in other words
     * @param payload Avro of the schema
     */
    record Event(String id, String schema, ByteString payload, ByteString replay) {}

    /**
     * What came.
     *
     * @param events none in a sign of life, which the vendor sends at least every 270 seconds
     * @param latest place of the stream, also without events
     */
    record Fetched(List<Event> events, ByteString latest) {}

    static final MethodDescriptor<Fetch, Fetched> SUBSCRIBE = MethodDescriptor.<Fetch, Fetched>newBuilder()
            .setType(MethodType.BIDI_STREAMING)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Subscribe"))
            .setRequestMarshaller(written(PubSubMessages::write))
            .setResponseMarshaller(read(PubSubMessages::fetched))
            .build();

    /** From the id of a schema to its Avro text. */
    static final MethodDescriptor<String, String> SCHEMA = MethodDescriptor.<String, String>newBuilder()
            .setType(MethodType.UNARY)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "GetSchema"))
            .setRequestMarshaller(written((id, out) -> out.writeString(1, id)))
            .setResponseMarshaller(read(PubSubMessages::schema))
            .build();

    private interface Writing<T> {
        void write(T message, CodedOutputStream out) throws IOException;
    }

    private interface Parsing<T> {
        T read(CodedInputStream in) throws IOException;
    }

    /** For requests, which are only written here. */
    private static <T> MethodDescriptor.Marshaller<T> written(Writing<T> writing) {
        return new MethodDescriptor.Marshaller<>() {
            @Override
            public InputStream stream(T message) {
                try {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
                    writing.write(message, out);
                    out.flush();
                    return new ByteArrayInputStream(bytes.toByteArray());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public T parse(InputStream stream) {
                throw new UnsupportedOperationException("a request is only written here");
            }
        };
    }

    /** For answers, which are only read here. */
    private static <T> MethodDescriptor.Marshaller<T> read(Parsing<T> parsing) {
        return new MethodDescriptor.Marshaller<>() {
            @Override
            public InputStream stream(T message) {
                throw new UnsupportedOperationException("an answer is only read here");
            }

            @Override
            public T parse(InputStream stream) {
                try {
                    return parsing.read(CodedInputStream.newInstance(stream));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private static void write(Fetch fetch, CodedOutputStream out) throws IOException {
        out.writeString(1, fetch.topic());
        if (fetch.preset().number != 0) {
            out.writeEnum(2, fetch.preset().number);
        }
        if (!fetch.replay().isEmpty()) {
            out.writeBytes(3, fetch.replay());
        }
        out.writeInt32(4, fetch.most());
    }

    private static Fetched fetched(CodedInputStream in) throws IOException {
        List<Event> events = new ArrayList<>();
        ByteString latest = ByteString.EMPTY;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> consumed(in.readBytes().newCodedInput()).ifPresent(events::add);
                case 2 -> latest = in.readBytes();
                default -> skip(in, tag);
            }
        }
        return new Fetched(events, latest);
    }

    /** An event with its place in the stream around it; empty for a place without an event. */
    private static Optional<Event> consumed(CodedInputStream in) throws IOException {
        ByteString inner = null;
        ByteString replay = ByteString.EMPTY;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> inner = in.readBytes();
                case 2 -> replay = in.readBytes();
                default -> skip(in, tag);
            }
        }
        return inner == null ? Optional.empty() : Optional.of(event(inner.newCodedInput(), replay));
    }

    private static Event event(CodedInputStream in, ByteString replay) throws IOException {
        String id = "";
        String schema = "";
        ByteString payload = ByteString.EMPTY;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> id = in.readString();
                case 2 -> schema = in.readString();
                case 3 -> payload = in.readBytes();
                default -> skip(in, tag);
            }
        }
        return new Event(id, schema, payload, replay);
    }

    private static String schema(CodedInputStream in) throws IOException {
        String json = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == 1) {
                json = in.readString();
            } else {
                skip(in, tag);
            }
        }
        return json;
    }

    private static void skip(CodedInputStream in, int tag) throws IOException {
        boolean more = in.skipField(tag);
        assert more;
    }
}
