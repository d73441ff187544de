package nextbest.api.approval;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Caller;
import nextbest.store.Store;
import nextbest.store.approval.Approvals;
import nextbest.store.report.Trend;
import nextbest.store.security.AuditTrail;
import org.springframework.stereotype.Component;

/** Asks for approval, answers, and carries the answer out; each step is in the audit trail. */
@Component
public final class Approving {
    /** The most that is listed: what waits first. */
    static final int MOST = 50;

    /** The most characters of a reason. */
    public static final int MOST_WORDS = 300;

    private final Store store;
    private final AuditTrail audit;

    Approving(Store store, AuditTrail audit) {
        this.store = store;
        this.audit = audit;
    }

    /** What waits, then what was answered last. */
    public List<Approvals.Entry> latest(Caller caller) {
        return store.approvals().latest(caller.tenant(), MOST);
    }

    /** Whether nothing of the kind decides here before a manager approved it. */
    public boolean isNeeded(Caller caller) {
        return store.tenants().settings(caller.tenant()).managersApprove();
    }

    /** Says whether managers must approve. */
    public void need(Caller caller, boolean needed) {
        store.tenants()
                .setSettings(
                        caller.tenant(),
                        store.tenants().settings(caller.tenant()).withManagersApprove(needed));
        audit.note(caller.tenant(), caller.name(), needed ? "approvals-on" : "approvals-off", "tenant", Map.of());
    }

    /**
     * Asks managers to approve a release of the catalogue.
     *
     * @throws Refusal if there is no such version, or it is in force
     */
    public Approvals.Entry ask(Caller caller, String version, String note) {
        if (store.catalogues().find(caller.tenant(), version).isEmpty()) {
            throw Refusal.notFound("catalogue", version);
        }
        if (store.catalogues().of(caller.tenant()).version().equals(version)) {
            throw Refusal.of(ProblemKind.CONFLICT, "catalogue " + version + " is in force already");
        }
        if (note.length() > MOST_WORDS) {
            throw Refusal.invalid("note", note.length() + " characters", "at most " + MOST_WORDS + " characters");
        }
        Approvals.Entry entry = store.approvals()
                .ask(
                        caller.tenant(),
                        Approvals.Kind.CATALOGUE,
                        version,
                        note.strip(),
                        caller.name(),
                        store.time().now());
        audit.note(caller.tenant(), caller.name(), "ask-for-approval", "catalogue " + version, Map.of());
        return entry;
    }

    /**
     * Approves or refuses, and carries it out. The first answer holds.
     *
     * @param reason kept with the answer
     * @throws Refusal if there is nothing of this id, it was answered already, or the reason is missing
     */
    public Approvals.Entry answer(Caller caller, String id, boolean approve, String reason) {
        if (reason.isBlank() || reason.length() > MOST_WORDS) {
            throw Refusal.invalid("reason", reason.length() + " characters", "1 to " + MOST_WORDS + " characters");
        }
        Approvals.Entry entry = find(caller, id).orElseThrow(() -> Refusal.notFound("approval", id));
        if (caller.name().equals(entry.askedBy())) {
            throw Refusal.of(ProblemKind.FORBIDDEN, "who asks for an approval cannot give it");
        }
        Approvals.Given given = new Approvals.Given(
                approve ? Approvals.Answer.APPROVED : Approvals.Answer.REFUSED,
                reason.strip(),
                caller.name(),
                store.time().now());
        // first the answer, then the deed: of two managers who answer at once, one is told that the other did
        if (!store.approvals().answer(caller.tenant(), entry.id(), given)) {
            Approvals.Given before =
                    find(caller, id).flatMap(Approvals.Entry::given).orElse(given);
            throw Refusal.of(
                    ProblemKind.CONFLICT,
                    "this was answered already: " + before.answer() + " by " + before.by() + ", " + before.reason());
        }
        audit.note(
                caller.tenant(),
                caller.name(),
                approve ? "approve" : "refuse",
                entry.kind().name().toLowerCase(java.util.Locale.ROOT) + " " + entry.item(),
                Map.of("askedBy", entry.askedBy(), "reason", given.reason()));
        carryOut(caller, entry, given);
        return new Approvals.Entry(
                entry.id(),
                entry.kind(),
                entry.item(),
                entry.note(),
                entry.askedBy(),
                entry.askedAt(),
                Optional.of(given));
    }

    private void carryOut(Caller caller, Approvals.Entry entry, Approvals.Given given) {
        boolean approved = given.answer() == Approvals.Answer.APPROVED;
        switch (entry.kind()) {
            case CATALOGUE -> {
                if (approved
                        && !store.catalogues().of(caller.tenant()).version().equals(entry.item())) {
                    store.catalogues().publish(caller.tenant(), entry.item(), entry.askedBy());
                }
            }
            case MODEL ->
                store.retrainings()
                        .answer(
                                caller.tenant(),
                                Integer.parseInt(entry.item()),
                                approved,
                                (approved ? "approved by " : "refused by ") + given.by() + ": " + given.reason(),
                                given.at());
        }
    }

    private Optional<Approvals.Entry> find(Caller caller, String id) {
        Optional<UUID> known = Trend.id(id);
        return known.flatMap(uuid -> store.approvals().find(caller.tenant(), uuid));
    }
}
