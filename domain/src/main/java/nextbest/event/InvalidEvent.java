package nextbest.event;

import java.util.List;
import java.util.stream.Collectors;

/** An event was refused; every reason is listed at once. Only this event is lost, the rest of its batch goes on. */
public final class InvalidEvent extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    public InvalidEvent(List<Violation> violations) {
        super(violations.stream().map(Violation::sentence).collect(Collectors.joining("; ")));
        this.violations = List.copyOf(violations);
    }

    public List<Violation> violations() {
        return violations;
    }
}
