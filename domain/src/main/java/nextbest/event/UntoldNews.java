package nextbest.event;

import java.util.List;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;

/** News that is stored, but of which the subject's loop has not been told yet. */
public interface UntoldNews {
    /** Names one event of a tenant. */
    record EventKey(String source, String id) {}

    /**
     * A subject with news.
     *
     * @param events what it is about; what arrives later is news again
     * @param correlationId of the latest of them
     */
    record Untold(TenantId tenant, SubjectId subject, List<EventKey> events, String correlationId) {
        public Untold {
            events = List.copyOf(events);
        }
    }

    /**
     * Takes at most so many subjects of a tenant, the longest waiting first. Nobody else gets them for a minute; what is not
     * {@link #told} by then is given out again.
     */
    List<Untold> next(TenantId tenant, int most);

    /** The loops have been told; a subject that is told twice loses nothing. */
    void told(TenantId tenant, List<Untold> subjects);
}
