package nextbest.activities.sync;

import io.temporal.failure.ApplicationFailure;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import nextbest.fact.Keyed;
import nextbest.identity.TenantId;
import nextbest.process.RecordField;
import nextbest.store.Store;
import nextbest.store.vendor.VendorConnection;
import nextbest.vendors.Vendor;
import nextbest.vendors.port.Capability;
import nextbest.vendors.port.DealChanges;
import nextbest.vendors.port.VendorTrouble;
import nextbest.workflows.vendor.VendorRecordActivities;
import nextbest.workflows.vendor.VendorRecordRequest;
import nextbest.workflows.vendor.VendorSyncActivities;

/** Looks at and changes deals at vendors. The vendor's adapter compares the old value and makes no change twice. */
public final class VendorRecordWork implements VendorRecordActivities {
    private final Store store;
    private final VendorLines lines;

    /** @param vendors finds a vendor by its key */
    public VendorRecordWork(Store store, Function<String, Optional<Vendor>> vendors) {
        this.store = Objects.requireNonNull(store, "store");
        this.lines = new VendorLines(store, vendors);
    }

    private interface Work<T> {
        T on(DealChanges changes, RecordField field);
    }

    @Override
    public String value(VendorRecordRequest request) {
        return with(request, (changes, field) -> changes.value(request.deal(), field, request.contact()));
    }

    @Override
    public void change(VendorRecordRequest request) {
        var unused = with(request, (changes, field) -> {
            changes.change(request.deal(), field, request.contact(), request.from(), request.to());
            return true;
        });
        assert unused;
    }

    private <T> T with(VendorRecordRequest request, Work<T> work) {
        TenantId tenant = new TenantId(request.tenant());
        RecordField field = Keyed.find(RecordField.class, request.field())
                .orElseThrow(() -> ApplicationFailure.newNonRetryableFailure(
                        "there is no field " + request.field() + " of a record; allowed are "
                                + Keyed.allowed(RecordField.class),
                        VendorSyncActivities.NEEDS_A_PERSON));
        VendorConnection connection = store.vendors()
                .connections()
                .find(tenant, request.source())
                .filter(VendorConnection::writes)
                .orElseThrow(() -> ApplicationFailure.newNonRetryableFailure(
                        "there is no connection " + request.source() + " that is written to",
                        VendorSyncActivities.NEEDS_A_PERSON));
        try {
            DealChanges changes = lines.open(tenant, connection)
                    .dealChanges()
                    .orElseThrow(() -> VendorTrouble.notAble(request.source(), Capability.CHANGE_DEALS));
            return work.on(changes, field);
        } catch (VendorTrouble e) {
            throw ApplicationFailure.newBuilder()
                    .setMessage(e.getMessage())
                    .setType(e.what().passing() ? e.what().name() : VendorSyncActivities.NEEDS_A_PERSON)
                    .setNonRetryable(!e.what().passing())
                    .setNextRetryDelay(e.after().isZero() ? null : e.after())
                    .build();
        }
    }
}
