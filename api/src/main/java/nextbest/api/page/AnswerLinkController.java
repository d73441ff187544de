package nextbest.api.page;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import nextbest.api.answer.Answering;
import nextbest.api.decision.CardSheet;
import nextbest.api.decision.Cards;
import nextbest.api.decision.Teller;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Caller;
import nextbest.api.security.Open;
import nextbest.api.subject.Subjects;
import nextbest.outcome.DismissReason;
import nextbest.outcome.KeepBackReason;
import nextbest.outcome.RepDisposition;
import nextbest.store.Store;
import nextbest.store.decision.CardView;
import nextbest.store.decision.DecisionEntry;
import nextbest.store.directory.SubjectEntry;
import nextbest.store.security.AnswerLink;
import nextbest.store.security.AnswerLinks;
import nextbest.store.security.LinkUses;
import nextbest.store.security.Role;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Answers from a mail, without log-in. Looking at a link changes nothing, because mail scanners look at links; the button on
 * its page does, once.
 */
@Controller
final class AnswerLinkController {
    private final AnswerLinks links;
    private final LinkUses uses;
    private final Store store;
    private final Subjects subjects;
    private final Cards cards;
    private final Teller teller;
    private final Answering answering;

    AnswerLinkController(
            AnswerLinks links,
            LinkUses uses,
            Store store,
            Subjects subjects,
            Cards cards,
            Teller teller,
            Answering answering) {
        this.links = links;
        this.uses = uses;
        this.store = store;
        this.subjects = subjects;
        this.cards = cards;
        this.teller = teller;
        this.answering = answering;
    }

    @GetMapping("/a/{token}")
    @Open(why = "the link is the key, and looking changes nothing")
    String look(@PathVariable String token, Model model, HttpServletResponse response) {
        return switch (links.read(token, store.time().now())) {
            case AnswerLinks.Reading.Forged forged -> say("forged", 403, model, response);
            // an old mail opens nothing any more: whoever has it sees no current card and gets no fresh links
            case AnswerLinks.Reading.Expired(AnswerLink ignored) -> say("expired", 410, model, response);
            case AnswerLinks.Reading.Good(AnswerLink link, String nonce) -> ask(link, nonce, model, response);
        };
    }

    private String ask(AnswerLink link, String nonce, Model model, HttpServletResponse response) {
        if (uses.answerOf(link.tenant(), nonce).isPresent()) {
            return stale("used", 409, link, model, response);
        }
        Optional<CardView> card = store.decisions().card(link.tenant(), link.card());
        Optional<SubjectEntry> subject = card.flatMap(c -> subjects.find(callerOf(link), c.subject()));
        if (card.isEmpty() || subject.isEmpty()) {
            return say("not-yours", 404, model, response);
        }
        if (!subject.get().isOpen()) {
            return ended(callerOf(link), subject.get(), model, response);
        }
        if (card.get().state() == CardView.State.SUPERSEDED) {
            return stale("superseded", 409, link, model, response);
        }
        CardSheet sheet = teller.card(card.get(), subject.get(), subjects.zoneOf(callerOf(link), subject.get()));
        model.addAttribute("card", sheet);
        model.addAttribute("subject", subject.get());
        model.addAttribute("kind", link.kind().name());
        model.addAttribute("action", titleAt(sheet, link.position()));
        model.addAttribute("reasons", reasons(link.kind()));
        return "answer";
    }

    @PostMapping("/a/{token}")
    @Open(why = "the link is the key; it works once")
    String record(
            @PathVariable String token,
            @RequestParam(required = false) String reason,
            @RequestParam(required = false) Integer days,
            @RequestParam(required = false) String instead,
            Model model,
            HttpServletResponse response) {
        return switch (links.read(token, store.time().now())) {
            case AnswerLinks.Reading.Forged forged -> say("forged", 403, model, response);
            case AnswerLinks.Reading.Expired(AnswerLink ignored) -> say("expired", 410, model, response);
            case AnswerLinks.Reading.Good(AnswerLink link, String nonce) -> {
                if (uses.answerOf(link.tenant(), nonce).isPresent()) {
                    yield stale("used", 409, link, model, response);
                }
                Instant now = store.time().now();
                yield take(
                        link,
                        nonce,
                        new Answering.Said(
                                "link-" + nonce,
                                link.position(),
                                dispositionOf(link.kind()),
                                Optional.ofNullable(reason).filter(r -> !r.isBlank()),
                                Optional.ofNullable(instead)
                                        .map(String::strip)
                                        .filter(i -> !i.isEmpty() && i.length() <= 80),
                                Optional.ofNullable(days)
                                        .filter(d -> d >= 1 && d <= 90)
                                        .map(d -> now.plus(Duration.ofDays(d))),
                                Optional.empty()),
                        model,
                        response);
            }
        };
    }

