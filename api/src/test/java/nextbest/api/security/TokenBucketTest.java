package nextbest.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    // 3 at once, one more every two seconds
    private final TokenBucket bucket = new TokenBucket(3, 0.5, now::get);

    @Test
    void aBurstPassesAndThenOneAtATime() {
        for (int i = 0; i < 3; i++) {
            assertThat(bucket.refuses("a")).isEmpty();
        }
        assertThat(bucket.refuses("a")).contains(Duration.ofSeconds(2));
        now.updateAndGet(t -> t.plusSeconds(2));
        assertThat(bucket.refuses("a")).isEmpty();
        assertThat(bucket.refuses("a")).isPresent();
    }

    @Test
    void callersDoNotUseUpEachOthersPermits() {
        for (int i = 0; i < 4; i++) {
            var _ = bucket.refuses("a");
        }
        assertThat(bucket.refuses("a")).isPresent();
        assertThat(bucket.refuses("b")).isEmpty();
    }

    @Test
    void waitingLongFillsTheBucketAndNoMore() {
        now.updateAndGet(t -> t.plus(Duration.ofDays(1)));
        for (int i = 0; i < 3; i++) {
            assertThat(bucket.refuses("a")).isEmpty();
        }
        assertThat(bucket.refuses("a")).isPresent();
    }
}
