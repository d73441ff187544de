package nextbest.store;

import com.zaxxer.hikari.HikariConfig;

/** How every process of an installation connects to PostgreSQL. */
public final class Connections {
    private Connections() {}

    /**
     * The settings of a pool.
     *
     * @param name for logs and metrics
     * @param url of the database, as JDBC takes it
     * @param size how many connections at most
     */
    public static HikariConfig to(String name, String url, String user, String password, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(size);
        // rows of a batch travel in one statement
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        return config;
    }
}
