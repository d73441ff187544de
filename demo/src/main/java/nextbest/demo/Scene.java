package nextbest.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** Where the play takes place: what is planned, who hears of it, which deals are there, and how the day is called. */
final class Scene {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
    private static final OfficeHours OFFICE = new OfficeHours(ZoneOffset.UTC, 8, 18);

    final Agenda agenda = new Agenda();
    final Outbox outbox;
    final Tally tally;
    private final Narrator narrator;
    private final List<LiveDeal> deals = new ArrayList<>();
    private final Instant begin;
    private final Map<String, String> categories;

    /** @param categories of the catalogue's actions by key */
    Scene(Outbox outbox, Tally tally, Narrator narrator, Instant begin, Map<String, String> categories) {
        this.outbox = outbox;
        this.tally = tally;
        this.narrator = narrator;
        this.begin = begin;
        this.categories = Map.copyOf(categories);
    }

    void enter(LiveDeal deal) {
        deals.add(deal);
    }

    List<LiveDeal> openDeals(Predicate<Deal> which) {
        return deals.stream()
                .filter(deal -> deal.isOpen() && which.test(deal.deal()))
                .toList();
    }

    /** The catalogue's category of an action, empty if it is not known. */
    String categoryOf(String action) {
        return categories.getOrDefault(action, "");
    }

    /** Whether carrying out an action puts something before the client. */
    boolean meetsClient(String action) {
        String category = categoryOf(action);
        return category.equals("engagement") || category.equals("content");
    }

    /**
     * Tells people.
     *
     * @param weight 1 for what happens all the time to 5 for what everybody waits for
     */
    void tell(int weight, Instant at, String sentence) {
        LocalDate day = at.atZone(ZoneOffset.UTC).toLocalDate();
        narrator.say(weight, "day " + dayOf(day) + ", " + DAY.format(day) + ": " + sentence);
    }

    private int dayOf(LocalDate day) {
        int number = 1;
        for (LocalDate d = OFFICE.dayOf(begin); d.isBefore(day); d = d.plusDays(1)) {
            number += OFFICE.isWorkingDay(d) ? 1 : 0;
        }
        return number;
    }
}
