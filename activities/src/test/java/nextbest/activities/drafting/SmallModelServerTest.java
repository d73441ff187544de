package nextbest.activities.drafting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The small model as an endpoint for a house that is tried out: {@code -Dnextbest.serve.port=8089 -Dnextbest.serve.minutes=30}.
 * Without them it only looks whether somebody answers.
 */
@Tag("model")
class SmallModelServerTest {
    @Test
    void theSmallModelAnswersOverHttp() throws IOException, InterruptedException {
        SmallModel small =
                SmallModel.start(Integer.getInteger("nextbest.serve.port", 0)).orElse(null);
        assumeThat(small)
                .as("the small model is not here; its package could not be fetched or run")
                .isNotNull();
        try (small) {
            System.out.println(
                    "NEXTBEST_DRAFTING_BASE_URL=" + small.address() + " NEXTBEST_DRAFTING_MODEL=smollm2-135m");
            HttpURLConnection probe = (HttpURLConnection)
                    small.address().resolve("/nothing").toURL().openConnection();
            assertThat(probe.getResponseCode()).isEqualTo(404);
            Thread.sleep(Integer.getInteger("nextbest.serve.minutes", 0) * 60_000L);
        }
    }
}
