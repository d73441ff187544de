package nextbest.api;

import com.zaxxer.hikari.HikariDataSource;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.InstantSource;
import nextbest.catalogue.Catalogue;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.engine.Engine;
import nextbest.store.Connections;
import nextbest.store.Store;
import nextbest.workflows.Histories;
import nextbest.workflows.digest.RepDigests;
import nextbest.workflows.payload.PayloadJson;
import nextbest.workflows.report.ReportRuns;
import nextbest.workflows.retraining.Retrainings;
import nextbest.workflows.screening.ScreeningRuns;
import nextbest.workflows.subjectloop.LoopSettings;
import nextbest.workflows.subjectloop.SubjectLoops;
import nextbest.workflows.vendor.VendorSyncs;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The store for an API that runs by itself; beside a worker, the worker's beans serve both. */
@EnableConfigurationProperties({DatabaseSettings.class, TemporalSettings.class})
class ApiStore {
    @Bean
    HikariDataSource dataSource(DatabaseSettings settings) {
        return new HikariDataSource(Connections.to(
                "nextbest-api", settings.url(), settings.user(), settings.password(), settings.connections()));
    }

    @Bean
    Store store(HikariDataSource source) {
        Catalogue standard = CatalogueReader.standard();
        return Store.on(source, InstantSource.system(), tenant -> standard, Engine.current());
    }

    @Bean(destroyMethod = "shutdown")
    WorkflowServiceStubs temporal(TemporalSettings settings) {
        return settings.frontend().connect();
    }

    @Bean
    TemporalLoops loops(WorkflowServiceStubs temporal, TemporalSettings settings, Store store) {
        WorkflowClient client = PayloadJson.client(temporal, settings.namespace());
        return new TemporalLoops(
                new SubjectLoops(client, store.time()::clock, LoopSettings.standard()),
                new RepDigests(client, store.time()::clock),
                new Retrainings(client),
                new ScreeningRuns(client),
                new ReportRuns(client, store.time()::clock),
                new Histories(client),
                store);
    }

    @Bean
    TemporalLines lines(WorkflowServiceStubs temporal, TemporalSettings settings) {
        return new TemporalLines(new VendorSyncs(PayloadJson.client(temporal, settings.namespace())));
    }
}
