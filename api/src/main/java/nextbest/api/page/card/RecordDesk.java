package nextbest.api.page.card;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.api.Loops;
import nextbest.api.Texts;
import nextbest.api.answer.Answering;
import nextbest.api.decision.Cards;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Caller;
import nextbest.api.subject.Subjects;
import nextbest.catalogue.ParameterKind;
import nextbest.identity.RepId;
import nextbest.outcome.RepDisposition;
import nextbest.process.DealRecords;
import nextbest.process.RecordChange;
import nextbest.process.RecordField;
import nextbest.recommendation.Argument;
import nextbest.recommendation.CardContent;
import nextbest.recommendation.Text;
import nextbest.store.Store;
import nextbest.store.decision.CardView;
import nextbest.store.decision.DecisionEntry;
import nextbest.store.process.RecordChanges;
import nextbest.store.process.RecordChanges.Made;
import nextbest.store.process.RecordChanges.Outcome;
import nextbest.store.security.AuditTrail;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/**
 * Carries out what a process recommendation proposes in the deal's record: shows old and new, asks, changes, and puts back.
 * What is changed counts as done.
 */
@Component
final class RecordDesk {
    /** So long a change can be put back from the deal's page. */
    private static final Duration UNDO = Duration.ofDays(7);

    private final Store store;
    private final RecordChanges changes;
    private final Subjects subjects;
    private final Cards cards;
    private final Answering answering;
    private final Loops loops;
    private final AuditTrail audit;
    private final Texts texts;
    private final RecordValues values;

    RecordDesk(
            Store store,
            RecordChanges changes,
            Subjects subjects,
            Cards cards,
            Answering answering,
            Loops loops,
            AuditTrail audit,
            Texts texts,
            RecordValues values) {
        this.store = store;
        this.changes = changes;
        this.subjects = subjects;
        this.cards = cards;
        this.answering = answering;
        this.loops = loops;
        this.audit = audit;
        this.texts = texts;
        this.values = values;
    }

    /** A recommendation of a card that can be carried out from it. */
    record Offer(int position, RecordField field) {
        /** Of the field's name in the message file. */
        public String key() {
            return "record." + field.key();
        }
    }

    /** A change that can be put back, in words. */
    record Lately(UUID id, String said) {}

    /** What the form of a change brings. */
    record Form(String decision, int position, String key, String from, List<String> to) {}

    /** What of a card can be carried out from it. */
    List<Offer> offers(Visit visit, CardView card, List<Integer> answerable) {
        return card.positions().stream()
                .filter(p -> answerable.contains(p.position()))
                .flatMap(p -> RecordField.changedBy(p.action()).stream()
                        .filter(field -> changes.records()
                                .changeable(
                                        visit.caller().tenant(), visit.subject().id())
                                .contains(field))
                        .filter(field ->
                                field != RecordField.CONTACT_ROLES || contact(p).isPresent())
                        .map(field -> new Offer(p.position(), field)))
                .toList();
    }

    /** What was changed of a deal lately and can be put back. */
    Optional<Lately> lately(Visit visit, ZoneId zone) {
        return changes.latest(
                        visit.caller().tenant(),
                        visit.subject().id(),
                        store.time().now().minus(UNDO))
                .filter(Made::undoable)
                .map(made -> new Lately(made.id(), values.said(visit.caller(), made.change(), zone)));
    }

    /** The page that shows old and new and asks. */
    String ask(Visit visit, int position, String now, Model model) {
        CardView card = current(visit);
        CardView.Position at = at(card, position);
        RecordField field = field(visit, card, at);
        ZoneId zone = subjects.zoneOf(visit.caller(), visit.subject());
        String object = object(field, at);
        String from =
                changes.records().value(visit.caller().tenant(), visit.subject().id(), field, object);
        model.addAttribute("subject", visit.subject());
        model.addAttribute("base", visit.base());
        model.addAttribute("embedded", visit.embedded());
        model.addAttribute("field", field.key());
        model.addAttribute("title", texts.in(zone).say(title(card, at)));
        model.addAttribute("from", from);
        model.addAttribute("fromName", values.name(visit.caller(), field, from, zone));
        model.addAttribute("decision", card.decision());
        model.addAttribute("position", position);
        model.addAttribute("formId", store.ids().next());
        model.addAttribute("now", now == null ? "" : now);
        model.addAttribute("today", store.time().now().atZone(zone).toLocalDate());
        model.addAttribute("day", field == RecordField.CLOSE_DATE ? proposedDay(card, at) : "");
        model.addAttribute("options", values.options(visit.caller(), field, title(card, at), from, zone));
        return "record";
    }

    private static String proposedDay(CardView card, CardView.Position at) {
        return title(card, at).arguments().get(ParameterKind.DATE.argument()) instanceof Argument.Day(LocalDate day)
                ? day.toString()
                : "";
    }

    private static Text title(CardView card, CardView.Position at) {
        return card.content().alternatives().stream()
                .filter(other -> other.candidate().equals(at.candidate()))
                .map(CardContent.Alternative::title)
                .findFirst()
                .orElse(card.content().title());
    }

