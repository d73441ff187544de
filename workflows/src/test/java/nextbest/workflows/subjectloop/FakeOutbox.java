package nextbest.workflows.subjectloop;

import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way to the rep that remembers what was sent, and is out of order when the test says so. */
public final class FakeOutbox implements PresentActivities {
    public final List<PresentRequest> attempts = new CopyOnWriteArrayList<>();
    public final List<PresentRequest> presented = new CopyOnWriteArrayList<>();

    private volatile boolean broken;
    private volatile boolean refusing;
    private volatile Instant resultDue;

    public void broken(boolean now) {
        broken = now;
    }

    /** Fails in a way that another attempt cannot mend. */
    public void refusing() {
        refusing = true;
    }

    public void resultDue(Instant due) {
        resultDue = due;
    }

    public List<UUID> cards() {
        return presented.stream().map(PresentRequest::card).toList();
    }

    @Override
    public PresentResult present(PresentRequest request) {
        attempts.add(request);
        if (refusing) {
            throw ApplicationFailure.newNonRetryableFailure("the rep has no address", "no-address");
        }
        if (broken) {
            throw new IllegalStateException("the mail server is away");
        }
        presented.add(request);
        return new PresentResult("delivered", resultDue);
    }
}
