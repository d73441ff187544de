package nextbest.api;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where PostgreSQL is: keys {@code nextbest.database.*}. An unknown key is an error at start.
 *
 * @param url {@code jdbc:postgresql://HOST:PORT/NAME}
 * @param user the application role, which must not be a superuser: row-level security would be void
 * @param password of that role
 * @param connections the most connections at once, 1 to 200
 */
@ConfigurationProperties(prefix = "nextbest.database", ignoreUnknownFields = false)
record DatabaseSettings(
        String url,
        @DefaultValue("nextbest_app") String user,
        @DefaultValue("") String password,
        @DefaultValue("16") int connections) {
    DatabaseSettings {
        if (url == null || !url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("nextbest.database.url must be jdbc:postgresql://HOST:PORT/NAME, but is "
                    + (url == null ? "not set" : url.replaceAll("password=[^&]*", "password=***")));
        }
        if (connections < 1 || connections > 200) {
            throw new IllegalArgumentException("nextbest.database.connections must be 1 to 200, but is " + connections);
        }
    }

    @Override
    public String toString() {
        return "DatabaseSettings[url=" + url.replaceAll("password=[^&]*", "password=***") + ", user=" + user
                + ", password=***, connections=" + connections + "]";
    }
}
