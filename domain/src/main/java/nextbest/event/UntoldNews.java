package nextbest.event;

import java.util.List;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;

/** News that is stored, but of which the subject's loop has not been told yet. */
public interface UntoldNews {
    /**
     * A subject with news.
     *
     * @param events how many events it is about
     * @param correlationId of the latest of them
     * @param upTo a mark for {@link #told}: what arrives later is news again
     */
    record Untold(TenantId tenant, SubjectId subject, int events, String correlationId, long upTo) {}

    /** At most so many subjects of a tenant, the longest waiting first. */
    List<Untold> next(TenantId tenant, int most);

    /** The loops have been told; a subject that is told twice loses nothing. */
    void told(TenantId tenant, List<Untold> subjects);
}
