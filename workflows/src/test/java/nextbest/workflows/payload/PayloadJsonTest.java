package nextbest.workflows.payload;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import java.util.stream.Stream;
import nextbest.outcome.RepDisposition;
import nextbest.time.BusinessClock;
import nextbest.workflows.digest.DigestTime;
import nextbest.workflows.digest.RepDigestInput;
import nextbest.workflows.digest.RepDigestState;
import nextbest.workflows.subjectloop.AnswerReceipt;
import nextbest.workflows.subjectloop.DecideRequest;
import nextbest.workflows.subjectloop.DecideResult;
import nextbest.workflows.subjectloop.LoopSettings;
import nextbest.workflows.subjectloop.LoopStage;
import nextbest.workflows.subjectloop.LoopView;
import nextbest.workflows.subjectloop.News;
import nextbest.workflows.subjectloop.RepAnswer;
import nextbest.workflows.subjectloop.SubjectLoopInput;
import nextbest.workflows.subjectloop.SubjectLoopState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PayloadJsonTest {
    private static final UUID ID = UUID.fromString("01970000-0000-7000-8000-000000000001");
    private static final Instant AT = Instant.parse("2026-03-02T09:00:00.123456789Z");
    private static final BusinessClock CLOCK = new BusinessClock(AT, AT, 86_400.5, 3);

    static Stream<Object> messages() {
        return Stream.of(
                CLOCK,
                new News(3, "correlation", CLOCK),
                new SubjectLoopInput(ID, ID, CLOCK, LoopSettings.standard(), null),
                new SubjectLoopState(2, "c", true, ID, ID, ID, true, ID, AT, AT, AT, true, 9),
                new DecideRequest(ID, ID, ID, ID, "news", "c", AT),
                new DecideResult(DecideResult.Status.DECIDED, ID, ID, true, true, ID, "s", "high", "unknown", AT),
                new DecideResult(DecideResult.Status.GONE, null, null, false, false, null, null, null, null, null),
                new RepAnswer("a", ID, 2, RepDisposition.SNOOZED, null, null, null, AT, AT, ID, "mail", "rep"),
                new AnswerReceipt(AnswerReceipt.Status.REFUSED, null, "not-yours", "words", ID, AT),
                new LoopView(LoopStage.TRACK, "news", ID, ID, AT, 4),
                new RepDigestInput(
                        ID, ID, CLOCK, new RepDigestState(new DigestTime(AT, LocalDate.EPOCH), false, 3, 4)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void whatIsWrittenIsReadBackEqual(Object message) {
        assertThat(read(json(message), message.getClass())).isEqualTo(message);
    }

    @Test
    void aMessageIsItsComponentsAndNothingElse() {
        assertThat(json(CLOCK))
                .isEqualTo("{\"businessStart\":\"2026-03-02T09:00:00.123456789Z\","
                        + "\"realStart\":\"2026-03-02T09:00:00.123456789Z\",\"rate\":86400.5,\"version\":3}");
        assertThat(json(new LoopSettings(Duration.ofMinutes(10), Duration.ofDays(1))))
                .isEqualTo("{\"debounce\":\"PT10M\",\"reviewEvery\":\"PT24H\"}");
    }

    @Test
    void anOlderWorkerReadsWhatANewerOneAdded() {
        assertThat(read("{\"events\":2,\"correlationId\":\"c\",\"urgent\":true}", News.class))
                .isEqualTo(new News(2, "c", null));
    }

    @Test
    void aNewerWorkerReadsAnOlderMessageThatLacksAField() {
        assertThat(read("{\"paused\":true}", SubjectLoopState.class))
                .isEqualTo(
                        new SubjectLoopState(0, null, true, null, null, null, false, null, null, null, null, false, 0));
    }

    private static String json(Object message) {
        return PayloadJson.converter()
                .toPayload(message)
                .orElseThrow()
                .getData()
                .toStringUtf8();
    }

    private static <T> T read(String json, Class<T> type) {
        Payload payload = Payload.newBuilder()
                .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
                .setData(ByteString.copyFromUtf8(json))
                .build();
        return PayloadJson.converter().fromPayload(payload, type, type);
    }
}
