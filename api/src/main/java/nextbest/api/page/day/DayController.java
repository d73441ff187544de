package nextbest.api.page.day;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import nextbest.api.Texts;
import nextbest.api.page.Frame;
import nextbest.api.page.PageAmounts;
import nextbest.api.page.PageDates;
import nextbest.api.page.PageTexts;
import nextbest.api.security.Access;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.catalogue.ActionType;
import nextbest.catalogue.Catalogue;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.outcome.RepDisposition;
import nextbest.recommendation.Urgency;
import nextbest.store.Store;
import nextbest.store.day.DayBook;
import nextbest.store.decision.CardView;
import nextbest.store.decision.CurrentCards;
import nextbest.store.directory.SubjectDirectory;
import nextbest.store.security.Role;
import nextbest.store.tenant.Tenants;
import nextbest.time.WorkCalendar;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** My day: a rep's deals in the order that fits the hours; for others the open deals that they may see. */
@Controller
final class DayController {
    /** More open deals than this are neither counted nor sorted. */
    private static final int MOST_DEALS = 20_000;

    private static final int MOST_SHOWN = 60;
    private static final int MOST_RESULTS = 8;
    private static final Duration RESULTS_OF = Duration.ofDays(120);
    /** Minutes of an action that the catalogue does not know any more. */
    private static final int USUAL_EFFORT = 15;

    private final Store store;
    private final DayBook book;
    private final CurrentCards cards;
    private final Trainings trainings;
    private final SubjectDirectory directory;
    private final Access access;
    private final Frame frame;
    private final Texts texts;
    private final PageTexts words;

    DayController(Store store, SubjectDirectory directory, Access access, Frame frame, Texts texts, PageTexts words) {
        this.store = store;
        this.book = new DayBook(store.database());
        this.cards = new CurrentCards(store.database());
        this.trainings = new Trainings(store);
        this.directory = directory;
        this.access = access;
        this.frame = frame;
        this.texts = texts;
        this.words = words;
    }

    /** Where a deal stands for its rep. */
    enum Standing {
        /** A recommendation waits for an answer. */
        WAITING,
        /** The rep said yes, and it is not done yet. */
        ACCEPTED,
        SNOOZED,
        /** Answered otherwise, expired, or without a card. */
        QUIET
    }

    /** A deal in a list. */
    record Row(
            SubjectId id,
            String name,
            String facts,
            String rep,
            String title,
            String points,
            String urgency,
            String state,
            String at,
            int minutes) {}

    /** What came of an answer. */
    record Came(SubjectId subject, String deal, String action, String key, String instead, String on) {}

    @GetMapping("/my-day")
    @Requires(Act.READ_SUBJECTS)
    String day(@RequestParam(required = false) String q, Caller caller, Model model) {
        return store.database().look(caller.tenant(), () -> page(q, caller, model));
    }

