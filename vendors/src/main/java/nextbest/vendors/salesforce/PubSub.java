package nextbest.vendors.salesforce;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import nextbest.vendors.port.ChangeFeed;
import nextbest.vendors.port.VendorTrouble;
import nextbest.vendors.port.VendorTrouble.Cause;
import nextbest.vendors.salesforce.PubSubMessages.Event;
import nextbest.vendors.salesforce.PubSubMessages.Fetch;
import nextbest.vendors.salesforce.PubSubMessages.Fetched;
import nextbest.vendors.salesforce.PubSubMessages.Preset;

/**
 * Change events over the Pub/Sub API. Events come as fast as they are asked for and no faster; the place in the stream is kept by
 * whoever listens. Nothing of an event is believed: the records that it names are read again, also those of a gap.
 */
final class PubSub implements ChangeFeed {
    /** So many events are on their way at most; new ones are asked for when half of them came. */
    private static final int WINDOW = 100;
    /** A listening ends when it has so many: they are kept before more are asked for. */
    private static final int ENOUGH = 500;
    /** What follows that soon after an event is taken along with it. */
    private static final Duration AFTER = Duration.ofMillis(50);

    private static final int LONGEST_MESSAGE = 8_000_000;
    private static final Duration SCHEMA_DEADLINE = Duration.ofSeconds(20);

    /**
     * Where and what is listened to.
     *
     * @param address {@code https://HOST:PORT}
     * @param instance address of the org
     * @param organisation its id
     */
    record Place(URI address, URI instance, String organisation, String topic) {}

    private final Place place;
    private final SalesforceAccess access;
    private final EventSchemas schemas;

    PubSub(Place place, SalesforceAccess access, EventSchemas schemas) {
        this.place = Objects.requireNonNull(place, "place");
        this.access = Objects.requireNonNull(access, "access");
        this.schemas = Objects.requireNonNull(schemas, "schemas");
    }

    @Override
    public News next(Optional<String> from, Duration patience) {
        String token = access.token(Optional.empty());
        try {
            return listen(token, from, patience);
        } catch (StatusRuntimeException refused) {
            if (refused.getStatus().getCode() != Status.Code.UNAUTHENTICATED) {
                return lost(refused, from);
            }
        }
        try {
            // a session may end before its time: one more attempt with a new token
            return listen(access.token(Optional.of(token)), from, patience);
        } catch (StatusRuntimeException refused) {
            return lost(refused, from);
        }
    }

    /** A place that the vendor keeps no longer is given up: the stream goes on from now, and what was missed is looked for. */
    private static News lost(StatusRuntimeException refused, Optional<String> from) {
        Status.Code code = refused.getStatus().getCode();
        boolean unknown = code == Status.Code.INVALID_ARGUMENT || code == Status.Code.OUT_OF_RANGE;
        if (unknown && from.isPresent()) {
            return new News(List.of(), Optional.empty(), true);
        }
        throw trouble(refused);
    }

    private News listen(String token, Optional<String> from, Duration patience) {
        ManagedChannel channel = channel();
        try {
            Metadata who = new Metadata();
            who.put(key("accesstoken"), token);
            who.put(key("instanceurl"), place.instance().toString());
            who.put(key("tenantid"), place.organisation());
            io.grpc.Channel authorised =
                    ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(who));
            return collect(authorised, from, patience);
        } finally {
            channel.shutdownNow();
        }
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    private ManagedChannel channel() {
        boolean open = "http".equals(place.address().getScheme());
        int port = place.address().getPort() < 0 ? 443 : place.address().getPort();
        NettyChannelBuilder channel =
                NettyChannelBuilder.forAddress(place.address().getHost(), port).maxInboundMessageSize(LONGEST_MESSAGE);
        // credentials go unencrypted to this machine only, which the settings see to
        return (open ? channel.usePlaintext() : channel.useTransportSecurity()).build();
    }

