package nextbest.workflows.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.Worker;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import nextbest.identity.RepId;
import nextbest.identity.TenantId;
import nextbest.time.BusinessClock;
import nextbest.workflows.TaskQueues;
import nextbest.workflows.TestHouse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

// a workflow that waits for what never comes would keep the build waiting
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RepDigestTest {
    private static final TenantId TENANT = new TenantId(UUID.fromString("01970000-0000-7000-8000-000000000001"));
    private static final RepId REP = new RepId(UUID.fromString("01970000-0000-7000-8000-000000000003"));
    private static final ZoneId ZONE = ZoneId.of("America/New_York");

    /** Eight o'clock in New York, Monday to Friday. */
    private static final class Calendar implements DigestActivities {
        private volatile boolean gone;

        @Override
        public DigestTime nextDigestAt(DigestTimeRequest request) {
            if (gone) {
                return new DigestTime(null, null);
            }
            LocalDate day = request.after().atZone(ZONE).toLocalDate();
            while (true) {
                Instant at = day.atTime(LocalTime.of(8, 0)).atZone(ZONE).toInstant();
                boolean worked = day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
                if (worked && at.isAfter(request.after())) {
                    return new DigestTime(at, day);
                }
                day = day.plusDays(1);
            }
        }
    }

    /** Cards wait until a digest takes them. */
    private static final class Mail implements SendDigestActivities {
        private final List<DigestRequest> sent = new CopyOnWriteArrayList<>();
        private final AtomicInteger waiting = new AtomicInteger();
        private volatile boolean broken;

        @Override
        public DigestResult send(DigestRequest request) {
            if (broken) {
                throw new IllegalStateException("the mail server is away");
            }
            int cards = waiting.getAndSet(0);
            if (cards == 0) {
                return new DigestResult("empty", 0, 0);
            }
            sent.add(request);
            return new DigestResult("delivered", cards, 0);
        }
    }

    private final TestHouse house = new TestHouse();
    private final Calendar calendar = new Calendar();
    private final Mail mail = new Mail();
    private BusinessClock clock = TestHouse.wall();
    private RepDigests digests;

    @BeforeEach
    void start() {
        Worker worker = house.worker(TaskQueues.LOOP);
        worker.registerWorkflowImplementationTypes(RepDigestWorkflowImpl.class);
        worker.registerActivitiesImplementations(calendar);
        house.worker(TaskQueues.OUTBOUND).registerActivitiesImplementations(mail);
        house.start();
        digests = new RepDigests(house.client(), () -> clock);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void cardWaits() {
        mail.waiting.incrementAndGet();
        digests.cardWaiting(TENANT, REP);
        house.settle();
    }

    private WorkflowStub stub() {
        return house.client().newUntypedWorkflowStub(RepDigests.workflowId(TENANT, REP));
    }

    @Test
    void cardsOfADayGoOutAsOneDigestAtTheRepsHour() {
        cardWaits();
        cardWaits();
        house.pass(Duration.ofHours(5));

        // the test begins on Monday at 9:00 UTC, which is 4:00 in New York
        assertThat(mail.sent).singleElement().satisfies(sent -> {
            assertThat(sent.day()).isEqualTo("2026-03-02");
            assertThat(sent.key()).isEqualTo("digest-" + REP + "-2026-03-02");
            assertThat(sent.at()).isAfterOrEqualTo(Instant.parse("2026-03-02T13:00:00Z"));
        });
    }

    @Test
    void whatComesOnFridayEveningWaitsForMonday() {
        cardWaits();
        house.pass(Duration.ofDays(4).plusHours(12)); // Friday 16:00 in New York
        cardWaits();
        house.pass(Duration.ofDays(4));
        assertThat(mail.sent)
                .extracting(DigestRequest::day)
                .extracting(LocalDate::toString)
                .containsExactly("2026-03-02", "2026-03-09");
    }

    @Test
    void theHourFollowsTheZoneWhenItsClocksChange() {
        cardWaits();
        house.pass(Duration.ofDays(6)); // clocks in New York change on Sunday, 8 March 2026
        cardWaits();
        house.pass(Duration.ofDays(2));
        assertThat(mail.sent.getLast().at())
                .isBetween(Instant.parse("2026-03-09T12:00:00Z"), Instant.parse("2026-03-09T12:00:10Z"));
    }

    @Test
    void withoutAnyCardForThirtyDigestDaysItEndsAndTheNextCardStartsItAgain() {
        cardWaits();
        stub().getResult(Void.class);
        // Monday 2 March carries the card; the thirtieth working day after it is Monday 13 April
        assertThat(house.lastEventAt(RepDigests.workflowId(TENANT, REP)))
                .isBetween(Instant.parse("2026-04-13T12:00:00Z"), Instant.parse("2026-04-13T12:01:00Z"));
        cardWaits();
        // the server's time has skipped to some day of the week
        house.pass(Duration.ofDays(4));
        assertThat(mail.sent).hasSize(2);
    }

    @Test
    void aCardInBetweenStartsTheCountAgain() {
        cardWaits();
        house.pass(Duration.ofDays(35));
        cardWaits();
        house.pass(Duration.ofDays(35));
        assertThat(digests.view(TENANT, REP).sent()).isEqualTo(2);
        assertThat(details()).contains("days in a row without a card");
    }

    @Test
    void aPausedDigestSendsNothingAndItsCardsWait() {
        cardWaits();
        digests.pause(TENANT, REP);
        house.pass(Duration.ofDays(3));
        assertThat(mail.sent).isEmpty();
        assertThat(digests.view(TENANT, REP).waitsFor()).isEqualTo("a person to resume it");

        digests.resume(TENANT, REP);
        house.pass(Duration.ofDays(1));
        assertThat(mail.sent).hasSize(1);
    }

    @Test
    void aStopEndsItEvenWhileADigestCannotGoOut() {
        mail.broken = true;
        cardWaits();
        house.pass(Duration.ofHours(6));
        digests.stop(TENANT, REP);
        stub().getResult(Void.class);
        assertThat(mail.sent).isEmpty();
    }

    @Test
    void aDigestThatCannotGoOutIsOvertakenByTheNextDays() {
        mail.broken = true;
        cardWaits();
        house.pass(Duration.ofDays(1).plusHours(5));
        mail.broken = false;
        house.pass(Duration.ofMinutes(10));
        assertThat(mail.sent).extracting(DigestRequest::key).containsExactly("digest-" + REP + "-2026-03-03");
    }

    @Test
    void aClockThatIsSetForwardBringsTheNextDigestForward() {
        cardWaits();
        clock = clock.movedTo(Instant.parse("2026-03-05T12:59:00Z"), house.now());
        digests.clockSet(TENANT, REP, clock);
        house.pass(Duration.ofMinutes(2));
        assertThat(mail.sent).extracting(DigestRequest::key).containsExactly("digest-" + REP + "-2026-03-05");
    }

    @Test
    void aRepWhoGetsNoDigestsHasNone() {
        calendar.gone = true;
        cardWaits();
        stub().getResult(Void.class);
        assertThat(mail.sent).isEmpty();
    }

    @Test
    void operatorsReadWhatItWaitsFor() {
        cardWaits();
        assertThat(details())
                .startsWith("Waits for the digest of 2026-03-02.\n\nNext digest: 2026-03-02T13:00:00Z (business time)")
                .contains("Digests so far: 0");
    }

    private String details() {
        return stub().query(WorkflowClient.QUERY_TYPE_WORKFLOW_METADATA, WorkflowMetadata.class)
                .getCurrentDetails();
    }
}
