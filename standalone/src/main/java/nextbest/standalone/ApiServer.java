package nextbest.standalone;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import nextbest.api.ApiConfiguration;
import nextbest.api.News;
import nextbest.catalogue.Catalogue;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.standalone.parts.Mailbox;
import nextbest.store.Store;
import nextbest.store.security.AnswerLinks;
import nextbest.store.security.Role;
import nextbest.store.security.Tokens;
import nextbest.workflows.subjectloop.SubjectLoops;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The API in this process, on the parts that the worker uses too. */
final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

    private final ConfigurableApplicationContext context;
    private final ExecutorService messenger;

    private ApiServer(ConfigurableApplicationContext context, ExecutorService messenger) {
        this.context = context;
        this.messenger = messenger;
    }

    static ApiServer start(
            Store store, SubjectLoops loops, Mailbox mailbox, Catalogue catalogue, int port, URI publicUrl) {
        ExecutorService messenger = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("news-", 0).daemon().factory());
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
                        "nextbest.api.public-url", publicUrl.toString()))
                .initializers(application -> register(
                        (GenericApplicationContext) application,
                        store,
                        loops,
                        mailbox,
                        catalogue,
                        new Messenger(store, loops, messenger)))
                .run();
        return new ApiServer(context, messenger);
    }

    private static void register(
            GenericApplicationContext context,
            Store store,
            SubjectLoops loops,
            Mailbox mailbox,
            Catalogue catalogue,
            News news) {
        context.registerBean("store", Store.class, () -> store);
        context.registerBean("loops", SubjectLoops.class, () -> loops);
        context.registerBean("catalogue", Catalogue.class, () -> catalogue);
        context.registerBean(
                "mailbox", Mailbox.class, () -> mailbox, definition -> definition.setDestroyMethodName(""));
        context.registerBean("news", News.class, () -> news);
    }

    /** Tells loops of news in the background; what fails here, the sweep finds. */
    private record Messenger(Store store, SubjectLoops loops, ExecutorService thread) implements News {
        @Override
        public void tell(TenantId tenant) {
            thread.execute(() -> {
                try {
                    var _ = store.inbox().settleHistory(tenant);
                    var _ = store.inbox().settleClients(tenant);
                    var _ = loops.forward(tenant, store.inbox());
                } catch (RuntimeException e) {
                    LOG.warn("the loops could not be told of news; the sweep will try again", e);
                }
            });
        }

        @Override
        public void answered(TenantId tenant, SubjectId subject) {
            thread.execute(() -> {
                try {
                    loops.tell(tenant, subject, 0, "answered");
                } catch (RuntimeException e) {
                    LOG.warn("loop {} could not be told of an answer; it will see it at its next look", subject, e);
                }
            });
        }
    }

    @EnableAutoConfiguration
    static class Boot {}

    AnswerLinks links() {
        return context.getBean(AnswerLinks.class);
    }

    /** A token for the verbs of this machine; each start makes a new one, older ones end after a day. */
    String operatorToken(TenantId tenant) {
        return context.getBean(Tokens.class)
                .issue(tenant, "verbs of this machine", Role.OPERATOR, Optional.empty(), Optional.empty())
                .secret();
    }

    @Override
    public void close() {
        context.close();
        messenger.close();
    }
}
