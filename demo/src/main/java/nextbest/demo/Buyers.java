package nextbest.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import nextbest.deal.ActivityKind;
import nextbest.deal.StageKind;
import nextbest.signal.SignalType;

/** Plays the buyers: each lets us know things in the morning of a working day and decides in the evening. */
final class Buyers {
    /** How much of what reps used to do of their own accord they still do. */
    private static final double UNASKED = 0.4;

    private final Scene scene;

    Buyers(Scene scene) {
        this.scene = scene;
    }

    /** Plans the deal's days from the first working day after a moment. */
    void begin(LiveDeal deal, Instant from) {
        plan(deal, deal.deal().hours().workingDayAfter(from));
    }

    private void plan(LiveDeal deal, LocalDate day) {
        OfficeHours hours = deal.deal().hours();
        scene.agenda.plan(hours.on(day, deal.chance().between(0.05, 0.35)), at -> morning(deal, at));
        scene.agenda.plan(hours.on(day, deal.chance().between(0.85, 0.99)), at -> evening(deal, day, at));
    }

    private void morning(LiveDeal deal, Instant at) {
        if (!deal.isOpen()) {
            return;
        }
        StageKind stage = deal.buyer().stage();
        for (SignalType signal : deal.buyer().speaks(deal.chance())) {
            String topic = Phrases.topic(signal, deal.deal(), deal.chance());
            if (signal == SignalType.DEMO_COMPLETED) {
                scene.outbox.add(deal.news().talked(at, ActivityKind.DEMO, true));
            }
            scene.outbox.add(deal.news().said(at, signal, topic));
            scene.tally.count("signals");
            scene.tell(1, at, deal.deal().client().name() + " says: \"" + Phrases.quote(signal, topic) + "\"");
            Habit.after(stage, signal).stream()
                    .filter(habit -> deal.chance().happens(habit.share() * UNASKED))
                    .forEach(habit -> scene.agenda.plan(
                            deal.deal().hours().plusWork(at, deal.chance().between(8, 32)),
                            then -> unasked(deal, stage, habit.action(), then)));
        }
    }

    private void unasked(LiveDeal deal, StageKind stage, String action, Instant at) {
        if (deal.isOpen() && deal.buyer().stage() == stage && !deal.buyer().hasReceived(action)) {
            scene.outbox.add(deal.news().did(at, Habit.kindOf(action), action, 20));
            deal.buyer().receives(action);
            scene.tally.count("actions.unasked");
        }
    }

    private void evening(LiveDeal deal, LocalDate day, Instant at) {
        if (!deal.isOpen()) {
            return;
        }
        switch (deal.buyer().decides(deal.chance())) {
            case STAYS -> {}
            case ADVANCES -> advances(deal, at);
            case RETURNS -> moves(deal, deal.buyer().previous(), at);
            case LEAVES -> leaves(deal, at);
        }
        if (deal.isOpen()) {
            plan(deal, deal.deal().hours().plusWorkingDays(day, 1));
        }
    }

    private void advances(LiveDeal deal, Instant at) {
        Optional<StageKind> next = deal.buyer().next();
        if (next.isPresent()) {
            moves(deal, next.get(), at);
            return;
        }
        long amount = Math.round(deal.deal().amount() * deal.chance().between(0.85, 1.05) / 100) * 100;
        scene.outbox.add(deal.news().won(at, amount));
        deal.close();
        scene.tally.count("deals.won");
        scene.tally.add("deals.won.eur", amount);
        scene.tell(
                5,
                at,
                String.format(
                        java.util.Locale.ENGLISH,
                        "%s is won for EUR %,d.",
                        deal.deal().name(),
                        amount));
    }

    private void moves(LiveDeal deal, StageKind to, Instant at) {
        StageKind from = deal.buyer().stage();
        deal.buyer().enters(to);
        if (from == to) {
            return;
        }
        scene.outbox.add(deal.news().moved(at, from, to));
        boolean forward = to.compareTo(from) > 0;
        scene.tally.count(forward ? "deals.advanced" : "deals.returned");
        scene.tell(3, at, deal.deal().name() + " goes " + (forward ? "on to " : "back to ") + to.key() + ".");
    }

    private void leaves(LiveDeal deal, Instant at) {
        String reason = Phrases.lossReason(deal.chance());
        scene.outbox.add(deal.news().lost(at, reason));
        deal.close();
        scene.tally.count("deals.lost");
        scene.tell(4, at, deal.deal().name() + " is lost: " + reason + ".");
    }
}
