package nextbest.demo;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import nextbest.deal.StageKind;

/**
 * Lets the demo organisation live on a running instance, through its public HTTP API alone: sends its past and its open
 * deals, and then plays reps and buyers event by event in business time. The instance needs a fast business clock and must
 * be live for {@code example.com}.
 *
 * <p>With a token of the role OPERATOR each rep gets a token of the own (for a day), and looks at cards as the rep does:
 * looking delivers them. With a token of the role INTEGRATION answers are given in the reps' names, and only what their mail
 * has delivered can be answered.
 *
 * <p>What happens is planned in business time and follows from the seed; what the instance recommends, and when, does not.
 * Where the instance cannot keep up, reps look at their cards less often, and nothing is skipped for buyers.
 */
public final class Simulation {
    /** Business time must be this much faster than real time for anything to be seen. */
    private static final double SLOWEST = 60;

    private static final int CLOCK_READINGS = 3;
    /** Waiting is cut into pieces, so that the narrator can speak. */
    private static final Duration LONGEST_SLEEP = Duration.ofMillis(250);
    /** Events wait for at most so much real time before they are sent, whatever else is due. */
    private static final Duration FRESHNESS = Duration.ofMillis(300);

    private final ApiClient api;
    private final SimulationOptions options;
    private final Pace pace;
    private final Narrator narrator;
    private final Tally tally = new Tally();
    private final Outbox outbox;
    private final BusinessNow clock;
    private final long beganNanos;

    private Simulation(ApiClient api, SimulationOptions options, Consumer<String> progress, Pace pace) {
        this.api = api;
        this.options = options;
        this.pace = pace;
        this.narrator = new Narrator(progress, pace);
        this.outbox = new Outbox(api, tally);
        this.clock = new BusinessNow(api, pace);
        this.beganNanos = pace.nanos();
    }

    /**
     * Loads the organisation and plays. Returns when the working days are over or the real time is.
     *
     * @param api address of the instance, for example {@code http://localhost:8080}
     * @param token of the role OPERATOR or INTEGRATION
     * @param progress gets a sentence for people, at most two a second
     * @throws ApiRefusal if the instance does not answer, does not let us in, or has no fast clock
     * @throws InterruptedException if the thread was interrupted; what was sent stays
     */
    public static SimulationSummary run(URI api, String token, SimulationOptions options, Consumer<String> progress)
            throws InterruptedException {
        return run(api, token, options, progress, Pace.real());
    }

    static SimulationSummary run(URI api, String token, SimulationOptions options, Consumer<String> progress, Pace pace)
            throws InterruptedException {
        Objects.requireNonNull(api, "api");
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(progress, "progress");
        try (ApiClient client = ApiClient.to(api, token, pace)) {
            return new Simulation(client, options, progress, pace).run();
        }
    }

    private SimulationSummary run() throws InterruptedException {
        for (int reading = 0; reading < CLOCK_READINGS; reading++) {
            clock.synchronise();
        }
        if (clock.rate() < SLOWEST) {
            throw new ApiRefusal("the business clock of the instance runs at rate " + clock.rate()
                    + ", but the simulation needs " + SLOWEST + " or more; start the instance with --clock START,"
                    + Math.round(options.rateFor(Duration.ofSeconds(90))));
        }
        setStages();
        DemoOrganisation organisation = DemoOrganisation.of(options.seed(), options.size(), clock.now());
        boolean again = isKnown(organisation);
        if (again) {
            narrator.announce("the demo organisation is known here from an earlier run; it gets new deals");
        } else {
            load("people, products, clients and material", organisation.background());
            load(options.size().closedDeals() + " closed deals", organisation.history());
        }
        Instant begin = clock.now();
        String run = "run" + begin.getEpochSecond();
        String prefix = again ? run + "-" : "";
        Scene scene = new Scene(outbox, tally, narrator, begin, categories());
        openDeals(scene, organisation, begin, run, prefix);
        Reps reps = new Reps(scene, apisOf(organisation.vendor().reps()), clock, options.seed(), run);
        organisation.vendor().reps().forEach(rep -> reps.begin(rep, begin));
        newDeals(scene, organisation, begin, run, prefix);
        new ProductStory(scene, api, reps, organisation.vendor(), run)
                .begin(begin, new OfficeHours(ZoneOffset.UTC, 8, 18));
        return play(scene, begin);
    }

