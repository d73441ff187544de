package nextbest.api;

import java.nio.charset.StandardCharsets;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.clock.BusinessTime;
import nextbest.store.directory.SubjectDirectory;
import nextbest.store.request.RequestLog;
import nextbest.store.security.Accounts;
import nextbest.store.security.AnswerLinks;
import nextbest.store.security.AuditTrail;
import nextbest.store.security.LinkKeys;
import nextbest.store.security.LinkUses;
import nextbest.store.security.Tokens;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;

/**
 * Brings the API into a Boot application that has the servlet, security, Thymeleaf and actuator starters. The application
 * provides the beans {@link Database}, {@link BusinessTime}, {@link NewIds}, {@link nextbest.store.tenant.Tenants}, {@link
 * nextbest.store.event.EventIntake}; and, where it has them, {@link News} and the others that the feature packages name.
 */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@EnableConfigurationProperties(ApiSettings.class)
@PropertySource("classpath:nextbest/api/api.properties")
public class ApiConfiguration {
    @Bean
    Tokens tokens(Database database, BusinessTime time) {
        return new Tokens(database, time);
    }

    @Bean
    Accounts accounts(Database database, BusinessTime time) {
        return new Accounts(database, time);
    }

    @Bean
    AuditTrail auditTrail(Database database, BusinessTime time, NewIds ids) {
        return new AuditTrail(database, time, ids);
    }

    @Bean
    SubjectDirectory subjectDirectory(Database database) {
        return new SubjectDirectory(database);
    }

    @Bean
    RequestLog requestLog(Database database, BusinessTime time) {
        return new RequestLog(database, time);
    }

    @Bean
    LinkUses linkUses(Database database, BusinessTime time) {
        return new LinkUses(database, time);
    }

    @Bean
    AnswerLinks answerLinks(Database database, BusinessTime time, ApiSettings settings) {
        return new AnswerLinks(linkKeys(database, time, settings), settings.publicUrl());
    }

    private static LinkKeys linkKeys(Database database, BusinessTime time, ApiSettings settings) {
        return settings.linkKey().isEmpty()
                ? LinkKeys.kept(database, time)
                : LinkKeys.derivedFrom(settings.linkKey().getBytes(StandardCharsets.UTF_8));
    }
}
