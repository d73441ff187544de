package nextbest.api.imports;

import static nextbest.store.schema.Tables.IMPORT_RUN;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import nextbest.api.Loops;
import nextbest.deal.Stage;
import nextbest.event.EventEnvelope;
import nextbest.event.Violation;
import nextbest.identity.TenantId;
import nextbest.imports.ImportOptions;
import nextbest.imports.ImportPlan;
import nextbest.imports.ImportReport;
import nextbest.imports.Imports;
import nextbest.imports.StagePlan;
import nextbest.imports.UnreadableFile;
import nextbest.store.Store;
import nextbest.store.event.EventResult;
import nextbest.store.event.StageNames;
import nextbest.store.json.RecordJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Carries out imports one after the other, in the background. A run is a row that says how far it is; sending the same files
 * again changes nothing, so a run that a crash ended is simply sent again.
 */
@Component
public final class ImportRuns implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(ImportRuns.class);
    private static final int CHUNK = 1_000;
    private static final int REFUSALS_KEPT = 100;

    private final Store store;
    private final Loops loops;
    private final ExecutorService queue = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("import-", 0).daemon(true).factory());

    ImportRuns(Store store, Loops loops) {
        this.store = store;
        this.loops = loops;
    }

    /** How an import stands. */
    public enum State {
        WAITING,
        CHECKING,
        RUNNING,
        DONE,
        /** It ended early; what was stored until then is valid. */
        FAILED
    }

    /**
     * An import.
     *
     * @param events how many events the files hold; 0 until they were checked
     * @param report what was found; absent until the files were checked
     */
    @Schema(name = "Import", description = "An import and how far it is.")
    public record Run(
            @Schema(description = "Our id; ask for it until the state is DONE or FAILED.")
            UUID id,

            @Schema(description = "WAITING, CHECKING, RUNNING, DONE or FAILED.")
            State state,

            @Schema(description = "The names of the files.") List<String> files,

            @Schema(description = "How many events the files hold; 0 until they were checked.")
            long events,

            @Schema(description = "How many were stored.") long accepted,

            @Schema(description = "How many had been stored before.")
            long duplicates,

            @Schema(description = "How many were refused when they were stored.")
            long refused,

            @Schema(description = "The first refused events.") @JsonInclude(JsonInclude.Include.NON_EMPTY)
            List<RefusedEvent> refusals,

            @Schema(description = "Why it failed.") Optional<String> failure,

            @Schema(description = "What was found in the files.")
            Optional<ImportReport> report,

            @Schema(description = "The same for people, as plain text.")
            Optional<String> text) {
        static Run begun(UUID id, List<String> files) {
            return new Run(
                    id,
                    State.WAITING,
                    files,
                    0,
                    0,
                    0,
                    0,
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        Run with(State next) {
            return new Run(id, next, files, events, accepted, duplicates, refused, refusals, failure, report, text);
        }

        Run failed(String why) {
            return new Run(
                    id,
                    State.FAILED,
                    files,
                    events,
                    accepted,
                    duplicates,
                    refused,
                    refusals,
                    Optional.of(why),
                    report,
                    text);
        }
    }

    /** An event of a file that could not be stored. */
    @Schema(name = "RefusedEvent", description = "An event of a file that could not be stored.")
    public record RefusedEvent(String id, String type, List<Violation> violations) {}

    /**
     * Begins an import.
     *
     * @param folder holds the files; it is deleted in the end
     */
    public Run begin(TenantId tenant, Path folder, List<Path> files, ImportOptions options) {
        Run run = Run.begun(
                store.ids().next(),
                files.stream().map(f -> String.valueOf(f.getFileName())).toList());
        save(tenant, run);
        queue.execute(() -> {
            try {
                carryOut(tenant, run, files, options);
            } finally {
                delete(folder);
            }
        });
        return run;
    }

    public Optional<Run> find(TenantId tenant, UUID id) {
        return store.database()
                .inTenant(
                        tenant,
                        transaction -> transaction
                                .select(IMPORT_RUN.REPORT)
                                .from(IMPORT_RUN)
                                .where(IMPORT_RUN.TENANT.eq(tenant.value()), IMPORT_RUN.ID.eq(id))
                                .fetchOptional(row -> RecordJson.read(row.value1(), Run.class)));
    }

    private void carryOut(TenantId tenant, Run begun, List<Path> files, ImportOptions options) {
        Run run = begun.with(State.CHECKING);
        save(tenant, run);
        try {
            List<Stage> known = store.tenants().stages(tenant);
            ImportPlan plan = Imports.recognise(
                    files,
                    options.withStages(known.stream()
                            .map(stage -> StagePlan.Stage.known(stage.label(), stage.kind(), stage.position()))
                            .toList()));
            stages(tenant, known, plan);
            long events = plan.report().events().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            run = new Run(
                    run.id(),
                    State.RUNNING,
                    run.files(),
                    events,
                    0,
                    0,
                    0,
                    List.of(),
                    Optional.empty(),
                    Optional.of(plan.report()),
                    Optional.of(plan.report().text()));
            save(tenant, run);
            Progress progress = new Progress(tenant, run);
            plan.events(tenant, progress::add);
            run = progress.end();
            save(tenant, run.with(State.DONE));
            loops.tell(tenant);
        } catch (UnreadableFile | IOException e) {
            save(tenant, run.failed(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            LOG.error("import {} failed", run.id(), e);
            save(tenant, run.failed("it failed on our side; the logs say why under " + run.id()));
        }
    }

    /** Makes the stages that the files name. Those that the organisation has already stay as they are. */
    private void stages(TenantId tenant, List<Stage> known, ImportPlan plan) {
        Set<String> keys = new HashSet<>();
        known.forEach(stage -> {
            keys.add(stage.key());
            keys.add(StageNames.fold(stage.label()));
        });
        List<Stage> fresh = plan.stagePlan().stages().stream()
                .filter(stage -> !keys.contains(StageNames.fold(stage.label())))
                .map(stage -> new Stage(StageNames.fold(stage.label()), stage.label(), stage.kind(), stage.position()))
                .toList();
        if (!fresh.isEmpty()) {
            store.tenants().setStages(tenant, fresh);
        }
    }

    /** Takes events in by the thousand and counts. */
    private final class Progress {
        private final TenantId tenant;
        private final List<EventEnvelope> chunk = new ArrayList<>(CHUNK);
        private final List<RefusedEvent> refusals = new ArrayList<>();
        private Run run;

        Progress(TenantId tenant, Run run) {
            this.tenant = tenant;
            this.run = run;
        }

        void add(EventEnvelope event) {
            chunk.add(event);
            if (chunk.size() == CHUNK) {
                take();
                save(tenant, run);
            }
        }

        Run end() {
            take();
            return run;
        }

        private void take() {
            long accepted = run.accepted();
            long duplicates = run.duplicates();
            long refused = run.refused();
            List<EventResult> results = store.intake().take(tenant, chunk);
            for (int i = 0; i < results.size(); i++) {
                switch (results.get(i)) {
                    case EventResult.Accepted a -> accepted++;
                    case EventResult.Duplicate d -> duplicates++;
                    case EventResult.Refused r -> {
                        refused++;
                        if (refusals.size() < REFUSALS_KEPT) {
                            EventEnvelope event = chunk.get(i);
                            refusals.add(
                                    new RefusedEvent(event.id(), event.type().wire(), r.violations()));
                        }
                    }
                }
            }
            chunk.clear();
            run = new Run(
                    run.id(),
                    State.RUNNING,
                    run.files(),
                    run.events(),
                    accepted,
                    duplicates,
                    refused,
                    List.copyOf(refusals),
                    run.failure(),
                    run.report(),
                    run.text());
        }
    }

    private void save(TenantId tenant, Run run) {
        store.database()
                .doInTenant(
                        tenant,
                        transaction -> transaction
                                .insertInto(IMPORT_RUN)
                                .set(IMPORT_RUN.TENANT, tenant.value())
                                .set(IMPORT_RUN.ID, run.id())
                                .set(IMPORT_RUN.AT, store.time().now())
                                .set(IMPORT_RUN.REPORT, RecordJson.jsonb(run))
                                .onConflict(IMPORT_RUN.TENANT, IMPORT_RUN.ID)
                                .doUpdate()
                                .set(IMPORT_RUN.REPORT, RecordJson.jsonb(run))
                                .execute());
    }

    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.warn("the files of an import could not be deleted", new UncheckedIOException(e));
        }
    }

    @Override
    public void destroy() {
        queue.shutdown();
    }
}
