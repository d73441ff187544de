package nextbest.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import nextbest.deal.ActivityKind;
import nextbest.deal.Direction;
import nextbest.deal.StageKind;
import nextbest.deal.StakeholderRole;
import nextbest.event.EventType;
import nextbest.signal.SignalType;

/** Writes what happens in one deal as events, with ids that count up. */
final class DealNews {
    private final Deal deal;
    private final String prefix;
    private final boolean live;
    private int written;

    private DealNews(Deal deal, String prefix, boolean live) {
        this.deal = deal;
        this.prefix = prefix;
        this.live = live;
    }

    /** News of the past: known when it happened. */
    static DealNews past(Deal deal) {
        return new DealNews(deal, deal.id() + "/", false);
    }

    /**
     * News as it happens: known when it arrives.
     *
     * @param run tells the runs of the simulation apart, so that no id comes twice
     */
    static DealNews live(Deal deal, String run) {
        return new DealNews(deal, deal.id() + "/" + run + "/", true);
    }

    private EventDraft event(EventType type, Instant at) {
        String id = prefix + ++written;
        EventDraft draft = live ? EventDraft.live(type, id, at) : EventDraft.past(type, id, at);
        return draft.deal(deal.id());
    }

    /** The deal comes into being. */
    Map<String, Object> opened(Instant at) {
        List<Vendor.Contact> people = deal.client().contacts();
        return event(EventType.DEAL, at)
                .with("name", deal.name())
                .with("stage", StageKind.PROSPECTING)
                .euros("amount", deal.amount())
                .with("createdAt", at)
                .with("closeDate", closeDate(at))
                .with("client", deal.client().id())
                .with("rep", deal.rep().id())
                .with(
                        "products",
                        deal.products().stream().map(Vendor.Product::id).toList())
                .with("techStack", List.of(deal.technology()))
                .with(
                        "stakeholders",
                        people.subList(0, Math.min(2, people.size())).stream()
                                .map(Vendor.Contact::id)
                                .toList())
                .map();
    }

    /** A first guess: about three months after it began. */
    private LocalDate closeDate(Instant at) {
        return deal.hours().dayOf(at.plus(Duration.ofDays(90)));
    }

    /** Some of what is known of an open deal beside what was said. */
    Map<String, Object> facts(Instant at, Instant nextMeeting) {
        return event(EventType.DEAL, at).with("nextMeetingAt", nextMeeting).map();
    }

    Map<String, Object> said(Instant at, SignalType signal, String topic) {
        EventDraft draft = event(EventType.SIGNAL, at)
                .with("signal", signal)
                .with("contact", speaker(signal))
                .with("quote", Phrases.quote(signal, topic));
        return topic.isEmpty() ? draft.map() : draft.with("topic", topic).map();
    }

    private String speaker(SignalType signal) {
        StakeholderRole role = switch (signal) {
            case BUDGET_DISCUSSED, ROI_DISCUSSED, BUDGET_APPROVAL_NEEDED, DISCOUNT_REQUESTED, PRICING_DISCUSSED ->
                StakeholderRole.ECONOMIC_BUYER;
            case TECHNICAL_REVIEW_NEEDED, TECHNICAL_VALIDATION_NEEDED, INTEGRATION_DISCUSSED, SECURITY_REVIEW_STARTED ->
                StakeholderRole.TECHNICAL_BUYER;
            case NEW_STAKEHOLDER -> StakeholderRole.PROCUREMENT;
            default -> StakeholderRole.CHAMPION;
        };
        List<Vendor.Contact> people = deal.client().contacts();
        return people.stream()
                .filter(person -> person.roles().contains(role))
                .findFirst()
                .orElse(people.getFirst())
                .id();
    }

    /** The rep carries out an action of the catalogue. */
    Map<String, Object> did(Instant at, ActivityKind kind, String action, int minutes) {
        return event(EventType.ACTIVITY, at)
                .with("kind", kind)
                .with("direction", kind == ActivityKind.EMAIL ? Direction.OUTBOUND : Direction.BOTH)
                .with("contact", deal.client().contacts().getFirst().id())
                .with("rep", deal.rep().id())
                .with("minutes", minutes)
                .with("action", action)
                .map();
    }

    Map<String, Object> talked(Instant at, ActivityKind kind, boolean inbound) {
        return event(EventType.ACTIVITY, at)
                .with("kind", kind)
                .with("direction", inbound ? Direction.INBOUND : Direction.OUTBOUND)
                .with("contact", deal.client().contacts().getFirst().id())
                .with("rep", deal.rep().id())
                .map();
    }

    Map<String, Object> noted(Instant at, String text) {
        return event(EventType.NOTE, at)
                .with("text", text)
                .with("author", deal.rep().id())
                .map();
    }

    Map<String, Object> moved(Instant at, StageKind from, StageKind to) {
        return event(EventType.STAGE_CHANGE, at)
                .with("stage", to)
                .with("from", from)
                .map();
    }

    Map<String, Object> won(Instant at, long amount) {
        return event(EventType.OUTCOME, at)
                .with("kind", "WON")
                .euros("amount", amount)
                .map();
    }

    Map<String, Object> lost(Instant at, String reason) {
        return event(EventType.OUTCOME, at)
                .with("kind", "LOST")
                .with("reason", reason)
                .map();
    }
}
