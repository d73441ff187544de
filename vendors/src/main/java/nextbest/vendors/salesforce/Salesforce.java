package nextbest.vendors.salesforce;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nextbest.process.RecordField;
import nextbest.vendors.Connection;
import nextbest.vendors.Line;
import nextbest.vendors.Mapping;
import nextbest.vendors.Setting;
import nextbest.vendors.Tokens;
import nextbest.vendors.Vendor;
import nextbest.vendors.http.Gate;
import nextbest.vendors.http.Limit;
import nextbest.vendors.http.Wire;
import nextbest.vendors.port.Capability;
import nextbest.vendors.webhook.Panel;
import nextbest.vendors.webhook.Webhooks;

/** Salesforce as a CRM. */
public final class Salesforce implements Vendor {
    static final Setting INSTANCE = Setting.must("instance", "address of the org: https://NAME.my.salesforce.com");
    static final Setting VERSION = Setting.may("version", "v68.0", "version of the REST API");
    static final Setting CLIENT_ID = Setting.must("client-id", "consumer key of the external client app");
    static final Setting CLIENT_SECRET =
            Setting.secret("client-secret", false, "consumer secret, for the client credentials flow");
    static final Setting PRIVATE_KEY =
            Setting.secret("private-key", false, "RSA key (PEM, PKCS 8) for the JWT bearer flow, instead of a secret");
    static final Setting USERNAME = Setting.may("username", "", "whom the JWT bearer flow acts for");
    static final Setting AUDIENCE = Setting.may(
            "audience", "https://login.salesforce.com", "audience of the JWT; test.salesforce.com in sandboxes");
    static final Setting DAILY = Setting.may("calls-per-day", "100000", "what of the org's calls per day we may take");
    static final Setting BULK_FROM =
            Setting.may("bulk-from", "2000", "tables with so many records or more are first read by the Bulk API");
    static final Setting RECOMMENDATIONS = Setting.may(
            "recommendation-object",
            "",
            "own object that a record of each recommendation is written to, such as Nextbest_Recommendation__c; empty:"
                    + " tasks only");
    static final Setting CHANGE_EVENTS = Setting.may(
            "change-events", "", "topic of change events to listen to, such as /data/ChangeEvents; empty: none");
    static final Setting PUBSUB =
            Setting.may("pubsub", "https://api.pubsub.salesforce.com:7443", "where change events are listened to");
    static final Setting ORGANISATION = Setting.may("organisation", "", "id of the org (00D…), for change events");
    static final Setting CURRENCIES = Setting.may("multi-currency", "false", "true where records name their currency");

    private final EventSchemas schemas = new EventSchemas();

    @Override
    public String key() {
        return "salesforce";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(
                Capability.READ_DEALS,
                Capability.READ_STAGE_HISTORY,
                Capability.READ_PEOPLE,
                Capability.READ_REPS,
                Capability.READ_ACTIVITIES,
                Capability.WRITE_TASKS,
                Capability.WRITE_TASKS_ONCE,
                Capability.READ_TASKS,
                Capability.CHANGE_DEALS,
                Capability.TELL_CHANGES);
    }

    @Override
    public Set<RecordField> changeable(Mapping mapping) {
        return SalesforceDeals.changeable(mapping);
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                INSTANCE,
                CLIENT_ID,
                CLIENT_SECRET,
                PRIVATE_KEY,
                USERNAME,
                AUDIENCE,
                Webhooks.SECRET,
                Webhooks.OLD_SECRET,
                VERSION,
                DAILY,
                BULK_FROM,
                RECOMMENDATIONS,
                CHANGE_EVENTS,
                ORGANISATION,
                PUBSUB,
                Panel.SECRET,
                Panel.OLD_SECRET,
                CanvasPanel.AGE,
                CanvasPanel.UNDATED,
                CURRENCIES);
    }

    @Override
    public Optional<Webhooks> webhooks() {
        return Optional.of(new OutboundMessages());
    }

    @Override
    public Optional<Panel> panel() {
        return Optional.of(new CanvasPanel());
    }

    @Override
    public Line open(Connection connection, Gate gate, Tokens tokens) {
        List<String> problems = new ArrayList<>(Connection.problems(this, connection.settings()));
        boolean key = connection.find(PRIVATE_KEY).isPresent()
                && connection.find(USERNAME).isPresent();
        if (connection.find(CLIENT_SECRET).isEmpty() && !key) {
            problems.add("Salesforce needs client-secret, or private-key and username together");
        }
        String version = connection.get(VERSION);
        if (!version.matches("v\\d{2,3}\\.0")) {
            problems.add("version must be like v68.0, but is '" + version + "'");
        }
        Optional<String> recommendations = connection.find(RECOMMENDATIONS);
        if (recommendations
                .filter(name -> !name.matches("[A-Za-z]\\w{0,70}__c"))
                .isPresent()) {
            problems.add(RECOMMENDATIONS.key() + " must be an own object such as Nextbest_Recommendation__c, but is '"
                    + recommendations.get() + "'");
        }
        double daily = connection.whole(DAILY, problems);
        var _ = connection.whole(CanvasPanel.AGE, problems);
        int bulkFrom = (int) connection.whole(BULK_FROM, problems);
        URI base = connection.address(INSTANCE, problems);
        Optional<PubSub.Place> events = events(connection, base, problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        Wire wire = new Wire(gate, Duration.ofSeconds(60), connection.real());
        Limit calls = new Limit("daily", daily, Duration.ofDays(1));
        SalesforceAccess access = new SalesforceAccess(connection, wire, base, tokens);
        SalesforceApi api = new SalesforceApi(wire, base, version, calls, access);
        boolean currencies = connection.get(CURRENCIES).equals("true");
        SalesforceRecords records = new SalesforceRecords(connection.source(), connection.mapping());
        return new SalesforceLine(
                api,
                new SalesforceReading(api, records, capabilities(), currencies, bulkFrom),
                new SalesforceTasks(api, recommendations),
                new SalesforceDeals(api, connection.mapping()),
                events.map(place -> new PubSub(place, access, schemas)));
    }

    private static Optional<PubSub.Place> events(Connection connection, URI instance, List<String> problems) {
        Optional<String> topic = connection.find(CHANGE_EVENTS);
        if (topic.isEmpty()) {
            return Optional.empty();
        }
        if (!topic.get().matches("/data/\\w{1,120}")) {
            problems.add(CHANGE_EVENTS.key()
                    + " must be a topic such as /data/ChangeEvents or /data/NAME__chn, but is '" + topic.get() + "'");
        }
        String organisation = connection.find(ORGANISATION).orElse("");
        if (!organisation.matches("00D[A-Za-z0-9]{12}([A-Za-z0-9]{3})?")) {
            problems.add(
                    "change-events needs organisation, the id of the org (00D and 12 or 15 characters), but it is '"
                            + organisation + "'");
        }
        return Optional.of(new PubSub.Place(connection.address(PUBSUB, problems), instance, organisation, topic.get()));
    }
}
