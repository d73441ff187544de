package nextbest.demo;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.outcome.DismissReason;
import nextbest.outcome.RepDisposition;

/**
 * Plays the reps: each looks once per working day at the cards of some of the own open deals, answers after a while as the
 * temperament says, or not at all, and carries out later what was accepted. An answer that comes too late, because there is
 * a newer card, makes the rep look at that one.
 */
final class Reps {
    /** Nobody reads every card every day. */
    private static final double READ_PER_DAY = 0.35;

    private final Scene scene;
    private final Map<String, ApiClient> apis;
    private final BusinessNow clock;
    private final long seed;
    private final String run;
    private final Map<String, Integer> answers = new HashMap<>();

    /**
     * @param apis the API as each rep is let in, by the rep's id
     * @param run tells the runs of the simulation apart, so that no id comes twice
     */
    Reps(Scene scene, Map<String, ApiClient> apis, BusinessNow clock, long seed, String run) {
        this.scene = scene;
        this.apis = Map.copyOf(apis);
        this.clock = clock;
        this.seed = seed;
        this.run = run;
    }

    /** What a rep says of one recommendation. */
    private record Statement(RepDisposition disposition, Optional<String> field, String value) {
        static Statement plain(RepDisposition disposition) {
            return new Statement(disposition, Optional.empty(), "");
        }
    }

    /** Plans the rep's days from the first working day after a moment. */
    void begin(Vendor.Rep rep, Instant from) {
        LocalDate day = rep.hours().workingDayAfter(from);
        double when = Chance.of(seed, "look", rep.id(), day.toString()).between(0.3, 0.7);
        scene.agenda.plan(rep.hours().on(day, when), at -> day(rep, at));
    }

    /** Looks are not caught up: where the machine is slow, a rep looks less often. */
    private void day(Vendor.Rep rep, Instant at) throws InterruptedException {
        for (LiveDeal deal : scene.openDeals(d -> d.rep().equals(rep))) {
            if (deal.chance().happens(READ_PER_DAY)) {
                look(rep, deal);
            }
        }
        Instant now = clock.now();
        begin(rep, now.isAfter(at) ? now : at);
    }

    private void look(Vendor.Rep rep, LiveDeal deal) throws InterruptedException {
        if (!deal.isOpen()) {
            return;
        }
        String subject =
                URLEncoder.encode(DemoOrganisation.SOURCE + ":" + deal.deal().id(), StandardCharsets.UTF_8);
        ApiClient.Answer answer = apiOf(rep).get("/api/v1/subjects/" + subject + "/card");
        scene.tally.count("cards.looked-for");
        if (!answer.isGood()) {
            // no card yet, or the deal has just ended: nothing to answer
            scene.tally.count("cards.none." + answer.problem());
            return;
        }
        Optional<Card> card = Card.read(answer.body());
        if (card.isEmpty()) {
            scene.tally.trouble("GET …/card should name a decision, but answered "
                    + answer.body().keySet());
        } else if (!card.get().isToBeAnswered()) {
            scene.tally.count(card.get().shadow() ? "cards.in-shadow" : "cards.nothing-to-answer");
        } else if (deal.considers(card.get().decision())) {
            scene.tally.count("cards.seen");
            consider(rep, deal, card.get());
        }
    }

    /** The API as a rep is let in. */
    ApiClient apiOf(Vendor.Rep rep) {
        return apis.get(rep.id());
    }

    /** How the API is asked for something that goes by an id of ours. */
    static String address(String id) {
        return URLEncoder.encode(DemoOrganisation.SOURCE + ":" + id, StandardCharsets.UTF_8);
    }

    private void consider(Vendor.Rep rep, LiveDeal deal, Card card) throws InterruptedException {
        Chance chance = deal.chance();
        Temperament temperament = rep.temperament();
        // our reading of the clock is a little behind: nobody answers a card before it was made
        Instant read = clock.now();
        Instant now = read.isBefore(card.createdAt()) ? card.createdAt().plusSeconds(60) : read;
        if (chance.happens(temperament.silence(card))) {
            scene.tally.count("cards.left-unanswered");
            return;
        }
        Card.Position main = card.positions().getFirst();
        Statement statement = statement(rep, deal, card, main, now);
        // an exponential time with the temperament's mean, capped at two days of work
        double hours = Math.min(16, -temperament.hours() * Math.log(1 - chance.uniform()));
        plan(rep, deal, card, main, statement, now, hours);
        boolean wantsOther = statement.disposition() == RepDisposition.DISMISSED
                || statement.disposition() == RepDisposition.KEPT_BACK;
        if (wantsOther && card.positions().size() > 1 && chance.happens(0.3)) {
            Statement other = Statement.plain(RepDisposition.ACCEPTED);
            plan(rep, deal, card, card.positions().get(1), other, now, hours + 0.1);
        }
    }

