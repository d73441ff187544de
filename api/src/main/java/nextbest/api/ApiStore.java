package nextbest.api;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.InstantSource;
import nextbest.catalogue.Catalogue;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.clock.BusinessTime;
import nextbest.store.event.EventIntake;
import nextbest.store.tenant.Tenants;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The store for an API that runs by itself; beside a worker, the worker's beans serve both. */
@EnableConfigurationProperties(DatabaseSettings.class)
class ApiStore {
    @Bean
    HikariDataSource dataSource(DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("nextbest-api");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.connections());
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        return new HikariDataSource(config);
    }

    @Bean
    Database database(HikariDataSource source) {
        return new Database(source);
    }

    @Bean
    InstantSource realTime() {
        return InstantSource.system();
    }

    @Bean
    BusinessTime businessTime(Database database, InstantSource real) {
        return new BusinessTime(database, real);
    }

    @Bean
    NewIds newIds(InstantSource real) {
        return new NewIds(real);
    }

    @Bean
    Tenants tenants(Database database, BusinessTime time, NewIds ids) {
        return new Tenants(database, time, ids);
    }

    @Bean
    EventIntake eventIntake(Database database, BusinessTime time, NewIds ids) {
        return new EventIntake(database, time, ids);
    }

    @Bean
    Catalogue catalogue() {
        return CatalogueReader.standard();
    }
}