    private String page(String q, Caller caller, Model model) {
        frame.around(caller, model, Frame.Room.DAY);
        Instant now = store.time().now();
        String wanted = q == null ? "" : q.strip().toLowerCase(Locale.ROOT);
        List<DayBook.Entry> all = book.openDeals(caller.tenant(), access.scope(caller), MOST_DEALS);
        Map<Standing, List<DayBook.Entry>> by = new EnumMap<>(Standing.class);
        for (Standing standing : Standing.values()) {
            by.put(standing, List.of());
        }
        by.putAll(all.stream()
                .filter(e -> wanted.isEmpty() || fits(e, wanted))
                .sorted(order())
                .collect(Collectors.groupingBy(
                        e -> standing(e, now), () -> new EnumMap<>(Standing.class), Collectors.toList())));
        Optional<DayBook.Hours> hours = caller.role() == Role.REP
                ? caller.rep().flatMap(rep -> book.hours(caller.tenant(), rep, now))
                : Optional.empty();
        ZoneId zone = hours.map(DayBook.Hours::zone)
                .orElseGet(() -> ZoneId.of(store.tenants().get(caller.tenant()).zone()));
        Shelf shelf = new Shelf(caller, words.dates(zone, now), texts.in(zone));
        List<DayBook.Entry> todo = new java.util.ArrayList<>(by.get(Standing.ACCEPTED));
        todo.addAll(by.get(Standing.WAITING));
        todo.sort(order());
        Catalogue catalogue = store.maker().catalogue(caller.tenant());
        DayPlan plan = DayPlan.of(
                todo,
                hours.orElse(new DayBook.Hours(zone, 9, 17, OptionalInt.empty(), 0)),
                WorkCalendar.mondayToFriday(zone),
                now,
                entry -> effort(catalogue, entry));
        boolean own = hours.isPresent();
        List<DayBook.Entry> planned =
                own ? plan.slots().stream().map(DayPlan.Slot::entry).toList() : List.of();
        List<DayBook.Entry> others = own ? plan.rest() : todo;
        shelf.fetch(List.of(planned, first(others), first(by.get(Standing.SNOOZED)), first(by.get(Standing.QUIET))));
        model.addAttribute("own", own);
        model.addAttribute(
                "noMail",
                own
                        && caller.rep()
                                .flatMap(rep -> directory.rep(caller.tenant(), rep.toString()))
                                .filter(rep -> rep.email().isEmpty())
                                .isPresent());
        model.addAttribute("plan", plan);
        model.addAttribute("planDay", shelf.dates.day(plan.day()));
        model.addAttribute("today", plan.day().equals(shelf.dates.today()));
        model.addAttribute(
                "slots",
                plan.slots().stream()
                        .limit(own ? MOST_SHOWN : 0)
                        .map(slot -> shelf.row(slot.entry(), shelf.dates.time(slot.from()), slot.minutes()))
                        .toList());
        model.addAttribute("others", shelf.rows(others));
        model.addAttribute("othersTotal", others.size());
        model.addAttribute("snoozed", shelf.rows(by.get(Standing.SNOOZED)));
        model.addAttribute("snoozedTotal", by.get(Standing.SNOOZED).size());
        model.addAttribute("quiet", shelf.rows(by.get(Standing.QUIET)));
        model.addAttribute("quietTotal", by.get(Standing.QUIET).size());
        model.addAttribute("total", all.size());
        model.addAttribute("q", q == null ? "" : q.strip());
        model.addAttribute("trainings", own ? trainings(caller, shelf) : List.of());
        model.addAttribute("results", own ? results(caller, shelf, now) : List.of());
        return "my-day";
    }

    private static boolean fits(DayBook.Entry entry, String wanted) {
        return entry.name().orElse("").toLowerCase(Locale.ROOT).contains(wanted)
                || entry.client().orElse("").toLowerCase(Locale.ROOT).contains(wanted)
                || entry.rep().orElse("").toLowerCase(Locale.ROOT).contains(wanted);
    }

    private static Comparator<DayBook.Entry> order() {
        return Comparator.comparing((DayBook.Entry e) ->
                        e.card().map(card -> rank(card.urgency())).orElse(3))
                .thenComparing(e -> e.card().map(card -> -card.points()).orElse(1))
                .thenComparing(e -> e.subject().value());
    }

    private static int rank(Urgency urgency) {
        return switch (urgency) {
            case HIGH -> 0;
            case MEDIUM -> 1;
            case LOW -> 2;
        };
    }

    private static Standing standing(DayBook.Entry entry, Instant now) {
        if (entry.card().isEmpty()) {
            return Standing.QUIET;
        }
        DayBook.Card card = entry.card().get();
        RepDisposition said = card.said().orElse(RepDisposition.NO_ANSWER);
        boolean over =
                card.state() == CardView.State.EXPIRED || !card.expiresAt().isAfter(now);
        return switch (said) {
            case NO_ANSWER, VIEWED -> over ? Standing.QUIET : Standing.WAITING;
            case ACCEPTED -> over ? Standing.QUIET : Standing.ACCEPTED;
            case SNOOZED -> {
                boolean asleep =
                        card.snoozedUntil().filter(until -> !until.isAfter(now)).isEmpty();
                yield asleep ? Standing.SNOOZED : over ? Standing.QUIET : Standing.WAITING;
            }
            case DISMISSED, KEPT_BACK, OVERRIDDEN, EXECUTED, IGNORED -> Standing.QUIET;
        };
    }

    private static int effort(Catalogue catalogue, DayBook.Entry entry) {
        return entry.card()
                .flatMap(card -> catalogue.action(card.action()))
                .map((ActionType action) -> action.requirements().effortMinutes())
                .orElse(USUAL_EFFORT);
    }

    private static List<DayBook.Entry> first(List<DayBook.Entry> entries) {
        return entries.subList(0, Math.min(MOST_SHOWN, entries.size()));
    }

