package nextbest.activities.drafting;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nextbest.identity.CardId;
import nextbest.prompts.CardAnswer;
import nextbest.recommendation.grounding.Dossier;
import nextbest.recommendation.grounding.Draft;
import nextbest.recommendation.grounding.GroundingCheck;
import nextbest.store.drafting.DraftRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Prints how long the check and an answer from what was kept take on this machine. It judges no time, only that the work was done.
 * The check computes only, so its time on the processor is printed too: other programs on the machine do not lengthen that.
 */
@Tag("long")
class DraftingTimesTest {
    private static final int WARM_UP = 5;
    private static final int ROUNDS = 10;
    private static final int HITS = 100;

    /** A card and a draft of it that gets through: the most work, since nothing ends the check early. */
    private record Pair(Dossier dossier, Draft draft) {}

    @Test
    void theCheckOfACard() {
        GroundingCheck check = GroundingCheck.english();
        List<Pair> pairs = pairs(check);
        assertThat(pairs).hasSizeGreaterThanOrEqualTo(200);
        List<Long> cold = new ArrayList<>();
        List<Long> nanos = new ArrayList<>();
        List<Long> processor = new ArrayList<>();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (Pair pair : pairs) {
                long start = threads.getCurrentThreadCpuTime();
                long before = System.nanoTime();
                boolean accepted = check.check(pair.dossier(), pair.draft()).isEmpty();
                if (round >= 0) {
                    processor.add(threads.getCurrentThreadCpuTime() - start);
                }
                (round < 0 ? cold : nanos).add(System.nanoTime() - before);
                assertThat(accepted).isTrue();
            }
        }
        print("grounding check of a card, in a program that has just started", cold.subList(0, pairs.size()));
        print("grounding check of a card, " + pairs.size() + " drafts x " + ROUNDS, nanos);
        print("the same, on the processor", processor);
    }

    private static List<Pair> pairs(GroundingCheck check) {
        Styles styles = new Styles();
        List<Pair> pairs = new ArrayList<>();
        for (SampleCards.Sample card : SampleCards.all()) {
            Dossier dossier = card.dossier();
            for (int style = 0; style < Styles.COUNT; style += 3) {
                styles.draft(dossier, style)
                        .filter(draft -> check.check(dossier, draft).isEmpty())
                        .ifPresent(draft -> pairs.add(new Pair(dossier, draft)));
            }
        }
        return pairs;
    }

    @Test
    void anAnswerFromWhatWasKept() throws Exception {
        DraftingHouse house = new DraftingHouse("We would have to find the money first.");
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint().reads(DrafterTest::firstReason)) {
            Drafter drafter = house.drafter(endpoint, Duration.ofSeconds(10), 0);
            drafter.draft(house.tenant, house.card(), 1, false);
            String key = house.keyOfTheOnlyDraft();
            List<Long> whole = new ArrayList<>();
            List<Long> kept = new ArrayList<>();
            for (int i = -WARM_UP; i < HITS; i++) {
                CardId card = house.twin(i + WARM_UP);
                long before = System.nanoTime();
                Drafter.Outcome outcome = drafter.draft(house.tenant, card, 1, false);
                long between = System.nanoTime();
                Optional<String> answer = house.drafts.answer(house.tenant, key);
                long after = System.nanoTime();
                assertThat(outcome.state()).contains(DraftRecord.State.ACCEPTED);
                assertThat(CardAnswer.read(answer.orElseThrow()).why()).isNotEmpty();
                if (i >= 0) {
                    whole.add(between - before);
                    kept.add(after - between);
                }
            }
            assertThat(endpoint.requests).as("nothing was asked again").hasSize(1);
            print("kept answer found in the database", kept);
            print("draft from a remembered answer: card read, checked, written", whole);
        }
    }

    private static void print(String what, List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        System.out.printf(
                Locale.ROOT,
                "%s: median %.2f ms, p99 %.2f ms, most %.2f ms%n",
                what,
                sorted.get(sorted.size() / 2) / 1e6,
                sorted.get(sorted.size() * 99 / 100) / 1e6,
                sorted.getLast() / 1e6);
    }
}
