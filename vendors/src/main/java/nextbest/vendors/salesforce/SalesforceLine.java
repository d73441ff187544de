package nextbest.vendors.salesforce;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import nextbest.vendors.Line;
import nextbest.vendors.Survey;
import nextbest.vendors.port.Capability;
import nextbest.vendors.port.ChangeFeed;
import nextbest.vendors.port.DealChanges;
import nextbest.vendors.port.Source;
import nextbest.vendors.port.Tasks;
import nextbest.vendors.port.VendorTrouble;

/** An open line to an org of Salesforce. */
final class SalesforceLine implements Line {
    private final SalesforceApi api;
    private final SalesforceReading reading;
    private final SalesforceTasks tasks;
    private final SalesforceDeals deals;
    private final Optional<PubSub> events;

    SalesforceLine(
            SalesforceApi api,
            SalesforceReading reading,
            SalesforceTasks tasks,
            SalesforceDeals deals,
            Optional<PubSub> events) {
        this.deals = Objects.requireNonNull(deals, "deals");
        this.tasks = Objects.requireNonNull(tasks, "tasks");
        this.events = Objects.requireNonNull(events, "events");
        this.api = Objects.requireNonNull(api, "api");
        this.reading = Objects.requireNonNull(reading, "reading");
    }

    @Override
    public Set<Capability> capabilities() {
        return reading.capabilities();
    }

    @Override
    public Source source() {
        return reading;
    }

    @Override
    public Optional<Tasks> tasks() {
        return Optional.of(tasks);
    }

    @Override
    public Optional<ChangeFeed> changeFeed() {
        return events.map(stream -> stream);
    }

    @Override
    public Optional<DealChanges> dealChanges() {
        return Optional.of(deals);
    }

    @Override
    public Survey survey() {
        return new SalesforceSurvey(api).look();
    }

    /** The field for our key cannot be made over this API: it is looked for, and its absence said. */
    @Override
    public void prepareWriting() {
        if (!reading.hasKey()) {
            throw new VendorTrouble(
                    VendorTrouble.Cause.REJECTED,
                    "writing needs the field " + SalesforceTasks.KEY
                            + " on activities: text of 100 characters, external"
                            + " id, unique; an administrator makes it as docs/vendor/salesforce.md says");
        }
        tasks.checkRecommendations();
    }
}
