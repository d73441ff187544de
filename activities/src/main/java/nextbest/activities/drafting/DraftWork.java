package nextbest.activities.drafting;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.failure.ApplicationFailure;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import nextbest.identity.CardId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.store.drafting.DraftRecord;
import nextbest.workflows.drafting.DraftActivities;
import nextbest.workflows.drafting.DraftRequest;
import nextbest.workflows.drafting.DraftResult;
import nextbest.workflows.drafting.ReadRequest;
import nextbest.workflows.drafting.ReadResult;
import nextbest.workflows.subjectloop.SubjectLoops;

/**
 * The activity. It reports that it lives while the model thinks; what is worth trying again fails with its cause as the type, so
 * that operators see it in the history, and after the time that the endpoint asked for.
 */
public final class DraftWork implements DraftActivities {
    /** As many as the loop's stub allows. */
    static final int MOST_ATTEMPTS = 6;

    private static final long HEARTBEAT_MILLIS = 3_000;

    private final Drafter drafter;
    private final NoteReader notes;
    private final SubjectLoops loops;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("draft-", 0).factory());

    /** @param loops are told of signals that were found, as of other news */
    public DraftWork(Drafter drafter, NoteReader notes, SubjectLoops loops) {
        this.drafter = Objects.requireNonNull(drafter, "drafter");
        this.notes = Objects.requireNonNull(notes, "notes");
        this.loops = Objects.requireNonNull(loops, "loops");
    }

    @Override
    public DraftResult draft(DraftRequest request) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        int attempt = context.getInfo().getAttempt();
        return result(alive(
                context,
                () -> drafter.draft(
                        new TenantId(request.tenant()),
                        new CardId(request.card()),
                        attempt,
                        attempt >= MOST_ATTEMPTS)));
    }

    @Override
    public ReadResult read(ReadRequest request) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        int attempt = context.getInfo().getAttempt();
        TenantId tenant = new TenantId(request.tenant());
        SubjectId subject = new SubjectId(request.subject());
        return new ReadResult(alive(
                context,
                () -> notes.read(
                        tenant,
                        subject,
                        attempt,
                        attempt >= MOST_ATTEMPTS,
                        found -> loops.tell(tenant, subject, found, request.correlationId()))));
    }

    /** Does work on a thread of its own, so that this one can say that it lives. */
    private <T> T alive(ActivityExecutionContext context, Callable<T> work) {
        CompletableFuture<T> doing = new CompletableFuture<>();
        var thread = threads.submit(() -> {
            try {
                doing.complete(work.call());
            } catch (Exception e) {
                doing.completeExceptionally(e);
            }
        });
        try {
            return awaited(doing, context);
        } catch (RuntimeException e) {
            // the loop has given it up, or the attempt failed
            thread.cancel(true);
            throw e;
        }
    }

    private static <T> T awaited(CompletableFuture<T> doing, ActivityExecutionContext context) {
        while (true) {
            try {
                return doing.get(HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                context.heartbeat(null);
            } catch (ExecutionException e) {
                throw failure(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw ApplicationFailure.newFailure("the worker stops", "stopped");
            }
        }
    }

    private static RuntimeException failure(Throwable cause) {
        if (cause instanceof LanguageModel.Trouble trouble) {
            ApplicationFailure.Builder failure = ApplicationFailure.newBuilder()
                    .setMessage(trouble.getMessage())
                    .setType(trouble.kind().key());
            if (!trouble.retryAfter().isZero()) {
                failure.setNextRetryDelay(trouble.retryAfter());
            }
            return failure.build();
        }
        // a database that is away, or a bug: tried again like everything else that is ours
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    private static DraftResult result(Drafter.Outcome outcome) {
        return new DraftResult(
                outcome.state()
                        .map(DraftRecord.State::name)
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .orElse("not-wanted"),
                outcome.reason());
    }
}
