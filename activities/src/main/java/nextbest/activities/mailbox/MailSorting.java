package nextbest.activities.mailbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nextbest.event.EventEnvelope;
import nextbest.event.EventType;
import nextbest.event.SubjectRef;
import nextbest.identity.TenantId;
import nextbest.store.Store;
import nextbest.store.event.EventResult;
import nextbest.store.mailbox.InboundMails;
import nextbest.store.mailbox.InboundMails.Letter;
import nextbest.store.mailbox.InboundMails.Outcome;
import nextbest.store.mailbox.InboundMails.Sender;
import nextbest.store.vendor.TalkTraces;
import nextbest.store.vendor.TalkTraces.Basis;
import nextbest.store.vendor.TalkTraces.Trace;

/**
 * Says whose a mail is, and makes of it what it is. What is not clear changes nothing: it is noted as unmatched, and a person may
 * look into the mailbox.
 *
 * <p>A mail belongs to what the mail that it answers is about; otherwise to the only open deal of whoever wrote it; otherwise to the
 * writer's client. The sender of a mail can be forged, so nothing but text, an activity and signals comes of it: no answer to a card,
 * no change of a record.
 */
final class MailSorting {
    /** The source of the events. */
    static final String SOURCE = "mailbox";

    private final Store store;
    private final InboundMails mails;
    private final TalkTraces traces;

    MailSorting(Store store, InboundMails mails) {
        this.store = store;
        this.mails = mails;
        this.traces = new TalkTraces(store.database());
    }

    /** What was made of a mail, and why. */
    record Sorted(Outcome outcome, String reason, Optional<UUID> subject) {}

    Sorted sort(TenantId tenant, ReadMail mail) {
        return switch (mail.kind()) {
            case BOUNCE -> bounce(tenant, mail);
            case OUT_OF_OFFICE ->
                new Sorted(Outcome.NOTED, "away", owner(tenant, mail).map(Owner::subject));
            case AUTOMATIC -> new Sorted(Outcome.NOTED, "automatic", Optional.empty());
            case REPLY, MAIL -> written(tenant, mail);
            case UNREADABLE -> new Sorted(Outcome.REFUSED, "unreadable", Optional.empty());
        };
    }

    /** Only a bounce of a letter that we sent to that address stops it: anybody can write what looks like a bounce. */
    private Sorted bounce(TenantId tenant, ReadMail mail) {
        int stopped = 0;
        int later = 0;
        for (ReadMail.Failed failed : mail.failed()) {
            List<String> about = new ArrayList<>();
            failed.original().ifPresent(about::add);
            about.addAll(mail.answers());
            Optional<Letter> letter = mails.letter(tenant, about);
            if (letter.isPresent() && letter.get().address().equals(failed.address())) {
                if (failed.forGood()) {
                    mails.stop(tenant, failed.address(), failed.status());
                    stopped++;
                } else {
                    later++;
                }
            }
        }
        if (stopped > 0) {
            return new Sorted(Outcome.STOPPED, "addresses=" + stopped, Optional.empty());
        }
        return later > 0
                ? new Sorted(Outcome.NOTED, "not-for-good addresses=" + later, Optional.empty())
                : new Sorted(Outcome.UNMATCHED, "not-of-a-letter-of-ours", Optional.empty());
    }

    /**
     * Whose a mail is.
     *
     * @param basis why, as a key
     * @param outbound whether one of us wrote it
     */
    private record Owner(UUID subject, String basis, Optional<Sender> sender, boolean outbound) {}

    private Sorted written(TenantId tenant, ReadMail mail) {
        if (mail.text().isBlank()) {
            return new Sorted(Outcome.REFUSED, "no-text", Optional.empty());
        }
        Optional<Owner> owner = owner(tenant, mail);
        Optional<SubjectRef> subject = owner.flatMap(o -> mails.reference(tenant, o.subject()));
        if (subject.isEmpty()) {
            return new Sorted(
                    Outcome.UNMATCHED,
                    mails.sender(tenant, mail.from()).isPresent() ? "which-deal-is-not-clear" : "unknown-sender",
                    Optional.empty());
        }
        Owner of = owner.orElseThrow();
        List<EventResult> results = store.intake().take(tenant, events(tenant, mail, of, subject.get()));
        // a mail that was taken before a crash is there with an earlier moment
        boolean refused = results.stream()
                .anyMatch(r -> r instanceof EventResult.Refused refusal
                        && refusal.violations().stream()
                                .noneMatch(v -> v.field().equals("id")));
        return refused
                ? new Sorted(Outcome.REFUSED, "not-accepted", Optional.of(of.subject()))
                : new Sorted(Outcome.TAKEN, of.basis(), Optional.of(of.subject()));
    }

