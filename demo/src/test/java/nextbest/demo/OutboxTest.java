package nextbest.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static List<Map<String, Object>> events(int deals, int each) {
        List<Map<String, Object>> events = new ArrayList<>();
        for (int deal = 0; deal < deals; deal++) {
            for (int i = 0; i < each; i++) {
                events.add(Map.of("id", deal + "/" + i, "subject", Map.of("kind", "deal", "id", "d" + deal)));
            }
        }
        return events;
    }

    @Test
    void batchesAreCutBetweenDeals() {
        // 142 deals of 7 events are 994; the next would make 1,001
        List<List<Map<String, Object>>> batches = Outbox.batches(events(300, 7));
        assertThat(batches).extracting(List::size).containsExactly(994, 994, 112);
    }

    @Test
    void dealThatIsLargerThanABatchIsCut() {
        assertThat(Outbox.batches(events(1, 2_500))).extracting(List::size).containsExactly(1_000, 1_000, 500);
    }

    @Test
    void nothingIsNoBatch() {
        assertThat(Outbox.batches(List.of())).isEmpty();
    }
}
