package nextbest.api.connection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nextbest.api.Lines;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.process.DealRecords;
import nextbest.process.RecordChange;
import nextbest.process.RecordField;
import nextbest.store.Store;
import nextbest.store.process.OwnRecords;
import nextbest.store.vendor.VendorConnection;
import nextbest.vendors.Mapping;
import nextbest.vendors.Vendors;
import nextbest.vendors.port.Capability;
import nextbest.workflows.vendor.VendorRecordRequest;

/**
 * The record of deals where the organisation's systems are connected: a deal is changed in the system that it came from, if that
 * is written to and lets the field be changed, and then here, so that the loop knows at once. What no system of the deal can hold
 * is kept here alone, but never a stage, day or role of a deal that another system leads.
 */
public final class ConnectedRecords implements DealRecords {
    private final Store store;
    private final OwnRecords own;
    private final Lines lines;

    public ConnectedRecords(Store store, OwnRecords own, Lines lines) {
        this.store = Objects.requireNonNull(store, "store");
        this.own = Objects.requireNonNull(own, "own");
        this.lines = Objects.requireNonNull(lines, "lines");
    }

    /**
     * A system that knows a deal.
     *
     * @param leads whether it is a CRM: it keeps the way of a deal, an engagement platform only a copy of it
     */
    private record Home(String source, String deal, Set<RecordField> changeable, boolean writes, boolean leads) {}

    /** A CRM before any other system; of several one that is written to before one that is only read, then the first by name. */
    private Optional<Home> home(TenantId tenant, SubjectId deal) {
        List<Home> homes = new ArrayList<>();
        for (Map.Entry<String, String> name : store.vendors().records().namesOf(tenant, deal)) {
            store.vendors()
                    .connections()
                    .find(tenant, name.getKey())
                    .filter(connection -> connection.reads() || connection.writes())
                    .ifPresent(connection -> homes.add(new Home(
                            name.getKey(),
                            name.getValue(),
                            changeable(tenant, connection),
                            connection.writes(),
                            Vendors.find(connection.vendor())
                                    .filter(vendor -> vendor.capabilities().contains(Capability.READ_STAGE_HISTORY))
                                    .isPresent())));
        }
        return homes.stream()
                .min(Comparator.comparing(Home::leads)
                        .thenComparing(Home::writes)
                        .reversed());
    }

    private Set<RecordField> changeable(TenantId tenant, VendorConnection connection) {
        if (!connection.writes()) {
            return Set.of();
        }
        Mapping mapping = new Mapping(
                connection.stages(),
                connection.fields(),
                store.tenants().get(tenant).currency());
        return Vendors.find(connection.vendor())
                .map(vendor -> vendor.changeable(mapping))
                .orElse(Set.of());
    }

    @Override
    public Set<RecordField> changeable(TenantId tenant, SubjectId deal) {
        Optional<Home> home = home(tenant, deal);
        if (home.isEmpty()) {
            return own.changeable(tenant, deal);
        }
        Set<RecordField> all = EnumSet.of(RecordField.DISCOUNT, RecordField.LEGAL_REVIEW);
        all.addAll(home.get().changeable());
        return all;
    }

    @Override
    public Set<RecordField> undoable(TenantId tenant, SubjectId deal) {
        return changeable(tenant, deal);
    }

    /** Where a field of a deal is changed; empty: here. */
    private Optional<Home> placeOf(TenantId tenant, SubjectId deal, RecordField field) {
        return home(tenant, deal).filter(home -> home.changeable().contains(field));
    }

    @Override
    public String value(TenantId tenant, SubjectId deal, RecordField field, String object) {
        Optional<Home> place = placeOf(tenant, deal, field);
        return place.isEmpty()
                ? own.value(tenant, deal, field, object)
                : lines.record(new VendorRecordRequest(
                        tenant.value(),
                        place.get().source(),
                        "",
                        place.get().deal(),
                        field.key(),
                        contact(tenant, place.get(), object),
                        "",
                        ""));
    }

    private String contact(TenantId tenant, Home place, String object) {
        return object.isEmpty()
                ? ""
                : store.vendors()
                        .records()
                        .contact(tenant, place.source(), UUID.fromString(object))
                        .orElseThrow(() -> new Refused(
                                "expected a contact that " + place.source() + " knows, but " + object + " is not"));
    }

    @Override
    public void make(TenantId tenant, RecordChange change) {
        placeOf(tenant, change.deal(), change.field())
                .ifPresent(place -> write(tenant, place, change, change.key(), change.from(), change.to()));
        own.make(tenant, change);
    }

    @Override
    public void undo(TenantId tenant, RecordChange change, Instant at) {
        placeOf(tenant, change.deal(), change.field())
                .ifPresent(place -> write(tenant, place, change, change.key() + "-undo", change.to(), change.from()));
        own.undo(tenant, change, at);
    }

    private void write(TenantId tenant, Home place, RecordChange change, String key, String from, String to) {
        var unused = lines.record(new VendorRecordRequest(
                tenant.value(),
                place.source(),
                key,
                place.deal(),
                change.field().key(),
                contact(tenant, place, change.object()),
                from,
                to));
        assert unused != null;
    }
}