    /** Whether an earlier run has loaded the organisation: its events would contradict those of a later moment. */
    private boolean isKnown(DemoOrganisation organisation) throws InterruptedException {
        String client = organisation.vendor().clients().getLast().id();
        return api.get("/api/v1/subjects/" + Reps.address(client)).isGood();
    }

    /** The API as each rep is let in: with a token of the own where the simulation may make one. */
    private Map<String, ApiClient> apisOf(List<Vendor.Rep> reps) throws InterruptedException {
        Map<String, ApiClient> apis = new HashMap<>();
        for (Vendor.Rep rep : reps) {
            // without an idempotency key: the answer holds the secret, and would be kept
            ApiClient.Answer answer = api.post(
                    "/api/v1/tokens",
                    Map.of(
                            "label",
                            "demo " + rep.id(),
                            "role",
                            "REP",
                            "rep",
                            DemoOrganisation.SOURCE + ":" + rep.id(),
                            "validDays",
                            1));
            if (answer.isGood() && answer.body().get("token") instanceof String own) {
                apis.put(rep.id(), api.as(own));
            } else {
                if (answer.status() != 403) {
                    tally.trouble("no token for " + rep.id() + ": " + answer.status() + " " + answer.detail());
                }
                apis.put(rep.id(), api);
            }
        }
        return apis;
    }

    private void setStages() throws InterruptedException {
        List<Map<String, Object>> stages = List.of(
                stage(StageKind.PROSPECTING, "Prospecting", 0),
                stage(StageKind.DISCOVERY, "Discovery", 10),
                stage(StageKind.PROPOSAL, "Proposal", 20),
                stage(StageKind.NEGOTIATION, "Negotiation", 30),
                stage(StageKind.WON, "Won", 90),
                stage(StageKind.LOST, "Lost", 91));
        ApiClient.Answer answer = api.put("/api/v1/stages", Map.of("stages", stages));
        if (!answer.isGood()) {
            throw new ApiRefusal("PUT /api/v1/stages should take the six stages of the demo organisation, but answered "
                    + answer.status() + " " + answer.detail());
        }
    }

    private static Map<String, Object> stage(StageKind kind, String label, int position) {
        return Map.of("key", kind.key(), "label", label, "kind", kind.name(), "position", position);
    }

    private void load(String what, List<Map<String, Object>> events) throws InterruptedException {
        narrator.announce("loading " + what + " (" + events.size() + " events)");
        outbox.send(
                events, sent -> narrator.say(1, "loading " + what + ": " + sent + " of " + events.size() + " events"));
        if (!events.isEmpty() && tally.of("events.accepted") + tally.of("events.duplicate") == 0) {
            throw new ApiRefusal("the instance took none of the demo organisation's events: " + tally.troubles());
        }
    }

    private Map<String, String> categories() throws InterruptedException {
        ApiClient.Answer answer = api.get("/api/v1/catalogue");
        Map<String, String> categories = new HashMap<>();
        if (answer.body().get("actions") instanceof List<?> actions) {
            for (Object item : actions) {
                if (item instanceof Map<?, ?> action
                        && action.get("key") instanceof String key
                        && action.get("category") instanceof String category) {
                    categories.put(key, category);
                }
            }
        }
        return categories;
    }

    private void openDeals(Scene scene, DemoOrganisation organisation, Instant begin, String run, String prefix)
            throws InterruptedException {
        Buyers buyers = new Buyers(scene);
        List<OpenDeal> deals = organisation.openDeals(begin, prefix);
        load(
                deals.size() + " open deals",
                deals.stream().flatMap(d -> d.events().stream()).toList());
        for (OpenDeal open : deals) {
            Chance chance = Chance.of(options.seed(), "play", open.deal().id());
            LiveDeal deal = new LiveDeal(open.deal(), open.buyer(), DealNews.live(open.deal(), run), chance);
            scene.enter(deal);
            if (chance.happens(0.3)) {
                Instant meeting = open.deal().hours().plusWork(begin, chance.between(10, 45));
                outbox.add(deal.news().facts(begin, meeting));
            }
            buyers.begin(deal, begin);
        }
        outbox.flush();
    }

