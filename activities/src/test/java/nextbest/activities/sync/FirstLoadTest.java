package nextbest.activities.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.engine.Engine;
import nextbest.identity.TenantId;
import nextbest.store.Migrations;
import nextbest.store.Store;
import nextbest.store.schema.Tables;
import nextbest.store.testing.TestPostgres;
import nextbest.store.vendor.VendorConnection;
import nextbest.vendors.salesforce.FakeSalesforce;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first reading of a large org of Salesforce by a process of its own that is killed twice: with {@code --long}, and so many
 * opportunities as {@code nextbest.firstload.deals} says. The loops of the deals are not started here: that is another figure.
 */
class FirstLoadTest {
    /** Calls per day of the smallest org there is. */
    private static final int CALLS_PER_DAY = 15_000;

    /** The heap of the reading process: what it reads is many times as large. */
    private static final int HEAP_MB = 192;

    private static final Map<String, String> STAGES =
            Map.of("Qualification", "discovery", "Proposal/Price Quote", "proposal", "Closed Won", "won");

    @Test
    @Tag("long")
    void aHundredThousandOpportunitiesArriveThoughTheReaderIsKilledTwice(@TempDir Path folder) throws Exception {
        load(Integer.getInteger("nextbest.firstload.deals", 100_000), folder);
    }

    /** The same with few, every day. */
    @Test
    void opportunitiesArriveThoughTheReaderIsKilledTwice(@TempDir Path folder) throws Exception {
        load(3_000, folder);
    }

    private static void load(int count, Path folder) throws Exception {
        TestPostgres postgres = TestPostgres.fresh();
        // told already: no loop is started
        postgres.asOwner("create function told() returns trigger language plpgsql as"
                + " 'begin new.real_signalled_at = new.real_received_at; return new; end'");
        postgres.asOwner("create trigger told before insert on inbox for each row execute function told()");
        try (FakeSalesforce salesforce = new FakeSalesforce(InstantSource.system())) {
            salesforce.allow(CALLS_PER_DAY);
            salesforce.slow(3);
            fill(salesforce, count);
            Store store = Store.on(
                    postgres.source(), InstantSource.system(), t -> CatalogueReader.standard(), Engine.current());
            TenantId tenant = store.tenants()
                    .create("t" + Long.toHexString(System.nanoTime()), "Test", "EUR", "UTC")
                    .id();
            store.vendors().connections().keep(tenant, connection(salesforce));
            long before = System.nanoTime();
            List<Long> peaks = new ArrayList<>();
            for (double until : new double[] {0.3, 0.6}) {
                Process reader = start(postgres, tenant, folder);
                await(reader, store, tenant, (int) (until * count));
                peaks.add(peak(reader));
                reader.destroyForcibly();
                assertThat(reader.waitFor()).as("killed, not ended").isNotZero();
            }
            Process reader = start(postgres, tenant, folder);
            await(reader, store, tenant, count);
            peaks.add(peak(reader));
            assertThat(reader.waitFor(10, TimeUnit.MINUTES)).isTrue();
            assertThat(reader.exitValue())
                    .as(Files.readString(folder.resolve("reader.log")))
                    .isZero();
            Duration took = Duration.ofNanos(System.nanoTime() - before);

            assertThat(deals(store, tenant)).isEqualTo(count);
            assertThat(store.vendors().positions().refusals(tenant, "salesforce", 10))
                    .isEmpty();
            // one query in bulk, whoever asked, and each part once but for the two that were under way
            assertThat(salesforce.jobs()).isEqualTo(1);
            int parts = (count + 799) / 800;
            assertThat(salesforce.log().stream()
                            .filter(call -> call.endsWith("/results"))
                            .count())
                    .isBetween((long) parts, parts + 2L);
            assertThat(salesforce.used()).isLessThan(CALLS_PER_DAY);
            System.out.println("first load: " + count + " opportunities in " + took.toSeconds()
                    + " s with two kills; " + salesforce.used() + " calls of " + CALLS_PER_DAY
                    + "; memory of the reader at most " + peaks + " MB with a heap of " + HEAP_MB + " MB");
        }
    }

    private static void fill(FakeSalesforce salesforce, int count) {
        String owner = salesforce.create("User", Map.of("Name", "Rita Rep", "Email", "rita@example.com"));
        String client = salesforce.create("Account", Map.of("Name", "Northwind Pumps"));
        String contact = salesforce.create("Contact", Map.of("Name", "Carla Conti", "AccountId", client));
        for (int i = 0; i < count; i++) {
            String deal = salesforce.create(
                    "Opportunity",
                    Map.of(
                            "Name",
                            "Deal " + i + ", with a comma",
                            "StageName",
                            "Qualification",
                            "Amount",
                            1_000 + i,
                            "CloseDate",
                            "2026-06-30",
                            "OwnerId",
                            owner,
                            "AccountId",
                            client));
            salesforce.role(deal, contact, "Economic Buyer");
        }
    }

    private static VendorConnection connection(FakeSalesforce salesforce) {
        return new VendorConnection(
                "salesforce",
                "salesforce",
                Map.of(
                        "instance",
                        salesforce.base(),
                        "client-id",
                        "id",
                        "calls-per-day",
                        String.valueOf(CALLS_PER_DAY)),
                Map.of("client-secret", "secret"),
                STAGES,
                Map.of(),
                true,
                false,
                Optional.empty());
    }

    private static Process start(TestPostgres postgres, TenantId tenant, Path folder) throws IOException {
        File log = folder.resolve("reader.log").toFile();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MB + "m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        FirstLoad.class.getName(),
                        postgres.source().getJdbcUrl(),
                        Migrations.APPLICATION_ROLE,
                        postgres.source().getPassword(),
                        tenant.toString(),
                        "salesforce")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    /** Until so many are there, or the reader has ended. */
    private static void await(Process reader, Store store, TenantId tenant, int deals) throws InterruptedException {
        while (reader.isAlive() && deals(store, tenant) < deals) {
            Thread.sleep(200);
        }
    }

    private static int deals(Store store, TenantId tenant) {
        return store.database().inTenant(tenant, transaction -> transaction.fetchCount(Tables.DEAL));
    }

    /** The most memory that the process has had, in MB, where the system tells; else -1. */
    private static long peak(Process reader) throws IOException {
        Path status = Path.of("/proc", String.valueOf(reader.pid()), "status");
        if (!reader.isAlive() || !Files.exists(status)) {
            return -1;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1_024)
                .findFirst()
                .orElse(-1);
    }
}
