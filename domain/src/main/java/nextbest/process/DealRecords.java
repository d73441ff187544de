package nextbest.process;

import java.time.Instant;
import java.util.Set;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;

/** The system that keeps the record of deals: the organisation's CRM, or our own store where there is none. */
public interface DealRecords {
    /** What can be changed of a deal there; the rest is done by hand. */
    Set<RecordField> changeable(TenantId tenant, SubjectId deal);

    /** What can be put back of a deal there. */
    Set<RecordField> undoable(TenantId tenant, SubjectId deal);

    /**
     * The value as it is now.
     *
     * @param object as in {@link RecordChange}
     * @return empty text: nothing is on record
     * @throws Refused if the system does not say
     */
    String value(TenantId tenant, SubjectId deal, RecordField field, String object);

    /**
     * Makes a change; one whose key was made before changes nothing. The caller has compared {@link #value} with {@code from}.
     *
     * @throws Refused if the system does not take it
     */
    void make(TenantId tenant, RecordChange change);

    /**
     * Puts a change that was made back; a second time changes nothing. The caller has compared {@link #value} with {@code to}.
     *
     * @param at when that was asked for, business time; a repetition has the same
     * @throws Refused if the system does not take it
     */
    void undo(TenantId tenant, RecordChange change, Instant at);

    /** The system did not take a change. The message says what was expected and what was seen, without names or secrets. */
    final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Refused(String message) {
            super(message);
        }
    }
}