    /** New deals keep arriving at the rate that the size names. */
    private void newDeals(Scene scene, DemoOrganisation organisation, Instant begin, String run, String prefix) {
        Buyers buyers = new Buyers(scene);
        Chance chance = Chance.of(options.seed(), "arrivals");
        double due = 0;
        int number = 0;
        OfficeHours office = new OfficeHours(ZoneOffset.UTC, 8, 18);
        for (int day = 1; day <= options.businessDays(); day++) {
            due += options.size().newDealsPerDay();
            for (; due >= 1; due--) {
                Deal planned = organisation.newDeal(prefix + "new-" + ++number);
                Instant at = planned.hours()
                        .on(planned.hours().plusWorkingDays(office.dayOf(begin), day), chance.between(0.2, 0.8));
                scene.agenda.plan(at, then -> arrives(scene, buyers, planned, run, then));
            }
        }
    }

    private void arrives(Scene scene, Buyers buyers, Deal deal, String run, Instant at) {
        Chance chance = Chance.of(options.seed(), "play", deal.id());
        LiveDeal live = new LiveDeal(deal, deal.buyer(), DealNews.live(deal, run), chance);
        outbox.add(live.news().opened(at));
        scene.enter(live);
        buyers.begin(live, at);
        tally.count("deals.opened");
        scene.tell(2, at, deal.rep().name() + " opens a deal: " + deal.name() + ".");
    }

    private SimulationSummary play(Scene scene, Instant begin) throws InterruptedException {
        OfficeHours office = new OfficeHours(ZoneOffset.UTC, 8, 18);
        Instant end = office.on(office.plusWorkingDays(office.dayOf(begin), options.businessDays()), 1);
        narrator.announce("playing " + options.businessDays() + " working days with "
                + scene.openDeals(deal -> true).size() + " open deals");
        SimulationSummary.Ending ending = SimulationSummary.Ending.PLAYED;
        long flushed = pace.nanos();
        while (clock.now().isBefore(end)) {
            if (pace.nanos() - beganNanos > options.atMost().toNanos()) {
                ending = SimulationSummary.Ending.OUT_OF_TIME;
                break;
            }
            narrator.breathe();
            Optional<Instant> next = scene.agenda.next();
            boolean isDue = next.isPresent() && !next.get().isAfter(clock.now());
            if (outbox.size() > 0 && (!isDue || pace.nanos() - flushed > FRESHNESS.toNanos())) {
                outbox.flush();
                flushed = pace.nanos();
            } else if (isDue) {
                scene.agenda.advance();
            } else {
                Duration wait = clock.realUntil(next.filter(end::isAfter).orElse(end));
                pace.sleep(wait.compareTo(LONGEST_SLEEP) < 0 ? wait.plusMillis(1) : LONGEST_SLEEP);
            }
        }
        outbox.flush();
        return summary(begin, ending);
    }

    private SimulationSummary summary(Instant begin, SimulationSummary.Ending ending) throws InterruptedException {
        tally.add("requests.repeated", api.repeats());
        if (tally.of("cards.seen") == 0) {
            tally.trouble("no rep saw a card to answer; is the instance live (./nextbest go-live), and are its workers"
                    + " running?");
        }
        ApiClient.Answer report = api.get("/api/v1/reports/loop");
        if (!report.isGood()) {
            tally.trouble("the loop report was refused with " + report.status() + ": " + report.detail());
        }
        narrator.announce("done: " + tally.of("answers.accepted") + " accepted, " + tally.of("answers.dismissed")
                + " dismissed, " + tally.of("answers.kept-back") + " kept back, "
                + tally.of("cards.left-unanswered") + " left unanswered; " + tally.of("deals.won") + " deals won, "
                + tally.of("deals.lost") + " lost");
        return new SimulationSummary(
                begin,
                clock.now(),
                Duration.ofNanos(pace.nanos() - beganNanos),
                ending,
                tally.counts(),
                tally.troubles(),
                report.isGood() ? report.body() : Map.of());
    }
}
