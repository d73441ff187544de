package nextbest.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import nextbest.deal.StageKind;
import nextbest.signal.SignalType;

/**
 * What happens in a deal that nothing is recommended for, in working days from its first. The same walk makes closed deals
 * and, cut off in the middle, open ones.
 *
 * @param steps in the order in which they happen
 * @param days working days from the first step to the last
 */
record DealLife(List<Step> steps, int days) {
    /** A deal of which nobody has heard for so long is given up. */
    private static final int GIVEN_UP = 150;
    /** How likely it is on a day that the two sides are in touch without any reason in particular. */
    private static final double SMALL_TALK = 0.06;

    /** Something that happens on a working day; {@code share} is the part of the day that has passed. */
    sealed interface Step {
        int day();

        double share();

        record Said(int day, double share, SignalType signal) implements Step {}

        record Done(int day, double share, String action) implements Step {}

        record Talked(int day, double share, boolean inbound) implements Step {}

        record Moved(int day, double share, StageKind from, StageKind to) implements Step {}

        record Won(int day, double share) implements Step {}

        record Lost(int day, double share, String reason) implements Step {}
    }

    /** A deal from its first day to its end. */
    static DealLife walk(Chance chance, Buyer buyer) {
        List<Step> steps = new ArrayList<>();
        Map<Integer, List<String>> intended = new TreeMap<>();
        for (int day = 1; day < GIVEN_UP; day++) {
            morning(chance, buyer, day, steps, intended);
            midday(chance, buyer, day, steps, intended);
            double evening = chance.between(0.85, 0.99);
            switch (buyer.decides(chance)) {
                case STAYS -> {}
                case ADVANCES -> {
                    Optional<StageKind> next = buyer.next();
                    if (next.isEmpty()) {
                        steps.add(new Step.Won(day, evening));
                        return new DealLife(List.copyOf(steps), day);
                    }
                    moves(buyer, next.get(), day, evening, steps, intended);
                }
                case RETURNS -> moves(buyer, buyer.previous(), day, evening, steps, intended);
                case LEAVES -> {
                    steps.add(new Step.Lost(day, evening, Phrases.lossReason(chance)));
                    return new DealLife(List.copyOf(steps), day);
                }
            }
        }
        steps.add(new Step.Lost(GIVEN_UP, 0.9, "no decision"));
        return new DealLife(List.copyOf(steps), GIVEN_UP);
    }

    private static void morning(
            Chance chance, Buyer buyer, int day, List<Step> steps, Map<Integer, List<String>> intended) {
        for (SignalType signal : buyer.speaks(chance)) {
            steps.add(new Step.Said(day, chance.between(0.05, 0.35), signal));
            for (Habit habit : Habit.after(buyer.stage(), signal)) {
                if (chance.happens(habit.share())) {
                    intended.computeIfAbsent(day + chance.within(1, 4), d -> new ArrayList<>())
                            .add(habit.action());
                }
            }
        }
    }

    private static void midday(
            Chance chance, Buyer buyer, int day, List<Step> steps, Map<Integer, List<String>> intended) {
        List<String> today = new ArrayList<>(intended.getOrDefault(day, List.of()));
        for (Habit habit : Habit.onAnyDay(buyer.stage())) {
            if (chance.happens(habit.share())) {
                today.add(habit.action());
            }
        }
        for (String action : today) {
            if (!buyer.hasReceived(action)) {
                buyer.receives(action);
                steps.add(new Step.Done(day, chance.between(0.40, 0.60), action));
            }
        }
        if (chance.happens(SMALL_TALK)) {
            steps.add(new Step.Talked(day, chance.between(0.65, 0.80), chance.happens(0.6)));
        }
    }

    private static void moves(
            Buyer buyer, StageKind to, int day, double share, List<Step> steps, Map<Integer, List<String>> intended) {
        StageKind from = buyer.stage();
        buyer.enters(to);
        intended.clear();
        if (from != to) {
            steps.add(new Step.Moved(day, share, from, to));
        }
    }

    /**
     * The life up to a working day in the middle of a visit to a stage; empty if the deal never stays there for a day.
     *
     * @param wanted the stage in which it is to be cut off
     */
    Optional<DealLife> cutIn(StageKind wanted, Chance chance) {
        int entered = wanted == StageKind.PROSPECTING ? 0 : -1;
        StageKind at = StageKind.PROSPECTING;
        for (Step step : steps) {
            boolean leaves = step instanceof Step.Moved || step instanceof Step.Won || step instanceof Step.Lost;
            if (leaves && at == wanted && step.day() - entered >= 2) {
                int last = chance.within(entered + 1, step.day() - 1);
                return Optional.of(
                        new DealLife(steps.stream().filter(s -> s.day() <= last).toList(), last));
            }
            if (step instanceof Step.Moved moved) {
                at = moved.to();
                entered = moved.day();
            }
        }
        return Optional.empty();
    }

    /** The buyer as the life up to its last day has made it. */
    Buyer replayed(Buyer fresh) {
        for (Step step : steps) {
            switch (step) {
                case Step.Said said -> fresh.said(said.signal());
                case Step.Done done -> fresh.receives(done.action());
                case Step.Moved moved -> fresh.enters(moved.to());
                case Step.Talked talked -> {}
                case Step.Won won -> {}
                case Step.Lost lost -> {}
            }
        }
        return fresh;
    }
}
