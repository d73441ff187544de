package nextbest.vendors.salesforce;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Salesforce's Pub/Sub API as its contract says: no event that was not asked for, places in the stream that are bytes without order
 * or meaning, events forgotten after a while, signs of life, schemas by id. Its messages are made by the protocol's own library from
 * a description of the contract, and not by the adapter's code.
 */
public final class FakePubSub implements AutoCloseable {
    private static final FileDescriptor CONTRACT = contract();
    private static final Context.Key<Boolean> KNOWN = Context.key("known");

    private static final String SCHEMA = """
            {"type":"record","name":"OpportunityChangeEvent","namespace":"com.sforce.eventbus","fields":[
             {"name":"ChangeEventHeader","type":{"type":"record","name":"ChangeEventHeader","fields":[
              {"name":"entityName","type":"string"},
              {"name":"recordIds","type":{"type":"array","items":"string"}},
              {"name":"changeType","type":{"type":"enum","name":"ChangeType","symbols":
               ["CREATE","UPDATE","DELETE","UNDELETE","GAP_CREATE","GAP_UPDATE","GAP_DELETE","GAP_UNDELETE","GAP_OVERFLOW"]}},
              {"name":"changeOrigin","type":"string"},
              {"name":"transactionKey","type":"string"},
              {"name":"sequenceNumber","type":"int"},
              {"name":"commitTimestamp","type":"long"},
              {"name":"commitNumber","type":"long"},
              {"name":"commitUser","type":"string"},
              {"name":"nulledFields","type":{"type":"array","items":"string"}},
              {"name":"diffFields","type":{"type":"array","items":"string"}},
              {"name":"changedFields","type":{"type":"array","items":"string"}}]}},
             {"name":"OpportunityId","type":["null","string"],"default":null},
             {"name":"Name","type":["null","string"],"default":null},
             {"name":"Amount","type":["null","double"],"default":null}]}""";

    private record Lying(ByteString place, String id, ByteString payload) {}

    private final Server server;
    private final Supplier<String> session;
    private final List<Lying> bus = new ArrayList<>();
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final Set<ByteString> forgotten = new java.util.HashSet<>();
    private long next = 7_000;
    private int schemasAsked;
    private int subscriptions;
    private int mostPending;
    private Status broken = Status.OK;

