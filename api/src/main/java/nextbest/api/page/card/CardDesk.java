package nextbest.api.page.card;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import nextbest.api.answer.Answering;
import nextbest.api.decision.Cards;
import nextbest.api.page.PageAmounts;
import nextbest.api.page.PageTexts;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Caller;
import nextbest.api.subject.Subjects;
import nextbest.fact.Keyed;
import nextbest.identity.CardId;
import nextbest.identity.RepId;
import nextbest.outcome.DismissReason;
import nextbest.outcome.KeepBackReason;
import nextbest.outcome.RepDisposition;
import nextbest.process.RecordField;
import nextbest.store.Store;
import nextbest.store.day.CardNotes;
import nextbest.store.day.CardNotes.Amount;
import nextbest.store.decision.CardView;
import nextbest.store.decision.DecisionEntry;
import nextbest.store.directory.SubjectEntry;
import nextbest.store.drafting.DraftText;
import nextbest.store.security.AuditTrail;
import nextbest.store.security.Role;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What can be done at a card, whichever way somebody came to it. */
@Component
final class CardDesk {
    private static final int MOST_STEPS = 50;

    private final Store store;
    private final Subjects subjects;
    private final Cards cards;
    private final DealCards dealCards;
    private final WholeStories stories;
    private final Answering answering;
    private final CardNotes notes;
    private final RecordDesk records;
    private final AuditTrail audit;
    private final PageTexts words;

    CardDesk(
            Store store,
            Subjects subjects,
            Cards cards,
            DealCards dealCards,
            WholeStories stories,
            Answering answering,
            CardNotes notes,
            RecordDesk records,
            AuditTrail audit,
            PageTexts words) {
        this.store = store;
        this.subjects = subjects;
        this.cards = cards;
        this.dealCards = dealCards;
        this.stories = stories;
        this.answering = answering;
        this.notes = notes;
        this.records = records;
        this.audit = audit;
        this.words = words;
    }

    /** What a form about an answer brings. */
    record Form(
            String decision,
            int position,
            String answer,
            RepDisposition disposition,
            String reason,
            String instead,
            Integer days) {}

    /**
     * What a page that led here has to tell; each may be missing.
     *
     * @param said the answer that was recorded
     * @param was the one before
     * @param late why nothing was recorded
     * @param undone key of the field that was put back
     */
    record Told(String said, String was, String late, String undone) {}

    /** Reads for a page, all in one go; whatever is written on the way has a transaction of its own. */
    <T> T look(Caller caller, Supplier<T> page) {
        return store.database().look(caller.tenant(), page);
    }

    /** Shows the card; a card that is shown to its rep is delivered by that. */
    String show(Visit visit, Told told, Model model) {
        ZoneId zone = head(visit, model);
        model.addAttribute("said", disposition(told.said()).map(Enum::name).orElse(""));
        model.addAttribute("was", disposition(told.was()).map(Enum::name).orElse(""));
        model.addAttribute("late", told.late() != null && words.knows("late." + told.late()) ? told.late() : "");
        model.addAttribute(
                "undone",
                Keyed.find(RecordField.class, told.undone()).map(Keyed::key).orElse(""));
        if (visit.subject().isOpen() && visit.caller().rep().isPresent()) {
            model.addAttribute("lately", records.lately(visit, zone).orElse(null));
        }
        Amount amount = visit.caller()
                .rep()
                .map(rep -> notes.amount(visit.caller().tenant(), rep))
                .orElse(Amount.STANDARD);
        model.addAttribute("amount", amount.name());
        try {
            CardView view = cards.current(visit.caller(), visit.subject(), "page");
            Optional<DraftText> draft = cards.draft(visit.caller().tenant(), view);
            DealCard card = dealCards.of(visit.caller(), visit.subject(), view, draft, zone, amount);
            if (!card.more().isEmpty()) {
                visit.caller().rep().ifPresent(rep -> askedFor(visit, rep, view, ""));
            }
            if (visit.caller().role() != Role.REP) {
                // the rep's own looking is in the ledger
                store.database()
                        .apart(() -> audit.noteOnce(
                                visit.caller().tenant(),
                                visit.caller().name(),
                                "saw-card",
                                "subject " + visit.subject().id(),
                                Map.of("card", view.id().toString())));
            }
            model.addAttribute("card", card);
            // what was shown is what it is compared with; if something changed meanwhile, the page will notice
            model.addAttribute("version", version(visit.subject(), Optional.of(view), draft.isPresent()));
            model.addAttribute("offers", records.offers(visit, view, card.answerable()));
            model.addAttribute("formId", store.ids().next());
            model.addAttribute("dismissReasons", names(DismissReason.values()));
            model.addAttribute("keepBackReasons", names(KeepBackReason.values()));
        } catch (Refusal refusal) {
            if (!isExplained(refusal.kind())) {
                throw refusal;
            }
            // the page is there; it is the card that is not
            model.addAttribute("noCard", refusal.kind().key());
            model.addAttribute("noCardDetail", whyNone(visit, refusal, zone));
            model.addAttribute("version", version(visit));
        }
        return "deal";
    }

