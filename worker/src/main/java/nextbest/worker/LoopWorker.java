package nextbest.worker;

import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import nextbest.activities.drafting.DraftWork;
import nextbest.activities.drafting.Drafter;
import nextbest.activities.drafting.DraftingSettings;
import nextbest.activities.drafting.LanguageModel;
import nextbest.activities.drafting.NoteReader;
import nextbest.activities.drafting.OpenAiEndpoint;
import nextbest.activities.drafting.WatchedModel;
import nextbest.activities.loop.DigestWork;
import nextbest.activities.loop.LoopActivities;
import nextbest.activities.loop.OutboundActivities;
import nextbest.activities.loop.ReportWork;
import nextbest.activities.loop.RetrainingWork;
import nextbest.activities.loop.SweepWork;
import nextbest.activities.mail.CardMail;
import nextbest.activities.mail.ReportMail;
import nextbest.activities.mailbox.MailboxSettings;
import nextbest.activities.mailbox.MailboxWork;
import nextbest.activities.port.Mail;
import nextbest.activities.screening.ScreeningWork;
import nextbest.activities.sync.CardsAtVendors;
import nextbest.activities.sync.VendorRecordWork;
import nextbest.activities.sync.VendorSyncWork;
import nextbest.identity.TenantId;
import nextbest.reading.MiniLm;
import nextbest.store.Store;
import nextbest.store.tenant.Tenants;
import nextbest.store.vendor.VendorConnection;
import nextbest.topics.TextEncoder;
import nextbest.vendors.Vendors;
import nextbest.workflows.TaskQueues;
import nextbest.workflows.digest.RepDigestWorkflowImpl;
import nextbest.workflows.digest.RepDigests;
import nextbest.workflows.mailbox.MailboxRoundImpl;
import nextbest.workflows.mailbox.MailboxRounds;
import nextbest.workflows.report.AskedReportImpl;
import nextbest.workflows.report.LoopReportWorkflowImpl;
import nextbest.workflows.report.ReportRoundImpl;
import nextbest.workflows.report.ReportRuns;
import nextbest.workflows.retraining.RetrainingRoundImpl;
import nextbest.workflows.retraining.RetrainingWorkflowImpl;
import nextbest.workflows.retraining.Retrainings;
import nextbest.workflows.screening.ScreeningRoundImpl;
import nextbest.workflows.screening.ScreeningRuns;
import nextbest.workflows.screening.ScreeningWorkflowImpl;
import nextbest.workflows.subjectloop.SubjectLoopWorkflowImpl;
import nextbest.workflows.subjectloop.SubjectLoops;
import nextbest.workflows.sweep.Schedules;
import nextbest.workflows.sweep.SweepImpl;
import nextbest.workflows.vendor.VendorRecordWorkflowImpl;
import nextbest.workflows.vendor.VendorSurveyWorkflowImpl;
import nextbest.workflows.vendor.VendorSyncWorkflowImpl;
import nextbest.workflows.vendor.VendorSyncs;

/** A running worker: what it does is registered here, line by line. */
public final class LoopWorker implements AutoCloseable {
    private final WorkerFactory factory;

    private LoopWorker(WorkerFactory factory) {
        this.factory = factory;
    }

