package nextbest.api;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The API as a program of its own: {@code ./nextbest api --nextbest.database.url=jdbc:postgresql://… …}. */
public final class Api {
    /** Every key of ours starts with one of these; what follows is checked by the settings records. */
    private static final List<String> PREFIXES = List.of(
            "nextbest.database.",
            "nextbest.temporal.",
            "nextbest.api.",
            "nextbest.oidc.",
            "nextbest.home",
            "nextbest.log",
            "nextbest.trace");

    private Api() {}

    public static void main(String[] args) {
        application().run(args);
    }

    /** The application, not yet started. */
    public static SpringApplication application() {
        return new SpringApplicationBuilder(Boot.class, ApiStore.class, ApiConfiguration.class)
                .web(WebApplicationType.SERVLET)
                .properties(Map.of("spring.application.name", "nextbest-api", "spring.main.banner-mode", "off"))
                .listeners((ApplicationListener<ApplicationPreparedEvent>)
                        event -> checkKeys(event.getApplicationContext().getEnvironment()))
                .build();
    }

    @EnableAutoConfiguration
    static class Boot {}

    /** @throws IllegalArgumentException if a key starts with nextbest, but is none of ours */
    static void checkKeys(ConfigurableEnvironment environment) {
        TreeSet<String> unknown = new TreeSet<>();
        for (var source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> listed
                    && !source.getName().equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)) {
                for (String key : listed.getPropertyNames()) {
                    if (key.startsWith("nextbest.") && PREFIXES.stream().noneMatch(key::startsWith)) {
                        unknown.add(key);
                    }
                }
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "unknown configuration " + unknown + "; allowed are keys that start with " + PREFIXES);
        }
    }
}