    private List<Came> results(Caller caller, Shelf shelf, Instant now) {
        Set<RepId> me = caller.rep().map(Set::of).orElse(Set.of());
        return book.results(caller.tenant(), me, now.minus(RESULTS_OF), MOST_RESULTS).stream()
                .map(r -> new Came(
                        r.subject(),
                        r.name().orElse(r.subject().toString()),
                        shelf.voice.say("action." + r.action() + ".name"),
                        "came." + deed(r.said()) + "." + fate(r),
                        r.instead().map(shelf.voice::nameOf).orElse(""),
                        shelf.dates.near(r.saidAt())))
                .toList();
    }

    private List<String> trainings(Caller caller, Shelf shelf) {
        return caller.rep().map(rep -> trainings.of(caller.tenant(), rep)).orElse(List.of()).stream()
                .map(gap -> words.say(
                        "day.training." + gap.rate(),
                        shelf.voice.say("action." + gap.action() + ".name"),
                        gap.own().successes(),
                        gap.own().trials(),
                        gap.others().successes(),
                        gap.others().trials()))
                .toList();
    }

    private static String deed(RepDisposition said) {
        return switch (said) {
            case OVERRIDDEN -> "instead";
            case DISMISSED, KEPT_BACK, SNOOZED, IGNORED, NO_ANSWER, VIEWED -> "left";
            case ACCEPTED, EXECUTED -> "took";
        };
    }

    private static String fate(DayBook.Result result) {
        if (result.won().equals("YES")) {
            return "won";
        }
        return result.advanced().equals("YES") ? "moved" : "stayed";
    }

    /** Puts entries into words, once the cards of those that are shown were fetched. */
    private final class Shelf {
        private final Caller caller;
        private final PageDates dates;
        private final Texts.Voice voice;
        private final boolean shadow;
        private Map<SubjectId, CurrentCards.Entry> current = Map.of();

        Shelf(Caller caller, PageDates dates, Texts.Voice voice) {
            this.caller = caller;
            this.dates = dates;
            this.voice = voice;
            this.shadow = store.tenants().get(caller.tenant()).mode() == Tenants.Mode.SHADOW;
        }

        void fetch(List<List<DayBook.Entry>> shown) {
            Set<SubjectId> ids = shown.stream()
                    .flatMap(List::stream)
                    .filter(e -> e.card().isPresent())
                    .map(DayBook.Entry::subject)
                    .collect(Collectors.toSet());
            current = cards.of(caller.tenant(), ids);
        }

        List<Row> rows(List<DayBook.Entry> entries) {
            return first(entries).stream().map(e -> row(e, "", 0)).toList();
        }

        /** What was not delivered yet is not named: naming it would be presenting it. */
        Row row(DayBook.Entry entry, String at, int minutes) {
            Optional<DayBook.Card> card = entry.card();
            boolean named =
                    card.filter(c -> c.state() != CardView.State.DRAFTED).isPresent();
            Optional<CurrentCards.Entry> content = Optional.ofNullable(current.get(entry.subject()));
            StringBuilder facts = new StringBuilder(entry.stage());
            entry.amount().ifPresent(a -> facts.append(" · ").append(PageAmounts.say(a)));
            entry.closeDate().ifPresent(day -> facts.append(" · ").append(dates.closes(day)));
            return new Row(
                    entry.subject(),
                    entry.name().orElse(entry.subject().toString()),
                    facts.toString(),
                    entry.rep().orElse(""),
                    named ? content.map(c -> voice.say(c.content().title())).orElse("") : "",
                    named ? card.map(c -> Integer.toString(c.points())).orElse("") : "",
                    card.map(c -> c.urgency().name()).orElse(""),
                    state(card),
                    at.isEmpty()
                            ? card.flatMap(DayBook.Card::snoozedUntil)
                                    .map(dates::near)
                                    .orElse("")
                            : at,
                    minutes);
        }

        private String state(Optional<DayBook.Card> card) {
            if (card.isEmpty()) {
                return "day.state.none";
            }
            CardView.State state = card.get().state();
            if (state == CardView.State.DRAFTED) {
                return shadow ? "day.state.shadow" : "day.state.DRAFTED";
            }
            return card.get()
                    .said()
                    .filter(said -> said != RepDisposition.NO_ANSWER && said != RepDisposition.VIEWED)
                    .map(said -> "rep." + said.name())
                    .orElse("day.state." + state.name());
        }
    }
}
