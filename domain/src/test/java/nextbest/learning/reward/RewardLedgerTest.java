package nextbest.learning.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RewardLedgerTest {
    private static final UUID DEAL = new UUID(1, 1);
    private final RewardLedger ledger = ledger();

    @Test
    void theBestGradeThatStandsCounts() {
        ledger.decided(DEAL, 3, 600);
        assertThat(ledger.reward(DEAL)).isEmpty();
        ledger.accept(reached("a", 0, Grade.EXECUTED));
        ledger.accept(reached("b", 0, Grade.VIEWED));
        assertThat(ledger.reward(DEAL)).hasValue(250);
        ledger.accept(reached("c", 0, Grade.WON));
        assertThat(ledger.reward(DEAL)).hasValue(1000);
        assertThat(ledger.sums(600, 3)).containsExactly(1, 1000);
    }

    @Test
    void aCorrectionReplacesAndAWithdrawalRemoves() {
        ledger.decided(DEAL, 3, 600);
        ledger.accept(reached("a", 0, Grade.ACCEPTED));
        ledger.accept(reached("deal", 1, Grade.WON));
        ledger.accept(new OutcomeFact(DEAL, "deal", 2, new OutcomeFact.Withdrawn()));
        assertThat(ledger.reward(DEAL)).hasValue(100);
        ledger.accept(reached("deal", 1, Grade.WON));
        assertThat(ledger.reward(DEAL)).as("an outdated fact comes late").hasValue(100);
    }

    @Test
    void suppressedElsewhereIsNoRejection() {
        ledger.decided(DEAL, 3, 600);
        ledger.accept(new OutcomeFact(DEAL, "cap", 0, new OutcomeFact.NotObserved("capped")));
        ledger.accept(new OutcomeFact(DEAL, "window", 0, new OutcomeFact.WindowClosed()));
        assertThat(ledger.reward(DEAL)).isEmpty();
        assertThat(ledger.sums(600, 3)).containsExactly(0, 0);
    }

    @Test
    void aClosedWindowWithoutAnythingIsARewardOfZero() {
        ledger.decided(DEAL, 3, 600);
        ledger.accept(new OutcomeFact(DEAL, "window", 0, new OutcomeFact.WindowClosed()));
        assertThat(ledger.reward(DEAL)).hasValue(0);
        assertThat(ledger.sums(600, 3)).containsExactly(1, 0);
    }

    @Test
    void anOutcomeMayComeBeforeItsDecision() {
        ledger.accept(reached("a", 0, Grade.REPLIED));
        assertThat(ledger.reward(DEAL)).isEmpty();
        ledger.decided(DEAL, 3, 600);
        assertThat(ledger.reward(DEAL)).hasValue(400);
    }

    @Test
    void tenThousandOrdersWithRepetitionsEndInTheSameState() {
        List<Consumer<RewardLedger>> events = events(new Random(1));
        long expected = play(events).hash();
        Random random = new Random(2);
        for (int i = 0; i < 10_000; i++) {
            List<Consumer<RewardLedger>> shuffled = new ArrayList<>(events);
            for (int d = 0; d < 10; d++) {
                shuffled.add(events.get(random.nextInt(events.size())));
            }
            Collections.shuffle(shuffled, random);
            assertThat(play(shuffled).hash()).isEqualTo(expected);
        }
    }

    @Test
    void oneFactLessEndsInAnotherState() {
        List<Consumer<RewardLedger>> events = new ArrayList<>();
        events.add(l -> l.decided(DEAL, 0, 1));
        events.add(l -> l.accept(reached("a", 0, Grade.VIEWED)));
        long before = play(events).hash();
        assertThat(play(events.subList(0, 1)).hash()).isNotEqualTo(before);
    }

    @Test
    void theListenerHearsEveryChangeOnce() {
        List<String> heard = new ArrayList<>();
        RewardLedger told = new RewardLedger(
                RewardScale.standard(), (d, before, after) -> heard.add(text(before) + ">" + text(after)));
        told.decided(DEAL, 0, 0);
        told.accept(reached("a", 0, Grade.VIEWED));
        told.accept(reached("a", 0, Grade.VIEWED));
        told.accept(reached("b", 0, Grade.WON));
        told.accept(new OutcomeFact(DEAL, "b", 1, new OutcomeFact.Withdrawn()));
        assertThat(heard).containsExactly("->20", "20>1000", "1000>20");
    }

    @Test
    void aScaleThatFallsIsRefused() {
        Map<Grade, Integer> milli = new EnumMap<>(RewardScale.standard().milli());
        milli.put(Grade.EXECUTED, 50);
        assertThatThrownBy(() -> new RewardScale(milli))
                .hasMessage("the reward of EXECUTED must be 100 to 1000 thousandths, but is 50");
    }

    @Test
    void aDecisionCannotChangeItsAction() {
        ledger.decided(DEAL, 3, 600);
        assertThatThrownBy(() -> ledger.decided(DEAL, 4, 600)).hasMessageContaining("was noted with action 3");
    }

    private static String text(OptionalInt reward) {
        return reward.isEmpty() ? "-" : Integer.toString(reward.getAsInt());
    }

    private static RewardLedger play(List<Consumer<RewardLedger>> events) {
        RewardLedger ledger = ledger();
        events.forEach(e -> e.accept(ledger));
        return ledger;
    }

    private static List<Consumer<RewardLedger>> events(Random random) {
        List<Grade> grades = List.of(Grade.values());
        List<Consumer<RewardLedger>> events = new ArrayList<>();
        for (int d = 0; d < 8; d++) {
            UUID decision = new UUID(7, d);
            int action = random.nextInt(3);
            int month = random.nextInt(3);
            events.add(l -> l.decided(decision, action, month));
            for (int f = 0; f < 4; f++) {
                String id = "f" + random.nextInt(3);
                int revision = random.nextInt(3);
                OutcomeFact.Effect effect = switch (random.nextInt(6)) {
                    case 0 -> new OutcomeFact.WindowClosed();
                    case 1 -> new OutcomeFact.NotObserved("on holiday");
                    case 2 -> new OutcomeFact.Withdrawn();
                    default -> new OutcomeFact.Reached(grades.get(random.nextInt(6)));
                };
                events.add(l -> l.accept(new OutcomeFact(decision, id, revision, effect)));
            }
        }
        return events;
    }

    private static RewardLedger ledger() {
        return new RewardLedger(RewardScale.standard(), (d, before, after) -> {});
    }

    private static OutcomeFact reached(String id, long revision, Grade grade) {
        return new OutcomeFact(DEAL, id, revision, new OutcomeFact.Reached(grade));
    }
}
