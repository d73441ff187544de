package nextbest.api.subject;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.api.problem.Refuses;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.event.SubjectRef;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.store.directory.RepEntry;
import nextbest.store.directory.SubjectDirectory;
import nextbest.store.directory.SubjectEntry;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists and names subjects. */
@RestController
@Tag(name = "Subjects")
final class SubjectController {
    private static final int MOST = 200;

    private final Subjects subjects;
    private final SubjectDirectory directory;

    SubjectController(Subjects subjects, SubjectDirectory directory) {
        this.subjects = subjects;
        this.directory = directory;
    }

    @Schema(description = "A part of a list of subjects.")
    record SubjectPage(
            @Schema(description = "The subjects in the order in which they became known.")
            List<SubjectView> subjects,

            @Schema(description = "Pass this as after to get the next part; absent after the last.")
            Optional<UUID> next) {}

    @GetMapping("/api/v1/subjects")
    @Requires(Act.READ_SUBJECTS)
    @Operation(
            operationId = "listSubjects",
            summary = "List deals and clients",
            description = "Those that the caller may see: a rep the own ones, a manager the team's. In parts: ask again"
                    + " with after until no next is given.")
    SubjectPage list(
            @Parameter(description = "deal or client.", example = "deal") @RequestParam(required = false) String kind,
            @Parameter(description = "Deals that are OPEN, WON or LOST.") @RequestParam(required = false) String status,
            @Parameter(description = "Subjects of a rep: our id, SOURCE:ID or mail address.")
                    @RequestParam(required = false)
                    String rep,
            @Parameter(description = "Part of the name, any case.") @RequestParam(required = false) String q,
            @Parameter(description = "What next was in the part before.") @RequestParam(required = false) String after,
            @Parameter(description = "How many, 1 to 200; 50 if it is not said.") @RequestParam(required = false)
                    Integer limit,
            Caller caller) {
        int most = limit == null ? 50 : limit;
        if (most < 1 || most > MOST) {
            throw Refusal.invalid("limit", Integer.toString(most), "1 to " + MOST);
        }
        Optional<RepId> of = Optional.ofNullable(rep)
                .map(reference -> directory
                        .rep(caller.tenant(), reference)
                        .map(RepEntry::id)
                        .orElseThrow(
                                () -> Refusal.invalid("rep", reference, "our id, SOURCE:ID or mail address of a rep")));
        SubjectDirectory.Page page = subjects.list(
                caller,
                new SubjectDirectory.Filter(
                        choice("kind", kind, SubjectRef.Kind.class),
                        choice("status", status, SubjectEntry.Status.class),
                        of,
                        Optional.ofNullable(q).filter(text -> !text.isBlank()),
                        Optional.ofNullable(after).map(SubjectController::id),
                        most));
        return new SubjectPage(
                page.entries().stream().map(SubjectView::of).toList(),
                page.next().map(SubjectId::value));
    }

    @GetMapping("/api/v1/subjects/{id}")
    @Requires(Act.READ_SUBJECTS)
    @Refuses(ProblemKind.AMBIGUOUS)
    @Operation(
            operationId = "readSubject",
            summary = "Read one deal or client",
            description = "By our id, by SOURCE:ID of another system, or by a name that only one has.")
    SubjectView one(@Parameter(description = "Our id, SOURCE:ID, or a name.") @PathVariable String id, Caller caller) {
        return SubjectView.of(subjects.named(caller, id));
    }

    private static SubjectId id(String text) {
        try {
            return SubjectId.parse(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("after", text, "what next was in the part before");
        }
    }

    private static <E extends Enum<E>> Optional<E> choice(String name, String value, Class<E> type) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Enum.valueOf(type, value.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid(name, value, "one of " + java.util.Arrays.toString(type.getEnumConstants()));
        }
    }
}
