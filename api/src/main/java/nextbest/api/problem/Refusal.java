package nextbest.api.problem;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import nextbest.event.Violation;

/** The request is not carried out; the caller is told why and what would be. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemKind kind;
    private final transient List<Violation> violations;
    private final transient Map<String, Object> more;

    private Refusal(ProblemKind kind, String detail, List<Violation> violations, Map<String, Object> more) {
        super(detail, null, false, false);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.violations = List.copyOf(violations);
        this.more = Map.copyOf(more);
    }

    /** @param detail a sentence for people: what was expected, what was seen, what is allowed */
    public static Refusal of(ProblemKind kind, String detail) {
        return new Refusal(kind, detail, List.of(), Map.of());
    }

    /** With further members of the problem document. */
    public static Refusal with(ProblemKind kind, String detail, Map<String, Object> more) {
        return new Refusal(kind, detail, List.of(), more);
    }

    /** The values of these fields are not allowed. */
    public static Refusal invalid(List<Violation> violations) {
        return new Refusal(
                ProblemKind.INVALID,
                violations.stream().map(Violation::sentence).collect(Collectors.joining("; ")),
                violations,
                Map.of());
    }

    public static Refusal invalid(String field, String seen, String allowed) {
        return invalid(List.of(new Violation(field, seen, allowed)));
    }

    /**
     * There is no such thing, or the caller may not see it: the two must not be told apart.
     *
     * @param what for example {@code subject}
     */
    public static Refusal notFound(String what, String reference) {
        return of(
                ProblemKind.NOT_FOUND,
                "there is no " + what + " '" + new Violation("", reference, "").seen() + "' that you may see");
    }

    public ProblemKind kind() {
        return kind;
    }

    public List<Violation> violations() {
        return violations;
    }

    public Map<String, Object> more() {
        return more;
    }
}