    /**
     * Starts a worker on its queues.
     *
     * @param client connected to the namespace, with the payload converter of {@code workflows}
     * @param letters writes the mails to reps
     * @param reportLetters writes the loop report
     * @param mail sends them
     * @param drafting the language model; without one cards say what their templates say
     */
    public static LoopWorker start(
            WorkflowClient client,
            Store store,
            SubjectLoops loops,
            CardMail letters,
            ReportMail reportLetters,
            Mail mail,
            WorkerSettings settings,
            Optional<DraftingSettings> drafting) {
        Objects.requireNonNull(store, "store");
        WorkerFactory factory = WorkerFactory.newInstance(
                client,
                WorkerFactoryOptions.newBuilder()
                        .setWorkflowCacheSize(settings.cachedWorkflows())
                        .build());
        var loop = factory.newWorker(
                TaskQueues.LOOP,
                WorkerOptions.newBuilder()
                        .setMaxConcurrentWorkflowTaskExecutionSize(settings.workflowTasks())
                        .setMaxConcurrentLocalActivityExecutionSize(settings.localActivities())
                        .build());
        loop.registerWorkflowImplementationTypes(
                SubjectLoopWorkflowImpl.class,
                RepDigestWorkflowImpl.class,
                SweepImpl.class,
                RetrainingWorkflowImpl.class,
                RetrainingRoundImpl.class,
                VendorSyncWorkflowImpl.class,
                VendorSurveyWorkflowImpl.class,
                VendorRecordWorkflowImpl.class,
                ScreeningWorkflowImpl.class,
                ScreeningRoundImpl.class,
                LoopReportWorkflowImpl.class,
                AskedReportImpl.class,
                ReportRoundImpl.class,
                MailboxRoundImpl.class);
        VendorSyncs lines = new VendorSyncs(client);
        RepDigests digests = new RepDigests(client, store.time()::clock);
        OutboundActivities outside = new OutboundActivities(
                store.tenants(),
                store.deliveries(),
                store.attributions(),
                store.calendar(),
                letters,
                mail,
                digests::cardWaiting,
                new CardsAtVendors(store, lines::called),
                store.time()::now);
        RetrainingWork training = new RetrainingWork(store.retrainings(), store.time()::now);
        ScreeningWork screening = new ScreeningWork(
                store, (tenant, subject) -> loops.tell(tenant, subject, 1, "screening"), new OneModel());
        DigestWork digest = new DigestWork(store.calendar(), outside);
        ReportWork reports =
                new ReportWork(store, reportLetters, mail, processes(new ReportRuns(client, store.time()::clock)));
        Optional<LanguageModel> model = drafting.map(endpoint -> new WatchedModel(
                new OpenAiEndpoint(endpoint, store.time()::realNow), store.database(), store.time()::realNow));
        Optional<Drafter> drafter =
                model.map(one -> new Drafter(store.database(), one, drafting.orElseThrow(), store.time()::now));
        Optional<NoteReader> notes =
                model.map(one -> new NoteReader(store.database(), one, drafting.orElseThrow(), store.time()::now));
        loop.registerActivitiesImplementations(
                new LoopActivities(
                        store.maker(),
                        store.decisions(),
                        store.attributions(),
                        store.answers(),
                        store.loops(),
                        tenant -> drafter.isPresent() && drafter.get().isWanted(tenant),
                        (tenant, subject) -> notes.isPresent() && notes.get().isWanted(tenant, subject)),
                digest,
                new SweepWork(store, loops),
                training,
                screening,
                reports);
        var outbound = factory.newWorker(
                TaskQueues.OUTBOUND,
                WorkerOptions.newBuilder()
                        .setMaxConcurrentActivityExecutionSize(settings.outboundActivities())
                        .build());
        outbound.registerActivitiesImplementations(
                outside,
                digest,
                training,
                screening,
                reports,
                new VendorSyncWork(store, loops, letters, Vendors::find),
                new VendorRecordWork(store, Vendors::find));
        Optional<MailboxSettings> mailbox = MailboxSettings.from(System.getProperties(), System.getenv());
        mailbox.ifPresent(one -> outbound.registerActivitiesImplementations(new MailboxWork(one, store)));
        drafter.ifPresent(one -> factory.newWorker(
                        TaskQueues.DRAFTING,
                        WorkerOptions.newBuilder()
                                .setMaxConcurrentActivityExecutionSize(
                                        drafting.orElseThrow().atOnce())
                                .build())
                .registerActivitiesImplementations(new DraftWork(one, notes.orElseThrow(), loops)));
        factory.start();
        Schedules.ensure(client);
        Retrainings.ensure(client);
        ScreeningRuns.ensure(client);
        ReportRuns.ensureRounds(client);
        if (mailbox.isPresent()) {
            MailboxRounds.ensure(client);
        }
        startLines(store, lines);
        return new LoopWorker(factory);
    }

    private static ReportWork.Processes processes(ReportRuns runs) {
        return new ReportWork.Processes() {
            @Override
            public void ensure(TenantId tenant) {
                runs.ensure(tenant);
            }

            @Override
            public void alertsWait(TenantId tenant) {
                runs.alertsWait(tenant);
            }
        };
    }

    /** Lines that should be there and are not: the workflow server may have started empty. */
    private static void startLines(Store store, VendorSyncs lines) {
        for (Tenants.Tenant tenant : store.tenants().all()) {
            for (VendorConnection connection : store.vendors().connections().all(tenant.id())) {
                if (connection.reads() || connection.writes()) {
                    lines.called(tenant.id().value(), connection.source());
                }
            }
        }
    }

    /** The sentence model takes 100 MB: it is loaded by the first document that is read, once for all. */
    private static final class OneModel implements Supplier<TextEncoder> {
        private MiniLm model;

        @Override
        public synchronized TextEncoder get() {
            if (model == null) {
                model = MiniLm.load();
            }
            return model;
        }
    }

    /**
     * Takes no new work, and waits a few seconds for what is running. What is cut off is done again by the next worker: every
     * activity may be repeated.
     */
    @Override
    public void close() {
        factory.shutdown();
        factory.awaitTermination(5, TimeUnit.SECONDS);
        factory.shutdownNow();
        factory.awaitTermination(5, TimeUnit.SECONDS);
    }
}
