package nextbest.api.connection;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import nextbest.api.problem.Refusal;
import nextbest.api.request.Body;
import nextbest.api.request.Reads;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.identity.SubjectId;
import nextbest.store.Store;
import nextbest.store.vendor.Talk;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Calls that vendors recorded: which deal each was put to, and those that a person has to put somewhere. */
@RestController
@Tag(name = "Connections")
final class CallController {
    private static final int MOST = 200;

    private final Store store;
    private final CallDesk desk;

    CallController(Store store, CallDesk desk) {
        this.store = store;
        this.desk = desk;
    }

    @Schema(description = "Recorded calls, the latest first.")
    record CallList(List<CallView> calls) {}

    @Schema(description = "A recorded call and the deal that it was put to; not what was said in it.")
    record CallView(
            @Schema(description = "The vendor's id.") String call,

            @Schema(description = "When it began, by the vendor's clock.")
            Instant began,

            @Schema(description = "Where it can be heard again.")
            Optional<String> page,

            @Schema(
                    description =
                            "LINKED: it belongs to a deal; UNLINKED: nobody is sure enough; GONE: it was deleted there.")
            Talk.State state,

            @Schema(description = "The deal; empty if it was put to none.")
            Optional<UUID> deal,

            @Schema(description = "How sure that is, 0 to 1: assigned by rule, not measured.")
            double confidence,

            @Schema(
                    description =
                            "What speaks for it: tie, stakeholder, client, domain, person or nothing; +owner: its rep"
                                    + " was there.")
            String basis,

            @Schema(description = "Deals that it could belong to, the surest first.")
            List<CandidateView> candidates,

            @Schema(description = "Who put it there; empty: the rule did.")
            Optional<String> linkedBy,

            @Schema(description = "Whether what was said in it has been read.")
            boolean heard) {}

    @Schema(description = "A deal that a call could belong to.")
    record CandidateView(
            @Schema(description = "The deal.") UUID deal,

            @Schema(description = "How sure that is, 0 to 1.")
            double confidence,

            @Schema(description = "What speaks for it.") String basis) {}

    @GetMapping("/api/v1/connections/{source}/calls")
    @Requires(Act.CONNECT)
    @Operation(
            operationId = "listCalls",
            summary = "List recorded calls by whether they belong to a deal",
            description = "At most " + MOST + ". Those that are UNLINKED wait for a person, or for their deal to become"
                    + " known; what was said in them is not read.")
    CallList calls(
            @Parameter(description = "The connection's name.") @PathVariable String source,
            @Parameter(description = "LINKED, UNLINKED or GONE; UNLINKED if it is not said.")
                    @RequestParam(required = false)
                    String state,
            Caller caller) {
        desk.requireConnection(source, caller);
        return new CallList(store.vendors().talks().list(caller.tenant(), source, state(state), MOST).stream()
                .map(CallController::view)
                .toList());
    }

    private static Talk.State state(String said) {
        if (said == null) {
            return Talk.State.UNLINKED;
        }
        return Arrays.stream(Talk.State.values())
                .filter(one -> one.name().equals(said))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid(
                        "state",
                        said,
                        "one of "
                                + Arrays.stream(Talk.State.values())
                                        .map(Talk.State::name)
                                        .collect(Collectors.joining(", "))));
    }

    private static CallView view(Talk talk) {
        return new CallView(
                talk.call(),
                talk.began(),
                talk.page(),
                talk.state(),
                talk.deal().map(SubjectId::value),
                talk.confidence(),
                talk.basis(),
                talk.candidates().stream()
                        .map(one -> new CandidateView(one.deal().value(), one.confidence(), one.basis()))
                        .toList(),
                talk.linkedBy(),
                talk.heard());
    }

    @PostMapping("/api/v1/connections/{source}/calls")
    @Requires(Act.CONNECT)
    @Operation(
            operationId = "linkCall",
            summary = "Say which deal a recorded call belongs to",
            description = "Of a call that is UNLINKED. What the buyer let us know in it becomes signals of the deal.")
    CallView link(
            @Parameter(description = "The connection's name.") @PathVariable String source,
            @Reads("CallLink") Body body,
            Caller caller) {
        String call = body.get("call", String.class);
        desk.link(caller, source, call, body.get("deal", String.class));
        return view(store.vendors()
                .talks()
                .find(caller.tenant(), source, List.of(call))
                .get(call));
    }
}
