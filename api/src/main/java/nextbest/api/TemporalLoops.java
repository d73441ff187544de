package nextbest.api;

import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.event.SubjectRef;
import nextbest.identity.CardId;
import nextbest.identity.DecisionId;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.outcome.Answer;
import nextbest.store.Store;
import nextbest.store.directory.Scope;
import nextbest.store.directory.SubjectDirectory;
import nextbest.store.directory.SubjectEntry;
import nextbest.store.feedback.AnswerResult;
import nextbest.store.loop.LoopStates;
import nextbest.store.product.ScreeningOccasions;
import nextbest.store.product.Screenings;
import nextbest.store.tenant.Tenants;
import nextbest.time.BusinessClock;
import nextbest.workflows.Histories;
import nextbest.workflows.digest.RepDigests;
import nextbest.workflows.report.ReportRuns;
import nextbest.workflows.report.SendReportRequest;
import nextbest.workflows.report.SentReport;
import nextbest.workflows.retraining.Retrainings;
import nextbest.workflows.screening.ScreeningRuns;
import nextbest.workflows.subjectloop.AnswerReceipt;
import nextbest.workflows.subjectloop.DecideResult;
import nextbest.workflows.subjectloop.RepAnswer;
import nextbest.workflows.subjectloop.SubjectLoops;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loops as workflows on a Temporal server. */
public final class TemporalLoops implements Loops, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TemporalLoops.class);
    private static final int PAGE = 500;
    private static final Duration REPORT_PATIENCE = Duration.ofSeconds(20);

    private final SubjectLoops loops;
    private final RepDigests digests;
    private final Retrainings trainings;
    private final ScreeningRuns screenings;
    private final ReportRuns reports;
    private final ScreeningOccasions occasions;
    private final Histories histories;
    private final Store store;
    private final SubjectDirectory directory;
    private final ExecutorService background = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("loops-", 0).daemon(true).factory());

    public TemporalLoops(
            SubjectLoops loops,
            RepDigests digests,
            Retrainings trainings,
            ScreeningRuns screenings,
            ReportRuns reports,
            Histories histories,
            Store store) {
        this.histories = Objects.requireNonNull(histories, "histories");
        this.trainings = Objects.requireNonNull(trainings, "trainings");
        this.digests = Objects.requireNonNull(digests, "digests");
        this.loops = Objects.requireNonNull(loops, "loops");
        this.store = Objects.requireNonNull(store, "store");
        this.screenings = Objects.requireNonNull(screenings, "screenings");
        this.reports = Objects.requireNonNull(reports, "reports");
        this.occasions = new ScreeningOccasions(
                store.database(), store.time(), new Screenings(store.database(), store.time(), store.ids()));
        this.directory = new SubjectDirectory(store.database());
    }

    /** In the background: a batch of a thousand deals would keep its sender waiting for seconds. */
    @Override
    public void tell(TenantId tenant) {
        background.execute(() -> {
            try {
                loops.forward(tenant, store.inbox());
            } catch (RuntimeException e) {
                LOG.warn("not all loops could be told of news; the sweep of the inbox repeats it", e);
            }
            try {
                occasions.due(tenant).forEach(screening -> screenings.start(tenant.value(), screening));
            } catch (RuntimeException e) {
                LOG.warn("what is new could not be screened for; the next round of the screenings repeats it", e);
            }
        });
    }

    @Override
    public AnswerResult answer(
            TenantId tenant, SubjectId subject, Answer answer, Optional<RepId> by, String channel, String actor) {
        AnswerReceipt receipt;
        try {
            Answer bare = store.answers().putWordsAside(tenant, answer);
            receipt = loops.answer(tenant, subject, RepAnswer.of(bare, by.map(RepId::value), channel, actor));
        } catch (WorkflowException e) {
            throw unavailable(e);
        }
        return switch (receipt.status()) {
            case RECORDED ->
                new AnswerResult.Recorded(subject, receipt.current(), Optional.ofNullable(receipt.resultDue()));
            case DUPLICATE -> new AnswerResult.Duplicate(subject, receipt.current());
            case REFUSED ->
                new AnswerResult.Refused(
                        receipt.code(),
                        receipt.explanation(),
                        Optional.ofNullable(receipt.currentCard()).map(CardId::new));
        };
    }

    @Override
    public Optional<DecisionId> decideNow(TenantId tenant, SubjectId subject, String correlationId) {
        if (store.loops()
                .of(tenant, subject)
                .filter(LoopStates.State.STOPPED::equals)
                .isPresent()) {
            throw Refusal.of(
                    ProblemKind.CONFLICT,
                    "the loop of this subject was stopped by a person; resume it before asking for a decision");
        }
        try {
            DecideResult result = loops.decideNow(tenant, subject, correlationId);
            return Optional.ofNullable(result.decision()).map(DecisionId::new);
        } catch (WorkflowException e) {
            throw unavailable(e);
        }
    }

    @Override
    public void clockSet(BusinessClock clock) {
        background.execute(() -> {
            for (Tenants.Tenant tenant : store.tenants().all()) {
                clockSet(tenant.id(), clock);
            }
        });
    }

    private void clockSet(TenantId tenant, BusinessClock clock) {
        forEachDeal(tenant, Optional.empty(), deal -> loops.clockSet(tenant, deal, clock));
        for (RepId rep : directory.reps(tenant)) {
            digests.clockSet(tenant, rep, clock);
        }
        reports.clockSet(tenant, clock);
    }

    @Override
    public void decideAll(TenantId tenant) {
        background.execute(() -> forEachDeal(
                tenant, Optional.of(SubjectEntry.Status.OPEN), deal -> loops.tell(tenant, deal, 1, "decide-all")));
    }

    @Override
    public void decideAnew(TenantId tenant, Collection<SubjectId> subjects) {
        background.execute(() -> each(subjects, deal -> loops.tell(tenant, deal, 1, "decide-anew")));
    }

    @Override
    public void presentAgain(TenantId tenant, Collection<SubjectId> subjects) {
        background.execute(() -> new Reconciliation(tenant, loops, digests, store).startAnew(new HashSet<>(subjects)));
    }

    @Override
    public Histories.Search searchHistories(TenantId tenant, Predicate<String> wanted) {
        try {
            return histories.search(tenant.value(), wanted);
        } catch (StatusRuntimeException | WorkflowException e) {
            LOG.error("the histories could not be looked through", e);
            throw Refusal.of(
                    ProblemKind.UNAVAILABLE,
                    "the workflow server does not answer, so its histories were not looked through; ask again");
        }
    }

    @Override
    public void control(TenantId tenant, SubjectId subject, Command command) {
        try {
            switch (command) {
                case PAUSE -> {
                    store.loops().pause(tenant, subject);
                    loops.pause(tenant, subject);
                }
                case RESUME -> {
                    if (store.loops().resume(tenant, subject)) {
                        loops.tell(tenant, subject, 1, "resume");
                    } else {
                        store.loops().goOn(tenant, subject);
                        loops.resume(tenant, subject);
                    }
                }
                case STOP -> {
                    store.loops().stop(tenant, subject);
                    loops.stop(tenant, subject);
                }
            }
        } catch (WorkflowNotFoundException e) {
            LOG.info("the loop of {} is not running: {} changes nothing", subject, command);
        } catch (WorkflowException e) {
            throw unavailable(e);
        }
    }

    @Override
    public void controlAll(TenantId tenant, Command command) {
        background.execute(() ->
                forEachDeal(tenant, Optional.of(SubjectEntry.Status.OPEN), deal -> control(tenant, deal, command)));
    }

    @Override
    public void train(TenantId tenant, String reason) {
        try {
            trainings.start(tenant.value(), reason);
        } catch (WorkflowException e) {
            throw unavailable(e);
        }
    }

    @Override
    public void screen(TenantId tenant, UUID screening) {
        try {
            screenings.start(tenant.value(), screening);
        } catch (WorkflowException e) {
            throw unavailable(e);
        }
    }

    /** A change that is not told is noticed with the next report at the latest. */
    @Override
    public void reportsChanged(TenantId tenant) {
        background.execute(() -> {
            try {
                // where nobody could be reached it has ended; one that is of no use ends at once
                reports.ensure(tenant);
                reports.settingsChanged(tenant);
            } catch (RuntimeException e) {
                LOG.warn("the reports of tenant {} could not be told of their new setting", tenant, e);
            }
        });
    }

    @Override
    public Optional<SentReport> sendReport(SendReportRequest request) {
        try {
            return reports.send(request, REPORT_PATIENCE);
        } catch (WorkflowException e) {
            throw unavailable(e);
        }
    }

    /** One at a time: two would start and end each other's loops. */
    @Override
    public synchronized Reconciled reconcile(TenantId tenant, boolean rebuild) {
        try {
            Reconciled done = new Reconciliation(tenant, loops, digests, store).run(rebuild);
            LOG.info("reconciled the loops of tenant {}: {}", tenant, done);
            return done;
        } catch (WorkflowException e) {
            throw unavailable(e);
        }
    }

    /** Reconciles all organisations, because the workflow server starts empty. Returns at once. */
    public void reconcileAll() {
        background.execute(() -> {
            for (Tenants.Tenant tenant : store.tenants().all()) {
                try {
                    var _ = reconcile(tenant.id(), false);
                } catch (RuntimeException e) {
                    LOG.error(
                            "the loops of tenant {} could not be reconciled; ./nextbest reconcile does it again",
                            tenant.key(),
                            e);
                }
            }
        });
    }

    private void forEachDeal(TenantId tenant, Optional<SubjectEntry.Status> status, Consumer<SubjectId> work) {
        Optional<SubjectId> after = Optional.empty();
        do {
            SubjectDirectory.Page page = directory.list(
                    tenant,
                    new SubjectDirectory.Filter(
                            Optional.of(SubjectRef.Kind.DEAL), status, Optional.empty(), Optional.empty(), after, PAGE),
                    new Scope.Everything());
            each(page.entries().stream().map(SubjectEntry::id).toList(), work);
            after = page.next();
        } while (after.isPresent());
    }

    /** One that cannot be told does not hold up the others. */
    private static void each(Collection<SubjectId> subjects, Consumer<SubjectId> work) {
        for (SubjectId subject : subjects) {
            try {
                work.accept(subject);
            } catch (RuntimeException e) {
                LOG.warn("the loop of {} could not be told", subject, e);
            }
        }
    }

    private static Refusal unavailable(WorkflowException e) {
        LOG.error("the loop did not answer", e);
        return Refusal.of(
                ProblemKind.UNAVAILABLE,
                e instanceof WorkflowServiceException
                        ? "the workflow server does not answer; try again with the same id"
                        : "the deal's loop could not do this; try again with the same id");
    }

    @Override
    public void close() {
        background.shutdown();
    }
}