    private Optional<Owner> owner(TenantId tenant, ReadMail mail) {
        Optional<Sender> sender = mail.from().isEmpty() ? Optional.empty() : mails.sender(tenant, mail.from());
        Optional<Letter> letter = mails.letter(tenant, mail.answers());
        if (letter.isPresent()
                && letter.get().subject().isPresent()
                && sender.filter(s -> s.rep() && s.id().equals(letter.get().rep()))
                        .isPresent()) {
            return Optional.of(new Owner(letter.get().subject().get(), "answers-a-card", sender, true));
        }
        if (sender.isEmpty()) {
            return Optional.empty();
        }
        boolean ours = sender.get().rep();
        Optional<UUID> thread = mails.thread(tenant, mail.answers());
        if (thread.isPresent()) {
            return Optional.of(new Owner(thread.get(), "answers-a-mail", sender, ours));
        }
        Set<String> buyers = new LinkedHashSet<>();
        Set<String> reps = new LinkedHashSet<>();
        (ours ? reps : buyers).add(mail.from());
        for (String address : mail.to()) {
            mails.sender(tenant, address).ifPresent(one -> (one.rep() ? reps : buyers).add(address));
        }
        if (buyers.isEmpty()) {
            return Optional.empty();
        }
        List<Trace> found = traces.traces(
                tenant,
                new TalkTraces.Question(
                        Set.of(),
                        Set.of(),
                        "",
                        Optional.empty(),
                        buyers,
                        reps,
                        store.time().now()));
        for (Basis basis : List.of(Basis.STAKEHOLDER, Basis.CLIENT)) {
            List<Trace> like = found.stream().filter(t -> t.basis() == basis).toList();
            List<Trace> told =
                    like.size() > 1 ? like.stream().filter(Trace::ownerThere).toList() : like;
            if (told.size() == 1) {
                return Optional.of(new Owner(
                        told.getFirst().deal().value(),
                        basis == Basis.STAKEHOLDER ? "stakeholder" : "only-deal-of-the-client",
                        sender,
                        ours));
            }
        }
        return buyers.stream()
                .flatMap(address -> mails.sender(tenant, address).stream())
                .flatMap(s -> s.client().stream())
                .distinct()
                .reduce((a, b) -> a)
                .map(client -> new Owner(client, "client", sender, ours));
    }

    private List<EventEnvelope> events(TenantId tenant, ReadMail mail, Owner owner, SubjectRef subject) {
        Map<String, Object> activity = new LinkedHashMap<>();
        activity.put("kind", "email");
        activity.put("direction", owner.outbound() ? "outbound" : "inbound");
        owner.sender()
                .ifPresent(
                        s -> activity.put(s.rep() ? "rep" : "contact", Map.of("source", s.source(), "id", s.record())));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", mail.messageId());
        document.put("title", mail.subject().isBlank() ? "-" : mail.subject());
        // what we wrote is no word of the buyer's: it is kept, and not read for signals
        document.put("kind", owner.outbound() ? "OTHER" : "MAIL");
        document.put("text", mail.text());
        return List.of(
                event(tenant, mail, "document", EventType.DOCUMENT, subject, document),
                event(tenant, mail, "activity", EventType.ACTIVITY, subject, activity));
    }

    private EventEnvelope event(
            TenantId tenant, ReadMail mail, String part, EventType type, SubjectRef subject, Map<String, Object> data) {
        Instant now = store.time().now();
        return new EventEnvelope(
                SOURCE,
                part + ":" + mail.messageId(),
                type,
                EventType.VERSION,
                tenant,
                Optional.of(subject),
                now,
                now,
                EventEnvelope.Origin.OUTSIDE,
                SOURCE,
                data);
    }
}
