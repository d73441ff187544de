package nextbest.store.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import nextbest.identity.RepId;
import nextbest.store.Database;
import nextbest.store.tenant.Tenants;
import nextbest.store.testing.TestPostgres;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietHoursTest {
    private static Database database;
    private static Tenants.Tenant tenant;

    @BeforeAll
    static void start() {
        database = TestPostgres.fresh().database();
        tenant = TestPostgres.tenant(
                database, TestPostgres.standingAt(database, Instant.parse("2026-03-02T10:00:00Z")), "quiet");
    }

    private static boolean isQuiet(String zone, int from, int until, String at) {
        UUID rep = UUID.randomUUID();
        database.doInTenant(
                tenant.id(),
                transaction -> transaction.execute(
                        "insert into rep (tenant, id, name, zone, work_from, work_until) values (?, ?, 'R', ?, ?, ?)",
                        tenant.id().value(),
                        rep,
                        zone,
                        from,
                        until));
        return new RepCalendar(database).isQuiet(tenant.id(), new RepId(rep), Instant.parse(at));
    }

    /** Berlin is an hour ahead of UTC in March and two after the 29th, Los Angeles seven behind after the 8th. */
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03-02T20:59:59Z, false",
        "Europe/Berlin, 2026-03-02T21:00:00Z, true",
        "Europe/Berlin, 2026-03-03T05:59:59Z, true",
        "Europe/Berlin, 2026-03-03T06:00:00Z, false",
        "Europe/Berlin, 2026-03-30T20:00:00Z, true",
        "America/Los_Angeles, 2026-03-10T21:00:00Z, false",
        "America/Los_Angeles, 2026-03-10T05:00:00Z, true",
    })
    void itIsQuietAtNightWhereTheRepIs(String zone, String at, boolean quiet) {
        assertThat(isQuiet(zone, 9, 17, at)).isEqualTo(quiet);
    }

    @Test
    void nobodyIsDisturbedByAMailInTheOwnHours() {
        // 06:30 in Berlin
        assertThat(isQuiet("Europe/Berlin", 6, 14, "2026-03-03T05:30:00Z")).isFalse();
        assertThat(isQuiet("Europe/Berlin", 7, 15, "2026-03-03T05:30:00Z")).isTrue();
        // 22:30
        assertThat(isQuiet("Europe/Berlin", 14, 23, "2026-03-03T21:30:00Z")).isFalse();
    }
}
