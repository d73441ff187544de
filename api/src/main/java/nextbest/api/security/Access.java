package nextbest.api.security;

import java.util.Optional;
import java.util.Set;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.identity.RepId;
import nextbest.store.directory.Scope;
import nextbest.store.directory.SubjectDirectory;
import nextbest.store.security.Role;
import org.springframework.stereotype.Component;

/**
 * The one place that says who may do what to which object. The role decides about the act; where the act is about a deal,
 * the rep who owns it decides about the object: a rep has the own deals, a manager those of the team, the others those of
 * the whole organisation. Objects of other organisations are out of reach for everybody: no query sees them.
 */
@Component
public final class Access {
    private final SubjectDirectory directory;

    Access(SubjectDirectory directory) {
        this.directory = directory;
    }

    /** Whether the caller's role may do this at all. */
    public boolean may(Caller caller, Act act) {
        return act.isFor(caller.role());
    }

    /**
     * Whether the caller may do this to something that belongs to a rep.
     *
     * @param owner the rep; empty if it belongs to nobody
     */
    public boolean may(Caller caller, Act act, Optional<RepId> owner) {
        return may(caller, act)
                && switch (scope(caller)) {
                    case Scope.Everything everything -> true;
                    case Scope.OfReps(Set<RepId> reps) ->
                        owner.filter(reps::contains).isPresent();
                };
    }

    /** The objects that the caller can reach, for queries. What is outside is answered like what does not exist. */
    public Scope scope(Caller caller) {
        return switch (caller.role()) {
            case REP -> new Scope.OfReps(caller.rep().map(Set::of).orElse(Set.of()));
            case MANAGER ->
                new Scope.OfReps(caller.rep()
                        .map(rep -> directory.teamOf(caller.tenant(), rep))
                        .orElse(Set.of()));
            case PRODUCT_MANAGER, OPERATOR, INTEGRATION -> new Scope.Everything();
            case MARKETING, TOP_MANAGEMENT -> new Scope.OfReps(Set.of());
        };
    }

    /** @throws Refusal if the caller's role may not do this */
    public void require(Caller caller, Act act) {
        if (!may(caller, act)) {
            throw Refusal.of(
                    ProblemKind.FORBIDDEN,
                    "the role " + caller.role() + " may not do this; allowed are " + act.allowed());
        }
    }

    /** Whether rep-level figures of a report may be shown: to the line manager, not to those who only count. */
    public boolean seesFiguresOfReps(Caller caller) {
        return caller.role() == Role.MANAGER || caller.role() == Role.OPERATOR || caller.role() == Role.INTEGRATION;
    }
}
