package nextbest.api.connection;

import java.util.List;
import java.util.Map;
import nextbest.api.Lines;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Caller;
import nextbest.api.subject.Subjects;
import nextbest.event.SubjectRef;
import nextbest.store.Store;
import nextbest.store.directory.SubjectEntry;
import nextbest.store.security.AuditTrail;
import nextbest.store.vendor.Talk;
import org.springframework.stereotype.Component;

/** Puts calls to deals at the word of a person, from the page and over the API alike. */
@Component
public final class CallDesk {
    private final Store store;
    private final Subjects subjects;
    private final Lines lines;
    private final AuditTrail audit;

    CallDesk(Store store, Subjects subjects, Lines lines, AuditTrail audit) {
        this.store = store;
        this.subjects = subjects;
        this.lines = lines;
        this.audit = audit;
    }

    /** @throws Refusal if the caller's organisation has no such connection */
    void requireConnection(String source, Caller caller) {
        if (store.vendors().connections().find(caller.tenant(), source).isEmpty()) {
            throw Refusal.notFound("connection", source);
        }
    }

    /**
     * Says which deal a call belongs to.
     *
     * @param reference of the deal, as {@link Subjects#named} reads it
     * @return the deal
     * @throws Refusal if there is no such connection, call or deal, or somebody was quicker
     */
    public SubjectEntry link(Caller caller, String source, String call, String reference) {
        requireConnection(source, caller);
        Map<String, Talk> found = store.vendors().talks().find(caller.tenant(), source, List.of(call));
        if (found.isEmpty() || found.get(call).state() != Talk.State.UNLINKED) {
            throw Refusal.invalid("call", call, "the id of a call that GET .../calls lists as UNLINKED");
        }
        SubjectEntry deal = subjects.named(caller, reference);
        if (deal.kind() != SubjectRef.Kind.DEAL) {
            throw Refusal.invalid("deal", reference, "a deal, not a client");
        }
        if (!store.vendors().talks().link(caller.tenant(), source, call, deal.id(), caller.name())) {
            throw Refusal.invalid("call", call, "a call that nobody has put to a deal meanwhile");
        }
        audit.note(
                caller.tenant(),
                caller.name(),
                "link-call",
                "connection " + source,
                Map.of("call", call, "deal", deal.id().toString()));
        lines.called(caller.tenant(), source);
        return deal;
    }
}
