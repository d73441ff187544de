package nextbest.worker;

import com.zaxxer.hikari.HikariDataSource;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import nextbest.activities.drafting.DraftingSettings;
import nextbest.activities.mail.CardLetters;
import nextbest.activities.mail.LetterSettings;
import nextbest.activities.mail.ReportMail;
import nextbest.activities.vendor.smtp.SmtpMail;
import nextbest.activities.vendor.smtp.SmtpSettings;
import nextbest.catalogue.Catalogue;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.engine.Engine;
import nextbest.store.Connections;
import nextbest.store.Store;
import nextbest.store.security.AnswerLinks;
import nextbest.store.security.LinkKeys;
import nextbest.store.security.ReportLinks;
import nextbest.workflows.payload.PayloadJson;
import nextbest.workflows.subjectloop.LoopSettings;
import nextbest.workflows.subjectloop.SubjectLoops;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * The worker as a program of its own: {@code ./nextbest worker --nextbest.worker.database-url=jdbc:postgresql://… …}. Any
 * number of them may run; each takes over what another leaves.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableConfigurationProperties({WorkerProgramSettings.class, SmtpSettings.class, LetterSettings.class})
public class Worker {
    public static void main(String[] args) {
        var unused = new SpringApplicationBuilder(Worker.class)
                .web(WebApplicationType.NONE)
                .properties(Map.of(
                        "spring.application.name",
                        "nextbest-worker",
                        "spring.main.banner-mode",
                        "off",
                        "spring.main.keep-alive",
                        "true"))
                .run(args);
        assert unused != null;
    }

    @Bean
    HikariDataSource connections(WorkerProgramSettings settings) {
        return new HikariDataSource(Connections.to(
                "nextbest-worker",
                settings.databaseUrl(),
                settings.databaseUser(),
                settings.databasePassword(),
                settings.connections()));
    }

    @Bean
    Store store(HikariDataSource connections) {
        Catalogue standard = CatalogueReader.standard();
        return Store.on(connections, InstantSource.system(), tenant -> standard, Engine.current());
    }

    @Bean(destroyMethod = "shutdown")
    WorkflowServiceStubs temporal(WorkerProgramSettings settings) {
        return settings.temporal().connect();
    }

    @Bean
    LoopWorker loopWorker(
            WorkflowServiceStubs temporal,
            Store store,
            WorkerProgramSettings settings,
            SmtpSettings smtp,
            LetterSettings letters) {
        WorkflowClient client = PayloadJson.client(temporal, settings.temporalNamespace());
        LinkKeys keys = settings.linkKey().isEmpty()
                ? LinkKeys.kept(store.database(), store.time())
                : LinkKeys.derivedFrom(settings.linkKey().getBytes(StandardCharsets.UTF_8));
        AnswerLinks links = new AnswerLinks(keys, settings.publicUrl());
        return LoopWorker.start(
                client,
                store,
                new SubjectLoops(client, store.time()::clock, LoopSettings.standard()),
                new CardLetters(letters, store.database(), links),
                new ReportMail(letters, store, new ReportLinks(keys, settings.publicUrl())),
                new SmtpMail(smtp, InstantSource.system()),
                WorkerSettings.laptop(),
                DraftingSettings.from(System.getProperties(), System.getenv()));
    }
}
