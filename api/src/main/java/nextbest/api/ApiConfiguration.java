package nextbest.api;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import nextbest.api.connection.ConnectedRecords;
import nextbest.api.metrics.LoopMetrics;
import nextbest.api.security.oidc.OidcSettings;
import nextbest.store.Store;
import nextbest.store.clock.BusinessTime;
import nextbest.store.day.CardNotes;
import nextbest.store.directory.SubjectDirectory;
import nextbest.store.process.OwnRecords;
import nextbest.store.process.RecordChanges;
import nextbest.store.request.RequestLog;
import nextbest.store.security.Accounts;
import nextbest.store.security.AnswerLinks;
import nextbest.store.security.AuditTrail;
import nextbest.store.security.CardSessions;
import nextbest.store.security.LinkKeys;
import nextbest.store.security.LinkUses;
import nextbest.store.security.ReportLinks;
import nextbest.store.security.Tokens;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;

/**
 * Brings the API into a Boot application that has the servlet, security, Thymeleaf and actuator starters. The application
 * provides the beans {@link Store}, {@link Loops} and {@link Lines}.
 */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@EnableConfigurationProperties({ApiSettings.class, OidcSettings.class})
@PropertySource("classpath:nextbest/api/api.properties")
public class ApiConfiguration {
    @Bean
    BusinessTime businessTime(Store store) {
        return store.time();
    }

    @Bean
    Tokens tokens(Store store) {
        return new Tokens(store.database(), store.time());
    }

    @Bean
    Accounts accounts(Store store) {
        return new Accounts(store.database(), store.time());
    }

    @Bean
    AuditTrail auditTrail(Store store) {
        return new AuditTrail(store.database(), store.time(), store.ids());
    }

    @Bean
    SubjectDirectory subjectDirectory(Store store) {
        return new SubjectDirectory(store.database());
    }

    @Bean
    RequestLog requestLog(Store store) {
        return new RequestLog(store.database(), store.time());
    }

    @Bean
    LinkUses linkUses(Store store) {
        return new LinkUses(store.database(), store.time());
    }

    @Bean
    LinkKeys linkKeys(Store store, ApiSettings settings) {
        return settings.linkKey().isEmpty()
                ? LinkKeys.kept(store.database(), store.time())
                : LinkKeys.derivedFrom(settings.linkKey().getBytes(StandardCharsets.UTF_8));
    }

    @Bean
    AnswerLinks answerLinks(LinkKeys keys, ApiSettings settings) {
        return new AnswerLinks(keys, settings.publicUrl());
    }

    @Bean
    ReportLinks reportLinks(LinkKeys keys, ApiSettings settings) {
        return new ReportLinks(keys, settings.publicUrl());
    }

    @Bean
    CardSessions cardSessions(LinkKeys keys, ApiSettings settings) {
        return new CardSessions(keys, settings.publicUrl());
    }

    @Bean(destroyMethod = "close")
    LoopMetrics loopMetrics(Store store, ObjectProvider<HikariDataSource> connections, MeterRegistry meters) {
        return LoopMetrics.start(store, connections, meters);
    }

    @Bean
    RecordChanges recordChanges(Store store, Lines lines) {
        OwnRecords own = new OwnRecords(store.database(), store.intake());
        return new RecordChanges(store.database(), store.ids(), new ConnectedRecords(store, own, lines));
    }

    @Bean
    CardNotes cardNotes(Store store) {
        return new CardNotes(store.database(), store.ids());
    }
}
