package nextbest.api.product;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import nextbest.api.request.Body;
import nextbest.api.request.Reads;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.reading.OntologyFile;
import nextbest.store.Store;
import nextbest.topics.Concept;
import nextbest.topics.Ontology;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether an organisation's file fits its data: before it is released, and without changing anything. */
@RestController
@Tag(name = "Products")
final class OntologyCheckController {
    /** Where the names of each kind stand in the data, with how often. */
    private static final Map<Concept.Kind, String> SEEN = new EnumMap<>(
            Map.of(
                    Concept.Kind.PRODUCT,
                    "select p.name, (select count(*) from deal d where d.tenant = p.tenant and d.product_id = p.id) + (select count(*) from holding h where h.tenant = p.tenant and h.product_id = p.id)"
                            + " from product p where p.tenant = ? and p.merged_into is null",
                    Concept.Kind.INDUSTRY,
                    "select industry, count(*) from client where tenant = ? and industry is not null and merged_into is null group by industry",
                    Concept.Kind.STAGE,
                    "select s.label, (select count(*) from deal d where d.tenant = s.tenant and d.stage_key = s.key) from stage s where s.tenant = ?",
                    Concept.Kind.DESK,
                    "select k.name, (select count(*) from rep r where r.tenant = k.tenant and r.desk_id = k.id) from desk k where k.tenant = ?",
                    Concept.Kind.BOOK,
                    "select b.name, (select count(*) from client c where c.tenant = b.tenant and c.book_id = b.id) from book b where b.tenant = ?",
                    Concept.Kind.ROLE,
                    "select x.role, count(*) from contact c cross join unnest(c.roles) as x(role) where c.tenant = ? group by x.role",
                    Concept.Kind.REASON,
                    "select reason, count(*) from deal_outcome where tenant = ? and reason is not null and not retracted group by reason"));

    private final Store store;

    OntologyCheckController(Store store) {
        this.store = store;
    }

    @Schema(name = "OntologyMismatch", description = "A name that is in one place only.")
    record MismatchView(
            @Schema(description = "product, industry, stage, desk, book, role or reason.")
            String kind,

            String name,

            @Schema(description = "How often it is in the data; 0 for an entry that the data do not know.")
            int times,

            @Schema(description = "The key of an entry that is spelled almost the same.")
            Optional<String> perhaps) {}

    @Schema(name = "OntologyCheck", description = "What would have to be changed.")
    record CheckView(
            @Schema(description = "What makes the file no ontology, with lines; empty if it can be released.")
            List<String> problems,

            @Schema(description = "Entries by section.") Map<String, Integer> entries,

            @Schema(description = "Sections of which the data have names and the file has none.")
            List<String> missingSections,

            @Schema(description = "Names in the data that the file does not know.")
            List<MismatchView> notInFile,

            @Schema(description = "Entries of the file that the data do not know.")
            List<MismatchView> notInData) {}

    @PostMapping("/api/v1/ontology-checks")
    @Requires(Act.CHANGE_ONTOLOGY)
    @Operation(
            operationId = "checkOntology",
            summary = "Check a file of names against the data",
            description =
                    "Says what is wrong with the file, what is missing in it, and what does not match the data; changes nothing.")
    CheckView check(@Reads("OntologyRelease") Body body, Caller caller) {
        return switch (OntologyFile.read("yaml", body.get("yaml", String.class))) {
            case OntologyFile.Result.Invalid invalid ->
                new CheckView(invalid.problems(), Map.of(), List.of(), List.of(), List.of());
            case OntologyFile.Result.Valid valid -> compared(valid.ontology(), caller);
        };
    }

    private CheckView compared(Ontology ontology, Caller caller) {
        Map<Concept.Kind, Map<String, Integer>> seen = new EnumMap<>(Concept.Kind.class);
        store.database()
                .doInTenant(
                        caller.tenant(),
                        transaction -> SEEN.forEach((kind, sql) -> {
                            Map<String, Integer> names = new LinkedHashMap<>();
                            transaction
                                    .fetch(sql, caller.tenant().value())
                                    .forEach(r ->
                                            names.merge(r.get(0, String.class), r.get(1, Integer.class), Integer::sum));
                            // a name that nothing uses yet is there all the same
                            names.replaceAll((name, times) -> Math.max(1, times));
                            if (!names.isEmpty()) {
                                seen.put(kind, names);
                            }
                        }));
        Map<String, Integer> entries = new LinkedHashMap<>();
        for (Concept.Kind kind : Concept.Kind.values()) {
            entries.put(word(kind), ontology.all(kind).size());
        }
        List<Ontology.Mismatch> all = ontology.compare(seen);
        return new CheckView(
                List.of(),
                entries,
                seen.keySet().stream()
                        .filter(kind -> ontology.all(kind).isEmpty())
                        .map(OntologyCheckController::word)
                        .toList(),
                all.stream()
                        .filter(m -> m.times() > 0)
                        .map(OntologyCheckController::view)
                        .toList(),
                all.stream()
                        .filter(m -> m.times() == 0)
                        .map(OntologyCheckController::view)
                        .toList());
    }

    private static MismatchView view(Ontology.Mismatch m) {
        return new MismatchView(word(m.kind()), m.name(), m.times(), m.suggestion());
    }

    private static String word(Concept.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