    /** @param session the token that is good at the moment */
    public FakePubSub(Supplier<String> session) {
        this.session = session;
        MethodDescriptor<DynamicMessage, DynamicMessage> subscribe =
                method("Subscribe", MethodType.BIDI_STREAMING, "FetchRequest", "FetchResponse");
        MethodDescriptor<DynamicMessage, DynamicMessage> schema =
                method("GetSchema", MethodType.UNARY, "SchemaRequest", "SchemaInfo");
        ServerServiceDefinition service = ServerServiceDefinition.builder("eventbus.v1.PubSub")
                .addMethod(subscribe, ServerCalls.asyncBidiStreamingCall(this::subscribe))
                .addMethod(schema, ServerCalls.asyncUnaryCall(this::schema))
                .build();
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(ServerInterceptors.intercept(service, new Credentials()))
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String base() {
        return "http://127.0.0.1:" + server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private final class Credentials implements ServerInterceptor {
        @Override
        public <A, B> ServerCall.Listener<A> interceptCall(
                ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
            boolean good = session.get().equals(header(headers, "accesstoken"))
                    && String.valueOf(header(headers, "instanceurl")).startsWith("http")
                    && String.valueOf(header(headers, "tenantid")).startsWith("00D");
            return Contexts.interceptCall(Context.current().withValue(KNOWN, good), call, headers, next);
        }

        private String header(Metadata headers, String name) {
            return headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
        }
    }

    // ------------------------------------------------------------------------------------------------ what tests do

    /** Puts an event on the bus, and gives its id. */
    public String tell(String entity, String change, String... records) {
        return tellOf(entity, change, null, records);
    }

    /** @param opportunity what the record belongs to; null: nothing */
    synchronized String tellOf(String entity, String change, String opportunity, String... records) {
        String id = "event-" + next;
        GenericRecord header = header(entity, change, records);
        GenericRecord event = new GenericData.Record(parsed());
        event.put("ChangeEventHeader", header);
        event.put("OpportunityId", opportunity);
        event.put("Name", "not to be believed");
        publish(id, avro(event));
        return id;
    }

    /** Puts bytes on the bus that are no event. */
    synchronized void tellNonsense() {
        publish("nonsense-" + next, ByteString.copyFromUtf8("nonsense"));
    }

    /** The last event is delivered again, at another place of the stream: the organisation was moved. */
    public synchronized void repeatLast() {
        publish(bus.getLast().id(), bus.getLast().payload());
    }

    private void publish(String id, ByteString payload) {
        // places go up and down: they are no numbers to whoever listens
        ByteString place = ByteString.copyFrom(new byte[] {(byte) (next * 37), (byte) (next >> 8), (byte) next, 0});
        bus.add(new Lying(place, id, payload));
        next += 3;
        subscribers.forEach(Subscriber::deliver);
    }

    /** Where the stream stands. */
    synchronized byte[] placeOfLast() {
        return bus.getLast().place().toByteArray();
    }

    /** All places so far are forgotten. */
    public synchronized void forget() {
        bus.forEach(one -> forgotten.add(one.place()));
        bus.clear();
    }

    /** Says to all that listen that nothing happened. */
    synchronized void signOfLife() {
        subscribers.forEach(Subscriber::signOfLife);
    }

    /** Listeners are sent away from now on; OK lets them in again. */
    synchronized void refuse(Status status) {
        broken = status;
    }

    synchronized int schemasAsked() {
        return schemasAsked;
    }

    synchronized int subscriptions() {
        return subscriptions;
    }

    /** Whether somebody listens at the moment: what is told from now on is heard. */
    public synchronized boolean isListenedTo() {
        return subscribers.stream().anyMatch(subscriber -> subscriber.begun);
    }

    /** The most events that anybody had asked for and not yet got. */
    synchronized int mostPending() {
        return mostPending;
    }

    // ------------------------------------------------------------------------------------------------ what it answers

    private final class Subscriber implements StreamObserver<DynamicMessage> {
        private final StreamObserver<DynamicMessage> to;
        private boolean begun;
        private int at;
        private int wanted;

        private Subscriber(StreamObserver<DynamicMessage> to) {
            this.to = to;
        }

        @Override
        public void onNext(DynamicMessage fetch) {
            synchronized (FakePubSub.this) {
                if (!begun && !begin(fetch)) {
                    subscribers.remove(this);
                    return;
                }
                begun = true;
                int more = (Integer) get(fetch, "num_requested");
                if (more < 1) {
                    to.onError(Status.INVALID_ARGUMENT.asRuntimeException());
                    return;
                }
                wanted += more;
                mostPending = Math.max(mostPending, wanted);
                deliver();
            }
        }

        private boolean begin(DynamicMessage fetch) {
            if (broken.getCode() != Status.Code.OK) {
                to.onError(broken.asRuntimeException());
                return false;
            }
            if (!String.valueOf(get(fetch, "topic_name")).startsWith("/data/")) {
                to.onError(Status.NOT_FOUND.asRuntimeException());
                return false;
            }
            int preset = ((EnumValueDescriptor) get(fetch, "replay_preset")).getNumber();
            ByteString replay = (ByteString) get(fetch, "replay_id");
            if (preset != 2) {
                at = preset == 0 ? bus.size() : 0;
                return true;
            }
            for (int i = bus.size() - 1; i >= 0; i--) {
                if (bus.get(i).place().equals(replay)) {
                    at = i + 1;
                    return true;
                }
            }
            if (replay.equals(START) && !forgotten.contains(replay)) {
                return true;
            }
            to.onError(Status.INVALID_ARGUMENT
                    .withDescription("The replay ID validation failed")
                    .asRuntimeException());
            return false;
        }

        private void deliver() {
            while (wanted > 0 && at < bus.size()) {
                // at most ten to a message
                List<DynamicMessage> events = new ArrayList<>();
                ByteString latest = ByteString.EMPTY;
                while (wanted > 0 && at < bus.size() && events.size() < 10) {
                    Lying one = bus.get(at++);
                    wanted--;
                    latest = one.place();
                    events.add(message(
                            "ConsumerEvent",
                            Map.of(
                                    "event",
                                    message(
                                            "ProducerEvent",
                                            Map.of("id", one.id(), "schema_id", "schema-1", "payload", one.payload())),
                                    "replay_id",
                                    one.place())));
                }
                to.onNext(message(
                        "FetchResponse",
                        Map.of("events", events, "latest_replay_id", latest, "pending_num_requested", wanted)));
            }
        }

        private void signOfLife() {
            ByteString latest = bus.isEmpty() ? START : bus.getLast().place();
            to.onNext(message(
                    "FetchResponse",
                    Map.of("latest_replay_id", latest, "pending_num_requested", wanted, "rpc_id", "r")));
        }

        @Override
        public void onError(Throwable gone) {
            leave();
        }

        @Override
        public void onCompleted() {
            leave();
            to.onCompleted();
        }

        private void leave() {
            synchronized (FakePubSub.this) {
                subscribers.remove(this);
            }
        }
    }

    private static final ByteString START = ByteString.copyFromUtf8("the beginning");

    private StreamObserver<DynamicMessage> subscribe(StreamObserver<DynamicMessage> to) {
        synchronized (this) {
            Subscriber subscriber = new Subscriber(to);
            // who went away is told nothing more, and that is no fault
            ((ServerCallStreamObserver<DynamicMessage>) to).setOnCancelHandler(subscriber::leave);
            if (!KNOWN.get()) {
                to.onError(Status.UNAUTHENTICATED.asRuntimeException());
                return subscriber;
            }
            subscriptions++;
            subscribers.add(subscriber);
            return subscriber;
        }
    }

    private void schema(DynamicMessage asked, StreamObserver<DynamicMessage> to) {
        synchronized (this) {
            schemasAsked++;
        }
        if (!KNOWN.get()) {
            to.onError(Status.UNAUTHENTICATED.asRuntimeException());
            return;
        }
        to.onNext(message(
                "SchemaInfo", Map.of("schema_json", SCHEMA, "schema_id", get(asked, "schema_id"), "rpc_id", "r")));
        to.onCompleted();
    }

    // ------------------------------------------------------------------------------------------------ Avro

    private static Schema parsed() {
        return new Schema.Parser().parse(SCHEMA);
    }

    private static GenericRecord header(String entity, String change, String... records) {
        Schema schema = parsed().getField("ChangeEventHeader").schema();
        GenericRecord header = new GenericData.Record(schema);
        header.put("entityName", entity);
        header.put("recordIds", List.of(records));
        header.put(
                "changeType",
                new GenericData.EnumSymbol(schema.getField("changeType").schema(), change));
        header.put("changeOrigin", "com/salesforce/api/rest/68.0");
        header.put("transactionKey", "0000");
        header.put("sequenceNumber", 1);
        header.put("commitTimestamp", 1L);
        header.put("commitNumber", 1L);
        header.put("commitUser", "005000000000001AAA");
        header.put("nulledFields", List.of());
        header.put("diffFields", List.of());
        header.put("changedFields", List.of("0x2"));
        return header;
    }

    private static ByteString avro(GenericRecord record) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
            encoder.flush();
            return ByteString.copyFrom(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ------------------------------------------------------------------------------------------------ the contract

    /** The contract, as far as it is played. */
    static FileDescriptor contract() {
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("pubsub.proto")
                .setPackage("eventbus.v1")
                .setSyntax("proto3")
                .addEnumType(EnumDescriptorProto.newBuilder()
                        .setName("ReplayPreset")
                        .addValue(value("LATEST", 0))
                        .addValue(value("EARLIEST", 1))
                        .addValue(value("CUSTOM", 2)))
                .addMessageType(type(
                        "ProducerEvent",
                        field("id", 1, FieldDescriptorProto.Type.TYPE_STRING),
                        field("schema_id", 2, FieldDescriptorProto.Type.TYPE_STRING),
                        field("payload", 3, FieldDescriptorProto.Type.TYPE_BYTES)))
                .addMessageType(type(
                        "ConsumerEvent",
                        field("event", 1, "ProducerEvent"),
                        field("replay_id", 2, FieldDescriptorProto.Type.TYPE_BYTES)))
                .addMessageType(type(
                        "FetchRequest",
                        field("topic_name", 1, FieldDescriptorProto.Type.TYPE_STRING),
                        field("replay_preset", 2, FieldDescriptorProto.Type.TYPE_ENUM).toBuilder()
                                .setTypeName(".eventbus.v1.ReplayPreset")
                                .build(),
                        field("replay_id", 3, FieldDescriptorProto.Type.TYPE_BYTES),
                        field("num_requested", 4, FieldDescriptorProto.Type.TYPE_INT32)))
                .addMessageType(type(
                        "FetchResponse",
                        field("events", 1, "ConsumerEvent").toBuilder()
                                .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)
                                .build(),
                        field("latest_replay_id", 2, FieldDescriptorProto.Type.TYPE_BYTES),
                        field("rpc_id", 3, FieldDescriptorProto.Type.TYPE_STRING),
                        field("pending_num_requested", 4, FieldDescriptorProto.Type.TYPE_INT32)))
                .addMessageType(type("SchemaRequest", field("schema_id", 1, FieldDescriptorProto.Type.TYPE_STRING)))
                .addMessageType(type(
                        "SchemaInfo",
                        field("schema_json", 1, FieldDescriptorProto.Type.TYPE_STRING),
                        field("schema_id", 2, FieldDescriptorProto.Type.TYPE_STRING),
                        field("rpc_id", 3, FieldDescriptorProto.Type.TYPE_STRING)))
                .build();
        try {
            return FileDescriptor.buildFrom(file, new FileDescriptor[0]);
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EnumValueDescriptorProto value(String name, int number) {
        return EnumValueDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .build();
    }

    private static DescriptorProto type(String name, FieldDescriptorProto... fields) {
        return DescriptorProto.newBuilder()
                .setName(name)
                .addAllField(List.of(fields))
                .build();
    }

    private static FieldDescriptorProto field(String name, int number, FieldDescriptorProto.Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .build();
    }

    private static FieldDescriptorProto field(String name, int number, String message) {
        return field(name, number, FieldDescriptorProto.Type.TYPE_MESSAGE).toBuilder()
                .setTypeName(".eventbus.v1." + message)
                .build();
    }

    private static MethodDescriptor<DynamicMessage, DynamicMessage> method(
            String name, MethodType type, String request, String response) {
        return MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                .setType(type)
                .setFullMethodName("eventbus.v1.PubSub/" + name)
                .setRequestMarshaller(ProtoUtils.marshaller(
                        DynamicMessage.getDefaultInstance(CONTRACT.findMessageTypeByName(request))))
                .setResponseMarshaller(ProtoUtils.marshaller(
                        DynamicMessage.getDefaultInstance(CONTRACT.findMessageTypeByName(response))))
                .build();
    }

    private static DynamicMessage message(String type, Map<String, ?> fields) {
        Descriptor descriptor = CONTRACT.findMessageTypeByName(type);
        DynamicMessage.Builder message = DynamicMessage.newBuilder(descriptor);
        new TreeMap<>(fields).forEach((name, value) -> message.setField(descriptor.findFieldByName(name), value));
        return message.build();
    }

    private static Object get(DynamicMessage message, String field) {
        FieldDescriptor descriptor = message.getDescriptorForType().findFieldByName(field);
        return message.getField(descriptor);
    }
}