    private Statement statement(Vendor.Rep rep, LiveDeal deal, Card card, Card.Position main, Instant now) {
        Chance chance = deal.chance();
        Temperament temperament = rep.temperament();
        if (chance.happens(temperament.acceptance(card, scene.categoryOf(main.action())))) {
            return Statement.plain(RepDisposition.ACCEPTED);
        }
        Temperament.Refusals refusals = temperament.refusals();
        int draw = chance.below(refusals.sum());
        boolean keepsBack = draw >= refusals.dismiss() && draw < refusals.dismiss() + refusals.keepBack();
        if (keepsBack && scene.meetsClient(main.action())) {
            return new Statement(
                    RepDisposition.KEPT_BACK,
                    Optional.of("reason"),
                    chance.pick(temperament.keepBacks()).name());
        }
        if (draw < refusals.dismiss() || keepsBack) {
            DismissReason reason = chance.pick(temperament.dismissals());
            return new Statement(RepDisposition.DISMISSED, Optional.of("reason"), reason.name());
        }
        if (draw < refusals.dismiss() + refusals.keepBack() + refusals.snooze()) {
            return new Statement(
                    RepDisposition.SNOOZED,
                    Optional.of("snoozedUntil"),
                    EventDraft.text(rep.hours().plusWork(now, 24 + chance.below(16))));
        }
        return new Statement(RepDisposition.OVERRIDDEN, Optional.of("overriddenBy"), favourite(deal));
    }

    /** What the rep would rather do at this stage. */
    private static String favourite(LiveDeal deal) {
        List<String> usual = Habit.all().stream()
                .filter(habit -> habit.stage() == deal.buyer().stage())
                .map(Habit::action)
                .toList();
        return deal.chance().pick(usual);
    }

    private void plan(
            Vendor.Rep rep,
            LiveDeal deal,
            Card card,
            Card.Position position,
            Statement statement,
            Instant now,
            double hours) {
        scene.agenda.plan(rep.hours().plusWork(now, hours), at -> answer(rep, deal, card, position, statement, at));
    }

    private void answer(
            Vendor.Rep rep, LiveDeal deal, Card card, Card.Position position, Statement statement, Instant at)
            throws InterruptedException {
        if (!deal.isOpen() || !send(rep, deal, card, position, statement, at)) {
            return;
        }
        String what = "'" + position.title() + "'";
        String where = " for " + deal.deal().client().name();
        switch (statement.disposition()) {
            case ACCEPTED -> {
                scene.tell(3, at, rep.name() + " accepts " + what + where + ".");
                if (deal.chance().happens(rep.temperament().carriesOut())) {
                    double hours = deal.chance().between(1, 12);
                    scene.agenda.plan(
                            rep.hours().plusWork(at, hours), then -> carryOut(rep, deal, card, position, then));
                }
            }
            case DISMISSED ->
                scene.tell(3, at, rep.name() + " dismisses " + what + where + ": " + words(statement) + ".");
            case KEPT_BACK ->
                scene.tell(4, at, rep.name() + " keeps back " + what + where + ": " + words(statement) + ".");
            case SNOOZED -> scene.tell(2, at, rep.name() + " puts off " + what + where + ".");
            case OVERRIDDEN -> {
                scene.tell(3, at, rep.name() + " does '" + statement.value() + "' instead of " + what + where + ".");
                scene.outbox.add(deal.news().did(at, Habit.kindOf(statement.value()), statement.value(), 20));
                deal.buyer().receives(statement.value());
            }
            case VIEWED, EXECUTED, NO_ANSWER, IGNORED -> {}
        }
    }

