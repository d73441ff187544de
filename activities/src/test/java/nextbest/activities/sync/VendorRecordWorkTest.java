package nextbest.activities.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ApplicationFailure;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.engine.Engine;
import nextbest.identity.TenantId;
import nextbest.store.Store;
import nextbest.store.testing.TestPostgres;
import nextbest.store.vendor.VendorConnection;
import nextbest.vendors.Vendors;
import nextbest.vendors.hubspot.FakeHubSpot;
import nextbest.vendors.hubspot.FakeHubSpot.Fault.How;
import nextbest.workflows.vendor.VendorRecordRequest;
import nextbest.workflows.vendor.VendorSyncActivities;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes of a deal on their way to a vendor: once, from what was seen, and only where it is allowed. */
class VendorRecordWorkTest {
    private static TestPostgres postgres;

    private final FakeHubSpot hubspot = new FakeHubSpot(InstantSource.system());
    private Store store;
    private TenantId tenant;
    private VendorRecordWork work;
    private String deal;

    @BeforeAll
    static void start() {
        postgres = TestPostgres.fresh();
    }

    @BeforeEach
    void connect() {
        store = Store.on(postgres.source(), InstantSource.system(), t -> CatalogueReader.standard(), Engine.current());
        tenant = store.tenants()
                .create("r" + Long.toHexString(System.nanoTime()), "Test", "EUR", "UTC")
                .id();
        keep(true);
        work = new VendorRecordWork(store, Vendors::find);
        deal = hubspot.create(
                "deals", Map.of("dealname", "Acme", "dealstage", "appointmentscheduled", "closedate", "2026-05-15"));
    }

    @AfterEach
    void close() {
        hubspot.close();
    }

    private void keep(boolean writes) {
        store.vendors()
                .connections()
                .keep(
                        tenant,
                        new VendorConnection(
                                "hubspot",
                                "hubspot",
                                Map.of("base", hubspot.base()),
                                Map.of("token", "pat-test"),
                                Map.of("appointmentscheduled", "discovery", "presentationscheduled", "proposal"),
                                Map.of(),
                                true,
                                writes,
                                Optional.empty()));
    }

    private VendorRecordRequest request(String key, String field, String from, String to) {
        return new VendorRecordRequest(tenant.value(), "hubspot", key, deal, field, "", from, to);
    }

    @Test
    void aDayIsLookedAtChangedAndPutBack() {
        assertThat(work.value(request("", "close-date", "", ""))).isEqualTo("2026-05-15");
        work.change(request("k1", "close-date", "2026-05-15", "2026-07-01"));
        assertThat(work.value(request("", "close-date", "", ""))).isEqualTo("2026-07-01");
        work.change(request("k1-undo", "close-date", "2026-07-01", "2026-05-15"));
        assertThat(work.value(request("", "close-date", "", ""))).isEqualTo("2026-05-15");
    }

    @Test
    void anAnswerThatWasLostIsTriedAgainAndChangesNothingTwice() {
        hubspot.fail("PATCH", How.CUT_AFTER);
        assertThatThrownBy(() -> work.change(request("k2", "stage", "discovery", "proposal")))
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        e -> assertThat(e.isNonRetryable()).isFalse());
        work.change(request("k2", "stage", "discovery", "proposal"));
        assertThat(hubspot.log().stream().filter(call -> call.startsWith("PATCH")))
                .hasSize(1);
        assertThat(work.value(request("", "stage", "", ""))).isEqualTo("proposal");
    }

    @Test
    void whereSomebodyWasQuickerOrTheConnectionIsOnlyReadAPersonReadsWhy() {
        hubspot.change("deals", deal, Map.of("dealstage", "presentationscheduled"));
        assertThatThrownBy(() -> work.change(request("k3", "stage", "", "discovery")))
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        e -> assertThat(e.getType()).isEqualTo(VendorSyncActivities.NEEDS_A_PERSON))
                .hasMessageContaining("another one stands there now");
        keep(false);
        assertThatThrownBy(() -> work.value(request("", "stage", "", ""))).hasMessageContaining("written to");
    }
}
