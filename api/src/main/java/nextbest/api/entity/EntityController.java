package nextbest.api.entity;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import nextbest.api.problem.Refusal;
import nextbest.api.request.Body;
import nextbest.api.request.Reads;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.store.entity.EntityKind;
import nextbest.store.entity.EntityQueue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** One client, contact, product or competitor under several names. */
@RestController
@Tag(name = "Names")
final class EntityController {
    private static final int MOST = 500;

    private final Entities entities;

    EntityController(Entities entities) {
        this.entities = entities;
    }

    @Schema(name = "NamePair", description = "Two names that may be one thing.")
    record PairView(
            UUID match,

            @Schema(description = "CLIENT, CONTACT, PRODUCT, DEAL, COMPETITOR, INDUSTRY or COUNTRY.")
            String kind,

            @Schema(description = "The name that is given up.")
            String from,

            @Schema(description = "The name that is kept.") String into,

            @Schema(description = "Our id of the record that is given up; absent for words.")
            Optional<UUID> fromId,

            @Schema(description = "Our id of the record that is kept; absent for words.")
            Optional<UUID> intoId,

            @Schema(description = "How sure it is, 0 to 1, by rule and not measured; from 0.95 nobody is asked.")
            double confidence,

            @Schema(
                    description =
                            "SAME_LETTERS, LEGAL_FORM, MISSPELLED, INITIALS, COMMON_WORDS, SAME_ADDRESS, USUAL_WORD, SYNONYM, TOLD, or"
                                    + " what a source said.")
            String reason,

            @Schema(description = "OPEN, MERGED, DIFFERENT, SUBSIDIARY or SPLIT.")
            String state,

            @Schema(description = "Whether it was merged without asking.")
            boolean automatic,

            @Schema(description = "How many values the merge changed.")
            int moved,

            Instant foundAt,
            Optional<Instant> decidedAt,
            Optional<String> decidedBy) {
        static PairView of(EntityQueue.Match m) {
            return new PairView(
                    m.id(),
                    m.kind().name(),
                    m.from(),
                    m.into(),
                    m.fromId(),
                    m.intoId(),
                    m.confidence(),
                    m.reason(),
                    m.state().name(),
                    m.automatic(),
                    m.moved(),
                    m.foundAt(),
                    m.decidedAt(),
                    m.decidedBy());
        }
    }

    @Schema(name = "NamePairs", description = "Pairs, and how many there are in each state.")
    record PairsView(List<PairView> pairs, Map<String, Integer> counts) {}

    @GetMapping("/api/v1/entities")
    @Requires(Act.HARMONISE)
    @Operation(
            operationId = "listNamePairs",
            summary = "List names that may be one thing",
            description =
                    "OPEN: the queue, the surest first. MERGED: what is one by now, also without asking; each can be split"
                            + " again.")
    PairsView list(
            @Parameter(description = "OPEN, MERGED, DIFFERENT, SUBSIDIARY or SPLIT.")
                    @RequestParam(defaultValue = "OPEN")
                    String state,
            @Parameter(description = "At most so many, 1 to 500.") @RequestParam(defaultValue = "100") int limit,
            Caller caller) {
        if (limit < 1 || limit > MOST) {
            throw Refusal.invalid("limit", Integer.toString(limit), "1 to " + MOST);
        }
        EntityQueue.State wanted = Arrays.stream(EntityQueue.State.values())
                .filter(s -> s.name().equals(state))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid("state", state, "OPEN, MERGED, DIFFERENT, SUBSIDIARY or SPLIT"));
        return new PairsView(
                entities.in(caller, wanted, limit).stream().map(PairView::of).toList(),
                entities.count(caller).entrySet().stream()
                        .collect(Collectors.toMap(
                                e -> e.getKey().name(), Map.Entry::getValue, (a, b) -> a, java.util.TreeMap::new)));
    }

    @Schema(name = "NamesFound", description = "What looking brought.")
    record FoundView(
            @Schema(description = "Pairs that were sure enough to be merged at once.")
            int merged,

            @Schema(description = "New pairs that wait for an answer.")
            int waiting) {}

    @PostMapping("/api/v1/entities/look")
    @Requires(Act.HARMONISE)
    @Operation(
            operationId = "lookForNames",
            summary = "Look for names that may be one thing",
            description =
                    "Compares clients, contacts, products, competitors, industries and countries. Pairs that were found before"
                            + " are not found again.")
    FoundView look(Caller caller) {
        EntityQueue.Found found = entities.look(caller);
        return new FoundView(found.merged(), found.waiting());
    }

    @PostMapping("/api/v1/entity-answers")
    @Requires(Act.HARMONISE)
    @Operation(
            operationId = "answerNames",
            summary = "Say what two names are to each other",
            description =
                    "SAME merges them: deals, holdings, activities, signals, documents and contacts are carried over, and what"
                            + " comes later under either name goes to the one that is kept. SPLIT takes a merge back, with everything that"
                            + " was carried over and what came since. DIFFERENT and SPLIT pairs are never asked about again.")
    PairView answer(@Reads("NameAnswer") Body body, Caller caller) {
        String match = body.get("match", String.class);
        return PairView.of(entities.answer(caller, match, EntityQueue.Answer.valueOf(body.get("answer", String.class)))
                .orElseThrow(() -> Refusal.invalid("match", match, "the id of a pair (GET /api/v1/entities)")));
    }

    @PostMapping("/api/v1/entity-merges")
    @Requires(Act.HARMONISE)
    @Operation(
            operationId = "mergeRecords",
            summary = "Merge two records that nobody had found",
            description = "As SAME in answer to a pair; it can be split in the same way.")
    PairView merge(@Reads("RecordMerge") Body body, Caller caller) {
        return PairView.of(entities.merge(
                caller,
                EntityKind.valueOf(body.get("kind", String.class)),
                body.get("from", String.class),
                body.get("into", String.class)));
    }
}
