package nextbest.event;

import java.util.Locale;
import java.util.Objects;
import nextbest.identity.ExternalRef;

/**
 * The deal or client that an event is about, as its sender names it.
 *
 * @param kind deal or client
 * @param source the system whose id this is
 * @param id the identifier there
 */
public record SubjectRef(Kind kind, String source, String id) {
    /** What can be a subject of the loop. */
    public enum Kind {
        DEAL,
        CLIENT;

        /** The name on the wire: {@code deal} or {@code client}. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public SubjectRef {
        Objects.requireNonNull(kind, "kind");
        var checked = new ExternalRef(source, kind.wire(), id);
        source = checked.source();
        id = checked.id();
    }

    public ExternalRef external() {
        return new ExternalRef(source, kind.wire(), id);
    }
}
