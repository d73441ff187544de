package nextbest.api.subject;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Access;
import nextbest.api.security.Caller;
import nextbest.identity.SubjectId;
import nextbest.store.Store;
import nextbest.store.directory.SubjectDirectory;
import nextbest.store.directory.SubjectEntry;
import org.springframework.stereotype.Component;

/** Finds subjects for a caller. What the caller may not see is answered like what does not exist. */
@Component
public final class Subjects {
    /** Of several with one name, as many are told with what tells them apart. */
    private static final int TOLD = 5;

    private final SubjectDirectory directory;
    private final Store store;
    private final Access access;

    Subjects(SubjectDirectory directory, Store store, Access access) {
        this.directory = directory;
        this.store = store;
        this.access = access;
    }

    /**
     * @param reference our id, {@code SOURCE:ID} of another system, its {@code ID} there if only one has it, or a name that only one
     *     has
     * @throws Refusal if there is none, or several have the name
     */
    public SubjectEntry named(Caller caller, String reference) {
        return switch (directory.find(caller.tenant(), reference, access.scope(caller))) {
            case SubjectDirectory.Found.One(SubjectEntry entry) -> entry;
            case SubjectDirectory.Found.None() -> throw Refusal.notFound("subject", reference);
            case SubjectDirectory.Found.Several(List<SubjectEntry> entries) ->
                throw Refusal.with(
                        ProblemKind.AMBIGUOUS,
                        "several subjects have this name; use one of their ids: " + told(entries),
                        Map.of(
                                "subjects",
                                entries.stream().map(e -> e.id().toString()).toList()));
        };
    }

    private static String told(List<SubjectEntry> entries) {
        String told = entries.stream().limit(TOLD).map(Subjects::told).collect(Collectors.joining(", "));
        return entries.size() > TOLD ? told + " and " + (entries.size() - TOLD) + " more" : told;
    }

    private static String told(SubjectEntry entry) {
        return entry.id()
                + Stream.of(entry.deal().map(deal -> deal.stageLabel()), entry.clientName(), entry.repName())
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    /** Empty if there is none that the caller may see. */
    public Optional<SubjectEntry> find(Caller caller, SubjectId id) {
        return directory.get(caller.tenant(), id, access.scope(caller));
    }

    public SubjectDirectory.Page list(Caller caller, SubjectDirectory.Filter filter) {
        return directory.list(caller.tenant(), filter, access.scope(caller));
    }

    /** The zone that a subject's times are told in: its rep's, or the organisation's. */
    public ZoneId zoneOf(Caller caller, SubjectEntry subject) {
        return subject.rep()
                .flatMap(rep -> directory.rep(caller.tenant(), rep.toString()))
                .map(rep -> rep.zone())
                .orElseGet(() -> ZoneId.of(store.tenants().get(caller.tenant()).zone()));
    }

    /** Why a deal ended, in the words of the record; empty if it does not say. */
    public Optional<String> reasonOfEnd(Caller caller, SubjectEntry deal) {
        return directory.reasonOfEnd(caller.tenant(), deal.id());
    }

    /** How a deal ended, as a sentence; for deals that have. */
    public String ending(Caller caller, SubjectEntry deal) {
        SubjectEntry.DealEntry facts = deal.deal().orElseThrow();
        StringBuilder text = new StringBuilder("the deal ")
                .append(deal.name().map(n -> "'" + n + "' ").orElse(""))
                .append(facts.status() == SubjectEntry.Status.WON ? "was won" : "was lost");
        facts.closedAt()
                .ifPresent(at -> text.append(" on ")
                        .append(at.atZone(zoneOf(caller, deal)).toLocalDate()));
        if (facts.status() == SubjectEntry.Status.WON) {
            facts.amount()
                    .ifPresent(amount -> text.append(" with ")
                            .append(amount.amount().toPlainString())
                            .append(' ')
                            .append(amount.currency()));
        }
        reasonOfEnd(caller, deal)
                .ifPresent(reason -> text.append(" (").append(reason).append(')'));
        return text.append("; there is nothing left to recommend").toString();
    }
}
