package nextbest.standalone;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import nextbest.api.ApiConfiguration;
import nextbest.api.Lines;
import nextbest.api.Loops;
import nextbest.api.TemporalLines;
import nextbest.api.TemporalLoops;
import nextbest.catalogue.Catalogue;
import nextbest.identity.RepId;
import nextbest.identity.TenantId;
import nextbest.standalone.parts.Mailbox;
import nextbest.store.Store;
import nextbest.store.security.Accounts;
import nextbest.store.security.AnswerLinks;
import nextbest.store.security.ReportLinks;
import nextbest.store.security.Role;
import nextbest.store.security.Tokens;
import nextbest.time.BusinessClock;
import nextbest.workflows.Histories;
import nextbest.workflows.digest.RepDigests;
import nextbest.workflows.report.ReportRuns;
import nextbest.workflows.retraining.Retrainings;
import nextbest.workflows.screening.ScreeningRuns;
import nextbest.workflows.subjectloop.SubjectLoops;
import nextbest.workflows.vendor.VendorSyncs;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** The API in this process, on the parts that the worker uses too. */
final class ApiServer implements AutoCloseable {
    private final ConfigurableApplicationContext context;
    private final TemporalLoops loops;

    private ApiServer(ConfigurableApplicationContext context, TemporalLoops loops) {
        this.context = context;
        this.loops = loops;
    }

    static ApiServer start(
            Store store,
            SubjectLoops workflows,
            RepDigests digests,
            Retrainings trainings,
            VendorSyncs syncs,
            ScreeningRuns screenings,
            ReportRuns reports,
            Histories histories,
            Mailbox mailbox,
            Catalogue catalogue,
            int port,
            URI publicUrl,
            String temporalUi) {
        TemporalLoops loops = new TemporalLoops(workflows, digests, trainings, screenings, reports, histories, store);
        TemporalLines lines = new TemporalLines(syncs);
        ConfigurableApplicationContext context = new SpringApplicationBuilder(
                        Boot.class, ApiConfiguration.class, MailboxPage.class)
                .web(WebApplicationType.SERVLET)
                .registerShutdownHook(false)
                .properties(Map.of(
                        "spring.application.name", "nextbest",
                        "spring.main.banner-mode", "off",
                        "spring.main.log-startup-info", "false",
                        "logging.config", "classpath:logback.xml",
                        "server.address", "127.0.0.1",
                        "server.port", String.valueOf(port),
                        "nextbest.api.public-url", publicUrl.toString(),
                        "nextbest.api.temporal-ui", temporalUi))
                .initializers(application -> {
                    GenericApplicationContext beans = (GenericApplicationContext) application;
                    beans.registerBean("store", Store.class, () -> store);
                    beans.registerBean("catalogue", Catalogue.class, () -> catalogue);
                    beans.registerBean(
                            "mailbox", Mailbox.class, () -> mailbox, definition -> definition.setDestroyMethodName(""));
                    beans.registerBean(
                            "loops", Loops.class, () -> loops, definition -> definition.setDestroyMethodName(""));
                    beans.registerBean("lines", Lines.class, () -> lines);
                })
                .run();
        return new ApiServer(context, loops);
    }

    @EnableAutoConfiguration
    static class Boot {}

    AnswerLinks links() {
        return context.getBean(AnswerLinks.class);
    }

    ReportLinks reportLinks() {
        return context.getBean(ReportLinks.class);
    }

    /** A token for the verbs of this machine; each start makes a new one. */
    String operatorToken(TenantId tenant) {
        return context.getBean(Tokens.class)
                .issue(tenant, "the command line", Role.OPERATOR, Optional.empty(), Optional.empty())
                .secret();
    }

    /** Tells the loops that the business clock was set. */
    void clockSet(BusinessClock clock) {
        loops.clockSet(clock);
    }

    /** Starts what the workflow server lacks and the database knows of, in the background. */
    void reconcileAll() {
        loops.reconcileAll();
    }

    /** Makes a log-in for the pages, or gives it a new password. */
    void account(String login, TenantId tenant, String password, Role role, Optional<RepId> rep) {
        context.getBean(Accounts.class)
                .put(new Accounts.Account(login, tenant, new BCryptPasswordEncoder().encode(password), role, rep));
    }

    @Override
    public void close() {
        context.close();
        loops.close();
    }
}