    private String ended(Caller rep, SubjectEntry deal, Model model, HttpServletResponse response) {
        model.addAttribute("subject", deal);
        model.addAttribute("closed", cards.closed(rep, deal).getMessage());
        return say("closed", 410, model, response);
    }

    private String take(AnswerLink link, String nonce, Answering.Said said, Model model, HttpServletResponse response) {
        Caller rep = callerOf(link);
        try {
            DecisionEntry decision = cards.decision(rep, link.decision().toString());
            Optional<SubjectEntry> deal = subjects.find(rep, decision.subject());
            if (deal.isPresent() && !deal.get().isOpen()) {
                return ended(rep, deal.get(), model, response);
            }
            answering.take(rep, decision, said, "mail");
            // after the answer: a link must not be used up by an answer that was not written down
            var _ = uses.use(link.tenant(), nonce, said.id());
            model.addAttribute("kind", link.kind().name());
            subjects.find(rep, decision.subject()).ifPresent(subject -> model.addAttribute("subject", subject));
            return say("done", 200, model, response);
        } catch (Refusal refusal) {
            return switch (refusal.kind()) {
                case INVALID -> {
                    response.setStatus(422);
                    model.addAttribute("missing", true);
                    yield ask(link, nonce, model, response);
                }
                case SUPERSEDED -> stale("superseded", 409, link, model, response);
                case EXPIRED -> stale("expired", 410, link, model, response);
                case NOT_DELIVERED -> say("not-delivered", 409, model, response);
                case NOT_FOUND, FORBIDDEN -> say("not-yours", 404, model, response);
                default -> throw refusal;
            };
        }
    }

    /** Says why the link no longer works, and shows the current card where there is another one. */
    private String stale(String what, int status, AnswerLink link, Model model, HttpServletResponse response) {
        Caller rep = callerOf(link);
        Optional<SubjectEntry> subject =
                store.decisions().card(link.tenant(), link.card()).flatMap(card -> subjects.find(rep, card.subject()));
        subject.ifPresent(found -> {
            model.addAttribute("subject", found);
            try {
                CardView current = cards.current(rep, found, "page");
                if (!current.id().equals(link.card())) {
                    CardSheet sheet = teller.card(current, found, subjects.zoneOf(rep, found));
                    model.addAttribute("card", sheet);
                    model.addAttribute("choices", choices(link, current));
                }
            } catch (Refusal none) {
                // the page says that the link is stale; that there is no other card needs no further word
                if (none.kind() == ProblemKind.DEAL_CLOSED) {
                    model.addAttribute("closed", none.getMessage());
                }
            }
        });
        return say(what, status, model, response);
    }

    /** Links for the current card, so that a rep with an old mail can answer at once. */
    private List<Choice> choices(AnswerLink old, CardView current) {
        return Arrays.stream(AnswerLink.Kind.values())
                .map(kind -> new Choice(
                        kind.name(),
                        links.url(new AnswerLink(
                                old.tenant(),
                                current.id(),
                                current.decision(),
                                1,
                                kind,
                                old.rep(),
                                current.expiresAt()))))
                .toList();
    }

    /** A way to answer the current card. */
    record Choice(String kind, String url) {}

    private static String say(String what, int status, Model model, HttpServletResponse response) {
        response.setStatus(status);
        model.addAttribute("what", what);
        return "answered";
    }

    /** The holder of a link may do what the rep may, and nothing else. */
    private static Caller callerOf(AnswerLink link) {
        return new Caller(link.tenant(), Role.REP, Optional.of(link.rep()), "answer link", "answer-link");
    }

    private static String titleAt(CardSheet sheet, int position) {
        return sheet.alternatives().stream()
                .filter(other -> other.position() == position)
                .map(CardSheet.AlternativeView::title)
                .findFirst()
                .orElse(sheet.title());
    }

    private static RepDisposition dispositionOf(AnswerLink.Kind kind) {
        return switch (kind) {
            case ACCEPT -> RepDisposition.ACCEPTED;
            case DISMISS -> RepDisposition.DISMISSED;
            case KEEP_BACK -> RepDisposition.KEPT_BACK;
            case SNOOZE -> RepDisposition.SNOOZED;
            case OVERRIDE -> RepDisposition.OVERRIDDEN;
        };
    }

    private static List<String> reasons(AnswerLink.Kind kind) {
        return switch (kind) {
            case DISMISS ->
                Arrays.stream(DismissReason.values()).map(Enum::name).toList();
            case KEEP_BACK ->
                Arrays.stream(KeepBackReason.values()).map(Enum::name).toList();
            case ACCEPT, SNOOZE, OVERRIDE -> List.of();
        };
    }
}