    private News collect(io.grpc.Channel channel, Optional<String> from, Duration patience) {
        Stream stream = new Stream();
        var unused = ClientCalls.asyncBidiStreamingCall(
                channel.newCall(PubSubMessages.SUBSCRIBE, CallOptions.DEFAULT), stream);
        assert unused != null;
        ByteString replay = from.map(
                        text -> ByteString.copyFrom(Base64.getDecoder().decode(text)))
                .orElse(ByteString.EMPTY);
        stream.ask(new Fetch(place.topic(), from.isPresent() ? Preset.CUSTOM : Preset.LATEST, replay, WINDOW));
        int outstanding = WINDOW;
        Map<String, String> calls = new LinkedHashMap<>();
        boolean missed = false;
        long left = patience.toNanos();
        try {
            while (calls.size() < ENOUGH) {
                Optional<Fetched> fetched = calls.isEmpty() ? stream.next(left) : stream.more(left);
                if (fetched.isEmpty()) {
                    break;
                }
                for (Event event : fetched.get().events()) {
                    EventSchemas.Header header = header(channel, event);
                    calls.put(event.id(), ChangeEvents.kept(event.id(), header));
                    missed |= ChangeEvents.missed(header);
                    replay = event.replay();
                }
                if (fetched.get().events().isEmpty() && !fetched.get().latest().isEmpty()) {
                    // a sign of life: the place moves on without events
                    replay = fetched.get().latest();
                }
                // counted here: what a message says is still to come has come by the time it is read
                outstanding -= fetched.get().events().size();
                if (outstanding < WINDOW / 2) {
                    stream.ask(new Fetch(place.topic(), Preset.LATEST, ByteString.EMPTY, WINDOW - outstanding));
                    outstanding = WINDOW;
                }
                left = calls.isEmpty() ? left - stream.waited() : AFTER.toNanos();
                if (left <= 0) {
                    break;
                }
            }
        } finally {
            stream.end();
        }
        Optional<String> reached = replay.isEmpty()
                ? Optional.empty()
                : Optional.of(Base64.getEncoder().encodeToString(replay.toByteArray()));
        return new News(new ArrayList<>(calls.values()), reached, missed);
    }

    /** An event that cannot be read holds up none behind it: what it was about is looked for among everything. */
    private EventSchemas.Header header(io.grpc.Channel channel, Event event) {
        try {
            return schemas.header(event, id -> schema(channel, id));
        } catch (VendorTrouble e) {
            return EventSchemas.Header.UNREADABLE;
        }
    }

    private static String schema(io.grpc.Channel channel, String id) {
        return ClientCalls.blockingUnaryCall(
                channel,
                PubSubMessages.SCHEMA,
                CallOptions.DEFAULT.withDeadlineAfter(SCHEMA_DEADLINE.toMillis(), TimeUnit.MILLISECONDS),
                id);
    }

    private static VendorTrouble trouble(StatusRuntimeException refused) {
        Cause cause = switch (refused.getStatus().getCode()) {
            case UNAUTHENTICATED -> Cause.UNAUTHORISED;
            case PERMISSION_DENIED -> Cause.FORBIDDEN;
            case RESOURCE_EXHAUSTED -> Cause.THROTTLED;
            case INVALID_ARGUMENT, NOT_FOUND, UNIMPLEMENTED, FAILED_PRECONDITION, OUT_OF_RANGE, ALREADY_EXISTS ->
                Cause.REJECTED;
            case OK, CANCELLED, UNKNOWN, DEADLINE_EXCEEDED, ABORTED, INTERNAL, UNAVAILABLE, DATA_LOSS ->
                Cause.UNAVAILABLE;
        };
        // descriptions may quote what was sent
        return new VendorTrouble(
                cause,
                "listen to change events: Salesforce answered with "
                        + refused.getStatus().getCode());
    }

    /** What comes is queued; how it ended comes last. */
    private static final class Stream implements ClientResponseObserver<Fetch, Fetched> {
        private final BlockingQueue<Object> queue = new LinkedBlockingQueue<>();
        private ClientCallStreamObserver<Fetch> requests;
        private long waited;

        @Override
        public void beforeStart(ClientCallStreamObserver<Fetch> stream) {
            requests = stream;
        }

        @Override
        public void onNext(Fetched fetched) {
            queue.add(fetched);
        }

        @Override
        public void onError(Throwable e) {
            queue.add(e);
        }

        @Override
        public void onCompleted() {
            queue.add(Status.UNAVAILABLE.asRuntimeException());
        }

        void ask(Fetch fetch) {
            requests.onNext(fetch);
        }

        /** Empty if nothing came within so many nanoseconds. */
        Optional<Fetched> next(long nanos) {
            long before = System.nanoTime();
            try {
                Object came = queue.poll(nanos, TimeUnit.NANOSECONDS);
                return switch (came) {
                    case null -> Optional.empty();
                    case Fetched fetched -> Optional.of(fetched);
                    case StatusRuntimeException e -> throw e;
                    default -> throw Status.fromThrowable((Throwable) came).asRuntimeException();
                };
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new VendorTrouble(Cause.UNAVAILABLE, "listen to change events: given up");
            } finally {
                waited = System.nanoTime() - before;
            }
        }

        /** As {@link #next}; an end is no trouble for what came before it. */
        Optional<Fetched> more(long nanos) {
            try {
                return next(nanos);
            } catch (StatusRuntimeException end) {
                return Optional.empty();
            }
        }

        long waited() {
            return waited;
        }

        void end() {
            requests.cancel("enough for now", null);
        }
    }
}