    private static String words(Statement statement) {
        return statement.value().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    /** Sends an answer under an id of its own; false if the API does not take it, for example because there is a newer card. */
    private boolean send(
            Vendor.Rep rep, LiveDeal deal, Card card, Card.Position position, Statement statement, Instant at)
            throws InterruptedException {
        String about = run + ":" + card.decision() + ":" + position.number();
        String id = about + ":" + answers.merge(about, 1, Integer::sum);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", id);
        body.put("position", position.number());
        body.put("disposition", statement.disposition().name());
        statement.field().ifPresent(field -> body.put(field, statement.value()));
        body.put("at", EventDraft.text(at));
        ApiClient.Answer answer = apiOf(rep).post("/api/v1/decisions/" + card.decision() + "/feedback", body, id);
        if (answer.isGood()) {
            scene.tally.count("answers."
                    + statement
                            .disposition()
                            .name()
                            .toLowerCase(java.util.Locale.ROOT)
                            .replace('_', '-'));
            return true;
        }
        refused("answers.refused.", answer, "an answer");
        if (answer.problem().equals("superseded") && statement.disposition() != RepDisposition.EXECUTED) {
            scene.agenda.plan(rep.hours().plusWork(at, 0.2), then -> look(rep, deal));
        }
        return false;
    }

    private void refused(String prefix, ApiClient.Answer answer, String what) {
        scene.tally.count(prefix + answer.problem());
        boolean ordinary = answer.status() == 404 || answer.status() == 409 || answer.status() == 410;
        if (!ordinary) {
            scene.tally.trouble(what + " was refused with " + answer.status() + ": " + answer.detail());
        }
    }

    private void carryOut(Vendor.Rep rep, LiveDeal deal, Card card, Card.Position position, Instant at)
            throws InterruptedException {
        if (!deal.isOpen()) {
            return;
        }
        Chance chance = deal.chance();
        scene.outbox.add(deal.news().did(at, Habit.kindOf(position.action()), position.action(), chance.within(5, 45)));
        boolean helps = deal.buyer()
                .receives(position.action())
                .filter(effect -> effect.advance() > 1)
                .isPresent();
        scene.tally.count("actions.executed");
        scene.tell(
                2,
                at,
                rep.name() + " carries out '" + position.title() + "' for "
                        + deal.deal().client().name() + ".");
        if (scene.meetsClient(position.action())) {
            client(rep, card, position, "PRESENTED", Optional.empty(), at);
            respond(rep, deal, card, position, helps, at);
        }
        if (chance.happens(0.2)) {
            send(rep, deal, card, position, Statement.plain(RepDisposition.EXECUTED), at);
        }
    }

    /** The client makes up its mind within two days; what helps is welcome more often. */
    private void respond(Vendor.Rep rep, LiveDeal deal, Card card, Card.Position position, boolean helps, Instant at) {
        double draw = deal.chance().uniform();
        String disposition;
        if (draw < (helps ? 0.5 : 0.15)) {
            disposition = "ACCEPTED";
        } else if (draw < (helps ? 0.85 : 0.5)) {
            disposition = "INTERESTED";
        } else if (draw < (helps ? 0.9 : 0.7)) {
            disposition = "REFUSED";
        } else {
            return;
        }
        Optional<String> reason =
                disposition.equals("REFUSED") ? Optional.of("not what we need now") : Optional.empty();
        scene.agenda.plan(
                rep.hours().plusWork(at, deal.chance().between(2, 16)),
                then -> client(rep, card, position, disposition, reason, then));
    }

    private void client(
            Vendor.Rep rep, Card card, Card.Position position, String disposition, Optional<String> reason, Instant at)
            throws InterruptedException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("position", position.number());
        body.put("disposition", disposition);
        if (disposition.equals("PRESENTED")) {
            body.put("channel", Habit.kindOf(position.action()).name());
        }
        reason.ifPresent(text -> body.put("reason", text));
        body.put("at", EventDraft.text(at));
        String key = run + ":" + card.decision() + ":" + position.number() + ":client:" + disposition;
        ApiClient.Answer answer = apiOf(rep).post("/api/v1/decisions/" + card.decision() + "/client", body, key);
        if (answer.isGood()) {
            scene.tally.count("clients." + disposition.toLowerCase(java.util.Locale.ROOT));
        } else {
            refused("clients.not-recorded.", answer, "what a client said");
        }
    }
}
