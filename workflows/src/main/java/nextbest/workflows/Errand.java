package nextbest.workflows;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.Optional;

/**
 * Something sent out of the house that may be given up when it no longer matters. An attempt that is under way is never torn
 * off: its stub must wait for the cancellation to be completed, so that what was sent is known to have been sent.
 *
 * @param <R> what it brings back
 */
public final class Errand<R> {
    private final CancellationScope scope;
    private Promise<R> result;

    private Errand(Functions.Func<R> activity) {
        scope = Workflow.newCancellationScope(() -> result = Async.function(activity));
        scope.run();
    }

    /** @param activity a call of an activity stub with {@code WAIT_CANCELLATION_COMPLETED} */
    public static <R> Errand<R> send(Functions.Func<R> activity) {
        return new Errand<>(activity);
    }

    public boolean isBack() {
        return result.isCompleted();
    }

    /**
     * Gives it up unless it is back, and waits for an attempt that is under way.
     *
     * @return empty if it was given up before it succeeded
     * @throws ActivityFailure if it failed for good
     */
    public Optional<R> finish() {
        boolean givenUp = !isBack();
        if (givenUp) {
            scope.cancel("something newer is to be done first");
        }
        try {
            return Optional.of(result.get());
        } catch (CanceledFailure cancelled) {
            return Optional.empty();
        } catch (ActivityFailure failure) {
            // an attempt that was under way and failed would have been tried again
            if (givenUp || failure.getCause() instanceof CanceledFailure) {
                return Optional.empty();
            }
            throw failure;
        }
    }
}
