package nextbest.api.person;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nextbest.api.Loops;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.identity.ExternalRef;
import nextbest.store.Store;
import nextbest.store.privacy.People;
import nextbest.store.privacy.Person;
import nextbest.store.privacy.Traces;
import nextbest.store.security.AuditTrail;
import nextbest.workflows.Histories;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Export and erasure of a person. */
@RestController
@Tag(name = "People")
final class PersonController {
    private final People people;
    private final Loops loops;
    private final AuditTrail audit;

    PersonController(Store store, Loops loops, AuditTrail audit) {
        this.people = new People(store.database(), store.time());
        this.loops = loops;
        this.audit = audit;
    }

    @Schema(description = "Everything that is stored of a person.")
    record PersonExport(
            @Schema(description = "Our id.") UUID person,
            Person.Kind kind,

            @Schema(description = "Every name that was ever sent.")
            List<String> names,

            @Schema(description = "Every mail address that was ever sent.")
            List<String> addresses,

            @Schema(description = "What the sources call the person, as SOURCE:ID.")
            List<String> references,

            @Schema(description = "Business time.") Instant at,

            @Schema(description = "By table: rows that are about the person or name them.")
            Map<String, List<Map<String, Object>>> rows,

            @Schema(description = "By table and column: records of what decisions saw that name the person.")
            Map<String, Long> packedRecords) {}

    @Schema(description = "An erasure with its proof.")
    record ErasureProof(
            @Schema(description = "Our id; it stays, so that counts still add up, and tells nothing.")
            UUID person,

            Person.Kind kind,
            @Schema(description = "Business time.") Instant at,

            @Schema(description = "Rows that named the person, by table and column.")
            Map<String, Long> found,

            @Schema(description = "Rows that were rewritten.")
            Map<String, Long> rewritten,

            @Schema(description = "Rows that name the person after that, found by looking through every column again.")
            Map<String, Long> left,

            @Schema(description = "What the workflow server keeps of the organisation, looked through afterwards.")
            HistorySearch histories,

            @Schema(description = "Deals that are decided anew, because their cards spoke of the person.")
            int dealsDecidedAnew) {}

    @Schema(description = "A search through the workflow server's histories.")
    record HistorySearch(
            long workflows,
            long events,

            @Schema(description = "Workflows that name the person.")
            long found) {}

    @GetMapping("/api/v1/people/{id}")
    @Requires(Act.EXPORT_PERSON)
    @Operation(
            operationId = "exportPerson",
            summary = "Hand out everything that is stored of a person",
            description =
                    "A contact of a client, or a rep. Every table is looked through, for rows that belong to the person"
                            + " and for rows that name them. It is written to the audit trail.")
    PersonExport export(
            @Parameter(description = "Our id, SOURCE:ID, or a mail address that only one person has.") @PathVariable
                    String id,
            Caller caller) {
        People.Export export = people.export(caller.tenant(), id).orElseThrow(() -> Refusal.notFound("person", id));
        audit.note(
                caller.tenant(),
                caller.name(),
                "export-person",
                export.person().id().toString(),
                Map.of());
        return new PersonExport(
                export.person().id(),
                export.person().kind(),
                List.copyOf(export.person().names()),
                List.copyOf(export.person().addresses()),
                export.person().references().stream()
                        .map(PersonController::written)
                        .toList(),
                export.at(),
                export.rows(),
                export.packed());
    }

    private static String written(ExternalRef reference) {
        return reference.source() + ":" + reference.id();
    }

    @PostMapping("/api/v1/people/{id}/erasure")
    @Requires(Act.ERASE_PERSON)
    @Operation(
            operationId = "erasePerson",
            summary = "Erase a person, and prove it",
            description =
                    "For good. Names, addresses and what the sources call the person are taken out of every row; nobody"
                            + " may be contacted under what is left; a source that sends the person again is refused. Then every column"
                            + " and every history is looked through again, and the answer says what was found. Decisions that the person"
                            + " was named in stay recorded and are no longer replayable. Backups are another matter: docs/privacy.md.")
    ErasureProof erase(
            @Parameter(description = "Our id, SOURCE:ID, or a mail address that only one person has.") @PathVariable
                    String id,
            Caller caller) {
        People.Erasure erasure = people.erase(caller.tenant(), id).orElseThrow(() -> Refusal.notFound("person", id));
        loops.decideAnew(caller.tenant(), erasure.deals());
        Traces traces = Traces.of(erasure.person());
        Histories.Search histories = loops.searchHistories(caller.tenant(), traces::in);
        audit.note(
                caller.tenant(),
                caller.name(),
                "erase-person",
                erasure.person().id().toString(),
                Map.of("rewritten", erasure.rewritten(), "left", erasure.left(), "inHistories", histories.found()));
        return new ErasureProof(
                erasure.person().id(),
                erasure.person().kind(),
                erasure.at(),
                erasure.found(),
                erasure.rewritten(),
                erasure.left(),
                new HistorySearch(histories.workflows(), histories.events(), histories.found()),
                erasure.deals().size());
    }
}