    private void askedFor(Visit visit, RepId rep, CardView view, String words) {
        store.database()
                .apart(() -> notes.askedFor(
                        visit.caller().tenant(),
                        rep,
                        visit.subject().id(),
                        view.decision(),
                        words,
                        store.time().now()));
    }

    /** Why there is no card, as a page says it. */
    private String whyNone(Visit visit, Refusal refusal, ZoneId zone) {
        if (refusal.kind() != ProblemKind.DEAL_CLOSED) {
            return sentence(refusal.getMessage());
        }
        SubjectEntry.DealEntry deal = visit.subject().deal().orElseThrow();
        boolean won = deal.status() == SubjectEntry.Status.WON;
        StringBuilder text = new StringBuilder(words.say(
                deal.closedAt().isPresent() ? "deal.ended." + deal.status() : "deal.ended." + deal.status() + ".once",
                deal.closedAt().map(words.dates(zone, store.time().now())::day).orElse("")));
        deal.amount()
                .filter(amount -> won)
                .ifPresent(amount -> text.append(words.say("deal.ended.with", PageAmounts.say(amount))));
        text.append('.');
        subjects.reasonOfEnd(visit.caller(), visit.subject())
                .ifPresent(reason -> text.append(' ')
                        .append(words.say("deal.ended.because", reason.endsWith(".") ? reason : reason + ".")));
        return text.append(' ').append(words.say("deal.ended.nothing")).toString();
    }

    private static String sentence(String text) {
        return text.isEmpty()
                ? text
                : Character.toUpperCase(text.charAt(0)) + text.substring(1) + (text.endsWith(".") ? "" : ".");
    }

    private ZoneId head(Visit visit, Model model) {
        SubjectEntry subject = visit.subject();
        ZoneId zone = subjects.zoneOf(visit.caller(), subject);
        model.addAttribute("subject", subject);
        model.addAttribute("base", visit.base());
        model.addAttribute("embedded", visit.embedded());
        model.addAttribute("dates", words.dates(zone, store.time().now()));
        model.addAttribute(
                "money",
                subject.deal()
                        .flatMap(SubjectEntry.DealEntry::amount)
                        .map(PageAmounts::say)
                        .orElse(""));
        return zone;
    }

    private static boolean isExplained(ProblemKind kind) {
        return kind == ProblemKind.DEAL_CLOSED || kind == ProblemKind.NO_CARD || kind == ProblemKind.NOT_LIVE;
    }

    /** Takes an answer in and says where to go: back to the card, which says what became of the answer. */
    String answer(Visit visit, Form form) {
        Caller caller = visit.caller();
        DecisionEntry decision = ofThisDeal(visit, form.decision());
        Instant now = store.time().now();
        String was = store.decisions()
                .latestCard(caller.tenant(), visit.subject().id())
                .filter(card -> card.decision().equals(decision.id()))
                .map(card -> DealCards.said(card, form.position()))
                .orElse("");
        var said = new Answering.Said(
                // the form's own id: sent twice, it counts once
                "page-" + form.answer() + "-" + form.disposition(),
                form.position(),
                form.disposition(),
                Optional.ofNullable(form.reason()).filter(r -> !r.isBlank()),
                Optional.ofNullable(form.instead()).map(String::strip).filter(i -> !i.isEmpty()),
                Optional.ofNullable(form.days()).map(d -> now.plus(Duration.ofDays(d))),
                Optional.empty());
        try {
            answering.take(caller, decision, said, "page");
        } catch (Refusal refusal) {
            return switch (refusal.kind()) {
                case SUPERSEDED, EXPIRED, NOT_DELIVERED, INVALID ->
                    "redirect:" + visit.base() + "?late=" + refusal.kind().key();
                default -> throw refusal;
            };
        }
        return "redirect:" + visit.base() + "?said=" + form.disposition()
                + (was.isEmpty() || was.equals(form.disposition().name()) ? "" : "&was=" + was);
    }

