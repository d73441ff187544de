package nextbest.activities.sync;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import nextbest.activities.port.Mail;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.engine.Engine;
import nextbest.store.Store;
import nextbest.vendors.Vendors;
import nextbest.workflows.subjectloop.LoopSettings;
import nextbest.workflows.subjectloop.SubjectLoops;
import nextbest.workflows.vendor.VendorRequest;
import nextbest.workflows.vendor.VendorSyncActivities;

/** A process that reads everything of a connection, step by step, as a worker does; it can be killed and started again. */
final class FirstLoad {
    private FirstLoad() {}

    /** @param args address of the database, its user and password, the organisation's id, the connection */
    public static void main(String[] args) {
        int status = 1;
        try {
            read(args);
            status = 0;
        } catch (RuntimeException e) {
            // into the log that the test looks at
            System.err.println(e);
        } finally {
            // the test environment of steps leaves a timer behind, which would not let the process end
            Runtime.getRuntime().halt(status);
        }
    }

    private static void read(String[] args) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(args[0]);
        config.setUsername(args[1]);
        config.setPassword(args[2]);
        config.setMaximumPoolSize(4);
        TestActivityEnvironment steps = TestActivityEnvironment.newInstance();
        try (HikariDataSource source = new HikariDataSource(config);
                TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance()) {
            Store store = Store.on(source, InstantSource.system(), t -> CatalogueReader.standard(), Engine.current());
            SubjectLoops loops =
                    new SubjectLoops(temporal.getWorkflowClient(), store.time()::clock, LoopSettings.standard());
            steps.registerActivitiesImplementations(new VendorSyncWork(
                    store,
                    loops,
                    (tenant, claimed, digest, now) ->
                            new Mail.Message("id", "from", "to", "subject", "<p></p>", "", Map.of()),
                    Vendors::find));
            VendorSyncActivities line = steps.newActivityStub(
                    VendorSyncActivities.class,
                    ActivityOptions.newBuilder()
                            .setStartToCloseTimeout(Duration.ofMinutes(5))
                            .setRetryOptions(RetryOptions.newBuilder()
                                    .setMaximumAttempts(3)
                                    .build())
                            .build());
            VendorRequest request = new VendorRequest(UUID.fromString(args[3]), args[4]);
            boolean more = true;
            while (more) {
                more = line.load(request).more();
            }
        } finally {
            steps.close();
        }
    }
}
