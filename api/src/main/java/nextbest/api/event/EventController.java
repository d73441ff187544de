package nextbest.api.event;

import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.api.Loops;
import nextbest.api.event.EventOutcomes.EventOutcome;
import nextbest.api.event.EventOutcomes.Status;
import nextbest.api.request.Body;
import nextbest.api.request.Correlation;
import nextbest.api.request.Reads;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.event.EventEnvelope;
import nextbest.event.InvalidEvent;
import nextbest.event.Violation;
import nextbest.identity.SubjectId;
import nextbest.store.Store;
import nextbest.store.clock.BusinessTime;
import nextbest.store.event.EventIntake;
import nextbest.store.event.EventResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Takes news in. */
@RestController
@Tag(name = "Events")
final class EventController {
    private static final Logger LOG = LoggerFactory.getLogger(EventController.class);

    private final EventReader reader;
    private final EventIntake intake;
    private final BusinessTime time;
    private final Loops loops;
    private final MeterRegistry meters;

    EventController(EventReader reader, Store store, BusinessTime time, Loops loops, MeterRegistry meters) {
        this.reader = reader;
        this.intake = store.intake();
        this.time = time;
        this.loops = loops;
        this.meters = meters;
    }

    @PostMapping("/api/v1/events")
    @Requires(Act.SEND_EVENTS)
    @Operation(
            operationId = "sendEvents",
            summary = "Send news of deals, clients, people and products",
            description = "Takes at most 1,000 events of at most 5 MB. Each is stored once, under its source and id, or"
                    + " refused by itself with the fields that are wrong; the others are not affected. Entities must be"
                    + " sent before, or in the same batch as, what refers to them. A field that is null says that the"
                    + " value is known to be absent; a field that is missing says nothing.")
    EventOutcomes send(
            @Reads("EventBatch") Body body,
            @Parameter(
                            description = "Whether another batch follows at once, as in a first load: the events are"
                                    + " stored at full speed, and the deals are looked at after the last batch, or at"
                                    + " the next sweep if that never comes.")
                    @RequestParam(defaultValue = "false")
                    boolean more,
            Caller caller,
            HttpServletRequest request) {
        List<?> items = body.items("events");
        EventOutcome[] outcomes = new EventOutcome[items.size()];
        List<EventEnvelope> good = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        Instant now = time.now();
        for (int i = 0; i < items.size(); i++) {
            try {
                good.add(reader.read(items.get(i), caller.tenant(), Correlation.of(request), now));
                places.add(i);
            } catch (InvalidEvent e) {
                outcomes[i] = new EventOutcome(i, idOf(items.get(i)), Status.REFUSED, Optional.empty(), e.violations());
            }
        }
        List<EventResult> results = intake.take(caller.tenant(), good);
        for (int i = 0; i < results.size(); i++) {
            outcomes[places.get(i)] = outcome(places.get(i), good.get(i).id(), results.get(i));
        }
        EventOutcomes answer = summary(List.of(outcomes));
        // the last batch of several may hold nothing new and still be what the others waited for
        if (!more && !items.isEmpty()) {
            tell(caller);
        }
        return answer;
    }

    private void tell(Caller caller) {
        try {
            loops.tell(caller.tenant());
        } catch (RuntimeException e) {
            // the events are stored; the sweep of the inbox tells the workflows later
            LOG.warn("the workflows could not be told of news at once", e);
            meters.counter("nextbest.news.untold").increment();
        }
    }

    private EventOutcomes summary(List<EventOutcome> outcomes) {
        int accepted = count(outcomes, Status.ACCEPTED);
        int duplicates = count(outcomes, Status.DUPLICATE);
        int refused = count(outcomes, Status.REFUSED);
        meters.counter("nextbest.events", "result", "accepted").increment(accepted);
        meters.counter("nextbest.events", "result", "duplicate").increment(duplicates);
        meters.counter("nextbest.events", "result", "refused").increment(refused);
        return new EventOutcomes(accepted, duplicates, refused, outcomes);
    }

    private static int count(List<EventOutcome> outcomes, Status status) {
        return (int) outcomes.stream().filter(o -> o.status() == status).count();
    }

    private static EventOutcome outcome(int index, String id, EventResult result) {
        return switch (result) {
            case EventResult.Accepted(Optional<SubjectId> subject) ->
                new EventOutcome(index, Optional.of(id), Status.ACCEPTED, uuid(subject), List.of());
            case EventResult.Duplicate(Optional<SubjectId> subject) ->
                new EventOutcome(index, Optional.of(id), Status.DUPLICATE, uuid(subject), List.of());
            case EventResult.Refused(List<Violation> violations) ->
                new EventOutcome(index, Optional.of(id), Status.REFUSED, Optional.empty(), violations);
        };
    }

    private static Optional<UUID> uuid(Optional<SubjectId> subject) {
        return subject.map(SubjectId::value);
    }

    private static Optional<String> idOf(Object item) {
        return item instanceof Map<?, ?> event && event.get("id") instanceof String id && id.length() <= 255
                ? Optional.of(id)
                : Optional.empty();
    }
}