    /** Makes the change and says where to go. */
    String make(Visit visit, Form form) {
        Caller caller = visit.caller();
        RepId rep = rep(caller);
        DecisionEntry decision = cards.decision(caller, form.decision());
        Optional<CardView> card = store.decisions()
                .latestCard(caller.tenant(), visit.subject().id())
                .filter(found -> found.decision().equals(decision.id()));
        if (card.isEmpty()) {
            return "redirect:" + visit.base() + "?late=superseded";
        }
        CardView.Position at = at(card.get(), form.position());
        RecordField field = field(visit, card.get(), at);
        Instant now = store.time().now();
        String to = values.checked(caller, subjects.zoneOf(caller, visit.subject()), field, form.to());
        if (to.equals(form.from())) {
            throw Refusal.invalid("to", to, "another value than the one on record");
        }
        RecordChange change =
                new RecordChange(form.key(), visit.subject().id(), field, object(field, at), form.from(), to, now);
        Outcome outcome;
        try {
            outcome = changes.make(
                    caller.tenant(),
                    decision.id(),
                    form.position(),
                    rep,
                    change,
                    // first, because the change may bring another card
                    () -> answer(caller, decision, form.position(), "change-" + form.key(), RepDisposition.EXECUTED));
        } catch (DealRecords.Refused e) {
            return "redirect:" + visit.base() + "?late=record-refused";
        }
        return switch (outcome) {
            case Outcome.Done(Made made, boolean again) -> {
                if (!again) {
                    note(caller, "record-changed", made.change());
                    loops.tell(caller.tenant());
                }
                yield "redirect:" + visit.base() + "?said=EXECUTED";
            }
            case Outcome.Meanwhile _ ->
                "redirect:" + visit.base() + "/record?position=" + form.position() + "&now=changed";
            case Outcome.Gone _ -> "redirect:" + visit.base() + "?late=superseded";
        };
    }

    /** Puts a change back. */
    String undo(Visit visit, UUID id) {
        Caller caller = visit.caller();
        var _ = rep(caller);
        Instant now = store.time().now();
        try {
            return switch (changes.undo(caller.tenant(), visit.subject().id(), id, now)) {
                case Outcome.Done(Made made, boolean _) -> {
                    note(caller, "record-change-undone", made.change());
                    answer(
                            caller,
                            cards.decision(caller, made.decision().toString()),
                            made.position(),
                            "undo-" + id,
                            RepDisposition.ACCEPTED);
                    loops.tell(caller.tenant());
                    yield "redirect:" + visit.base() + "?undone="
                            + made.change().field().key();
                }
                case Outcome.Meanwhile _ -> "redirect:" + visit.base() + "?late=record-moved";
                case Outcome.Gone _ -> "redirect:" + visit.base() + "?late=record-gone";
            };
        } catch (DealRecords.Refused e) {
            return "redirect:" + visit.base() + "?late=record-refused";
        }
    }

    /** A card that has moved on takes no answer, and the change stands all the same. */
    private void answer(Caller caller, DecisionEntry decision, int position, String id, RepDisposition disposition) {
        try {
            answering.take(
                    caller,
                    decision,
                    new Answering.Said(
                            id,
                            position,
                            disposition,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()),
                    "page");
        } catch (Refusal refusal) {
            if (refusal.kind() != ProblemKind.SUPERSEDED && refusal.kind() != ProblemKind.EXPIRED) {
                throw refusal;
            }
        }
    }

    private void note(Caller caller, String verb, RecordChange change) {
        audit.note(
                caller.tenant(),
                caller.name(),
                verb,
                "subject " + change.deal(),
                Map.of("field", change.field().key(), "from", change.from(), "to", change.to()));
    }

    private CardView current(Visit visit) {
        return store.decisions()
                .latestCard(visit.caller().tenant(), visit.subject().id())
                .filter(card -> Cards.isCurrent(card.state()))
                .orElseThrow(() -> Refusal.of(ProblemKind.NO_CARD, "there is no card for this subject now"));
    }

    private static CardView.Position at(CardView card, int position) {
        return card.positions().stream()
                .filter(p -> p.position() == position && p.rep().isPresent())
                .findFirst()
                .orElseThrow(() -> Refusal.invalid(
                        "position", Integer.toString(position), "a recommendation of the card that was delivered"));
    }

    private RecordField field(Visit visit, CardView card, CardView.Position at) {
        return offers(visit, card, List.of(at.position())).stream()
                .map(Offer::field)
                .findFirst()
                .orElseThrow(() -> Refusal.of(
                        ProblemKind.CONFLICT, "this recommendation is not carried out in the record of the deal"));
    }

    private static String object(RecordField field, CardView.Position at) {
        return field == RecordField.CONTACT_ROLES
                ? contact(at).map(UUID::toString).orElse("")
                : "";
    }

    /** A candidate about a person has the person's id after the colon. */
    private static Optional<UUID> contact(CardView.Position at) {
        int colon = at.candidate().lastIndexOf(':');
        try {
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(UUID.fromString(at.candidate().substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static RepId rep(Caller caller) {
        return caller.rep()
                .orElseThrow(() -> Refusal.of(
                        ProblemKind.FORBIDDEN, "only the deal's rep changes its record from a card, and you are none"));
    }
}
