package nextbest.api;

import io.temporal.client.WorkflowException;
import io.temporal.failure.ApplicationFailure;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.identity.TenantId;
import nextbest.process.DealRecords;
import nextbest.workflows.vendor.VendorRecordRequest;
import nextbest.workflows.vendor.VendorSurvey;
import nextbest.workflows.vendor.VendorSyncView;
import nextbest.workflows.vendor.VendorSyncs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lines as workflows on a Temporal server. */
public final class TemporalLines implements Lines, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TemporalLines.class);

    private final VendorSyncs syncs;
    /** Lines that are to be told of calls: a storm of calls tells each line once at a time. */
    private final Set<Name> toTell = ConcurrentHashMap.newKeySet();

    private final ExecutorService background = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("lines-", 0).daemon(true).factory());

    private record Name(TenantId tenant, String source) {}

    public TemporalLines(VendorSyncs syncs) {
        this.syncs = Objects.requireNonNull(syncs, "syncs");
    }

    @Override
    public void called(TenantId tenant, String source) {
        Name name = new Name(tenant, source);
        if (!toTell.add(name)) {
            return;
        }
        background.execute(() -> {
            // calls that come from here on are told again
            toTell.remove(name);
            try {
                syncs.called(tenant.value(), source);
            } catch (RuntimeException e) {
                LOG.warn("the line {} could not be told of a call; it looks by itself within minutes", source, e);
            }
        });
    }

    @Override
    public void goOn(TenantId tenant, String source) {
        try {
            syncs.goOn(tenant.value(), source);
        } catch (WorkflowException e) {
            throw unavailable(e);
        }
    }

    @Override
    public void stop(TenantId tenant, String source) {
        try {
            syncs.stop(tenant.value(), source);
        } catch (WorkflowException e) {
            throw unavailable(e);
        }
    }

    @Override
    public VendorSurvey survey(TenantId tenant, String source) {
        try {
            return syncs.survey(tenant.value(), source);
        } catch (WorkflowException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof ApplicationFailure said) {
                    throw Refusal.of(ProblemKind.CONFLICT, "the vendor: " + said.getOriginalMessage());
                }
            }
            throw unavailable(e);
        }
    }

    @Override
    public String record(VendorRecordRequest request) {
        try {
            return syncs.record(request);
        } catch (WorkflowException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof ApplicationFailure said) {
                    throw new DealRecords.Refused(request.source() + ": " + said.getOriginalMessage());
                }
            }
            LOG.error("a deal at {} could not be looked at or changed", request.source(), e);
            throw new DealRecords.Refused(request.source() + " does not answer; try again");
        }
    }

    @Override
    public Optional<VendorSyncView> view(TenantId tenant, String source) {
        try {
            return syncs.view(tenant.value(), source);
        } catch (WorkflowException e) {
            LOG.info("the line {} does not say where it stands", source, e);
            return Optional.empty();
        }
    }

    private static Refusal unavailable(WorkflowException e) {
        LOG.error("the line did not answer", e);
        return Refusal.of(ProblemKind.UNAVAILABLE, "the workflow server does not answer; try again");
    }

    @Override
    public void close() {
        background.shutdown();
    }
}
