package nextbest.learning.bandit;

import java.util.ArrayList;
import java.util.List;

/** Decisions whose reward is known, in the order in which it became known. */
final class DecisionLog {
    private final List<Linearisation> events = new ArrayList<>();
    private final List<Integer> rewards = new ArrayList<>();
    private final List<Integer> periods = new ArrayList<>();

    void add(int period, Linearisation event, int milliReward) {
        events.add(event);
        rewards.add(milliReward);
        periods.add(period);
    }

    int size() {
        return events.size();
    }

    Linearisation event(int i) {
        return events.get(i);
    }

    int milliReward(int i) {
        return rewards.get(i);
    }

    int period(int i) {
        return periods.get(i);
    }

    void replace(int i, Linearisation event) {
        events.set(i, event);
    }
}