    private DecisionEntry ofThisDeal(Visit visit, String decision) {
        DecisionEntry entry = cards.decision(visit.caller(), decision);
        if (!entry.subject().equals(visit.subject().id())) {
            throw Refusal.notFound("decision", decision);
        }
        return entry;
    }

    /** Replaces the steps that are ticked on the current card. */
    String tick(Visit visit, String card, List<Integer> steps) {
        CardView view = currentOf(visit)
                .filter(current -> current.id().toString().equals(card))
                .filter(current -> visit.caller().rep().equals(current.rep()))
                .orElse(null);
        if (view == null) {
            return "redirect:" + visit.base() + "?late=superseded";
        }
        SortedSet<Integer> done = new TreeSet<>();
        for (Integer step : steps) {
            if (step != null && step >= 1 && step <= MOST_STEPS) {
                done.add(step);
            }
        }
        notes.tick(visit.caller().tenant(), view.id(), done, store.time().now());
        return "redirect:" + visit.base();
    }

    /** Sets how much cards show this rep from now on. */
    String show(Visit visit, Amount amount) {
        visit.caller()
                .rep()
                .ifPresent(rep -> notes.show(
                        visit.caller().tenant(), rep, amount, store.time().now()));
        return "redirect:" + visit.base();
    }

    /**
     * How the current card came about.
     *
     * @param search part of the name of an action
     * @param part {@code lines}: only the lines of the score, to be put into the card's page
     */
    String why(Visit visit, String search, String part, Model model) {
        ZoneId zone = head(visit, model);
        CardView view;
        try {
            view = cards.current(visit.caller(), visit.subject(), "page");
        } catch (Refusal refusal) {
            if (isExplained(refusal.kind())) {
                // the page of the card says why there is none
                return "redirect:" + visit.base();
            }
            throw refusal;
        }
        String wanted = search == null ? "" : search.strip();
        model.addAttribute(
                "card",
                dealCards.of(
                        visit.caller(),
                        visit.subject(),
                        view,
                        cards.draft(visit.caller().tenant(), view),
                        zone,
                        Amount.STANDARD));
        model.addAttribute("story", stories.of(visit.caller(), view, zone, wanted));
        model.addAttribute("q", wanted);
        if (!wanted.isEmpty()) {
            visit.caller().rep().ifPresent(rep -> askedFor(visit, rep, view, wanted));
        }
        return "lines".equals(part) ? "why :: lines" : "why";
    }

    /** Changes when there is something new to see at the card. Looking at this delivers nothing. */
    String version(Visit visit) {
        Optional<CardView> current = currentOf(visit);
        return version(
                visit.subject(),
                current,
                current.flatMap(card -> cards.draft(visit.caller().tenant(), card))
                        .isPresent());
    }

    private static String version(SubjectEntry subject, Optional<CardView> current, boolean drafted) {
        StringBuilder state = new StringBuilder();
        subject.deal().ifPresent(deal -> state.append(deal.status()).append(deal.stageKey()));
        current.ifPresent(card -> {
            CardId id = card.id();
            state.append(id)
                    .append(drafted)
                    .append(card.state() == CardView.State.DRAFTED ? CardView.State.DELIVERED : card.state());
            card.positions()
                    .forEach(position -> state.append(DealCards.said(card, position.position()))
                            .append(';'));
        });
        return Integer.toHexString(state.toString().hashCode());
    }

    private Optional<CardView> currentOf(Visit visit) {
        return store.decisions()
                .latestCard(visit.caller().tenant(), visit.subject().id())
                .filter(card -> Cards.isCurrent(card.state()));
    }

    private static Optional<RepDisposition> disposition(String name) {
        return Arrays.stream(RepDisposition.values())
                .filter(d -> d.name().equals(name))
                .findFirst();
    }

    private static List<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Enum::name).toList();
    }
}
