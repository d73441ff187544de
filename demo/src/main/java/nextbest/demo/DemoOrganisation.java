package nextbest.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import nextbest.deal.ActivityKind;
import nextbest.deal.StageKind;
import nextbest.signal.SignalType;

/**
 * A made-up vendor of industrial sensors and software: two desks, reps in Europe and the United States, products, clients,
 * material, closed deals of the last eighteen months and open ones. A function of seed, size and moment: the same arguments
 * give the same events. Amounts are in euros.
 *
 * <p>Deals take their course by chance, one working day at a time; what truly helps is said by {@link PlantedEffect}.
 */
public final class DemoOrganisation {
    /** How people call the organisation. */
    public static final String NAME = "Sample Sensors";

    /** The system that all ids of the organisation belong to. */
    public static final String SOURCE = EventDraft.SOURCE;

    private static final int PAST_DAYS = 540;
    /** When people, products and material became known: before the first deal. */
    private static final int KNOWN_DAYS = 800;

    /** The stages in which deals are open, as often as they are to be found there. */
    private static final List<StageKind> OPEN_STAGES = List.of(
            StageKind.DISCOVERY,
            StageKind.PROPOSAL,
            StageKind.DISCOVERY,
            StageKind.NEGOTIATION,
            StageKind.PROSPECTING,
            StageKind.PROPOSAL,
            StageKind.DISCOVERY,
            StageKind.NEGOTIATION);

    private final long seed;
    private final DemoSize size;
    private final Instant now;
    private final Vendor vendor;

    private DemoOrganisation(long seed, DemoSize size, Instant now) {
        this.seed = seed;
        this.size = Objects.requireNonNull(size, "size");
        this.now = Objects.requireNonNull(now, "now");
        this.vendor = Vendor.of(seed, size);
    }

    static DemoOrganisation of(long seed, DemoSize size, Instant now) {
        return new DemoOrganisation(seed, size, now);
    }

    /**
     * All events of the organisation up to {@code now}, in the form that {@code POST /api/v1/events} takes: people, products
     * and material, then the past deal by deal, then the open deals. What an event refers to comes before it.
     *
     * @param now business time; nothing happens later
     */
    public static List<Map<String, Object>> generate(long seed, DemoSize size, Instant now) {
        DemoOrganisation organisation = of(seed, size, now);
        List<Map<String, Object>> events = new ArrayList<>(organisation.background());
        events.addAll(organisation.history());
        organisation.openDeals(now, "").forEach(open -> events.addAll(open.events()));
        return List.copyOf(events);
    }

    Vendor vendor() {
        return vendor;
    }

    /** People, products, clients, material. */
    List<Map<String, Object>> background() {
        Instant since = now.minus(Duration.ofDays(KNOWN_DAYS));
        List<Map<String, Object>> events = new ArrayList<>(People.events(seed, vendor, since, now));
        events.addAll(Material.events(since, now));
        return events;
    }

    /** Closed deals, the events of each together. */
    List<Map<String, Object>> history() {
        List<Map<String, Object>> events = new ArrayList<>();
        for (int i = 1; i <= size.closedDeals(); i++) {
            Chance chance = Chance.of(seed, "closed", "" + i);
            Deal deal = Deal.of(chance, "closed-" + i, vendor);
            DealLife life = DealLife.walk(chance, deal.buyer());
            // the end is chosen, not the beginning: otherwise slow deals would be missing among the recent ones
            int room = Math.max(1, PAST_DAYS - life.days() * 7 / 5);
            Instant around = now.minus(Duration.ofDays(1 + chance.below(room)));
            events.addAll(told(deal, life, deal.hours().workingDayBefore(around), chance));
        }
        return events;
    }

    /**
     * Deals that are open at a moment, in all stages.
     *
     * @param prefix of their ids, for a second set of deals
     */
    List<OpenDeal> openDeals(Instant at, String prefix) {
        List<OpenDeal> open = new ArrayList<>();
        for (int i = 1; i <= size.openDeals(); i++) {
            StageKind wanted = OPEN_STAGES.get(i % OPEN_STAGES.size());
            open.add(openDeal(prefix + "open-" + i, wanted, at));
        }
        return open;
    }

    private OpenDeal openDeal(String id, StageKind wanted, Instant at) {
        for (int attempt = 0; ; attempt++) {
            Chance chance = Chance.of(seed, "open", id, "" + attempt);
            Deal deal = Deal.of(chance, id, vendor);
            Optional<DealLife> life = DealLife.walk(chance, deal.buyer()).cutIn(wanted, chance);
            if (life.isPresent()) {
                LocalDate last = deal.hours().workingDayBefore(at);
                List<Map<String, Object>> events = told(deal, life.get(), last, chance);
                return new OpenDeal(deal, life.get().replayed(deal.buyer()), events);
            }
        }
    }

    /** A deal that begins while the simulation runs. */
    Deal newDeal(String id) {
        return Deal.of(Chance.of(seed, "new", id), id, vendor);
    }

    /** A life as events, ending on a given local day. */
    private static List<Map<String, Object>> told(Deal deal, DealLife life, LocalDate last, Chance chance) {
        DealNews news = DealNews.past(deal);
        OfficeHours hours = deal.hours();
        LocalDate first = hours.plusWorkingDays(last, -life.days());
        List<Map<String, Object>> events = new ArrayList<>();
        events.add(news.opened(hours.on(first, 0.5)));
        for (DealLife.Step step : life.steps()) {
            Instant at = hours.on(hours.plusWorkingDays(first, step.day()), step.share());
            switch (step) {
                case DealLife.Step.Said said -> said(deal, news, said.signal(), at, chance, events);
                case DealLife.Step.Done done ->
                    events.add(news.did(at, Habit.kindOf(done.action()), done.action(), chance.within(5, 45)));
                case DealLife.Step.Talked talked -> events.add(news.talked(at, ActivityKind.EMAIL, talked.inbound()));
                case DealLife.Step.Moved moved -> events.add(news.moved(at, moved.from(), moved.to()));
                case DealLife.Step.Won won ->
                    events.add(news.won(at, Math.round(deal.amount() * chance.between(0.85, 1.05) / 100) * 100));
                case DealLife.Step.Lost lost -> events.add(news.lost(at, lost.reason()));
            }
        }
        return events;
    }

    private static void said(
            Deal deal, DealNews news, SignalType signal, Instant at, Chance chance, List<Map<String, Object>> events) {
        String topic = Phrases.topic(signal, deal, chance);
        if (signal == SignalType.DEMO_COMPLETED) {
            events.add(news.talked(at, ActivityKind.DEMO, true));
        }
        events.add(news.said(at, signal, topic));
        if (chance.happens(0.08)) {
            events.add(news.noted(at, Phrases.note(deal, signal, topic)));
        }
    }
}
