package nextbest.api.connection;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import nextbest.api.ApiSettings;
import nextbest.api.Lines;
import nextbest.api.problem.Refusal;
import nextbest.api.request.Body;
import nextbest.api.request.Reads;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.deal.Stage;
import nextbest.event.EventType;
import nextbest.event.Violation;
import nextbest.identity.TenantId;
import nextbest.signal.SignalType;
import nextbest.store.Store;
import nextbest.store.security.AuditTrail;
import nextbest.store.vendor.VendorConnection;
import nextbest.vendors.Connection;
import nextbest.vendors.Setting;
import nextbest.vendors.Vendor;
import nextbest.vendors.Vendors;
import nextbest.vendors.port.Capability;
import nextbest.vendors.webhook.Webhooks;
import nextbest.workflows.vendor.VendorSurvey;
import nextbest.workflows.vendor.VendorSyncView;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** Connects an organisation to the systems where its people work. */
@RestController
@Tag(name = "Connections")
final class ConnectionController {
    private static final int REFUSALS = 200;

    private final Store store;
    private final Lines lines;
    private final AuditTrail audit;
    private final URI publicUrl;

    ConnectionController(Store store, Lines lines, AuditTrail audit, ApiSettings settings) {
        this.store = store;
        this.lines = lines;
        this.audit = audit;
        this.publicUrl = settings.publicUrl();
    }

    @Schema(description = "The vendors that can be connected.")
    record VendorList(List<VendorView> vendors) {}

    @Schema(description = "A vendor and what a connection to it is told.")
    record VendorView(
            @Schema(description = "Its name.") String vendor,

            @Schema(description = "What it can do for us at most.")
            List<String> capabilities,

            @Schema(description = "What a connection is told, in the order of asking.")
            List<SettingView> settings) {}

    @Schema(description = "Something that a connection is told.")
    record SettingView(
            @Schema(description = "Its name.") String key,

            @Schema(description = "Whether it is never shown again.")
            boolean secret,

            @Schema(description = "Whether nothing works without it.")
            boolean required,

            @Schema(description = "What holds if nothing is said; empty: nothing.")
            String standard,

            @Schema(description = "What it means.") String meaning) {}

    @GetMapping("/api/v1/vendors")
    @Requires(Act.CONNECT)
    @Operation(
            operationId = "listVendors",
            summary = "List the vendors that can be connected",
            description = "With what a connection to each is told.")
    VendorList vendors() {
        return new VendorList(Vendors.all().stream()
                .map(vendor -> new VendorView(
                        vendor.key(),
                        vendor.capabilities().stream()
                                .map(Capability::key)
                                .sorted()
                                .toList(),
                        vendor.settings().stream()
                                .map(one -> new SettingView(
                                        one.key(), one.secret(), one.required(), one.standard(), one.meaning()))
                                .toList()))
                .toList());
    }

    @Schema(description = "The connections of the organisation.")
    record ConnectionList(List<ConnectionView> connections) {}

    @Schema(description = "How the organisation reaches a vendor, and how far it was read.")
    record ConnectionView(
            @Schema(description = "Its name; also the source of its events.")
            String source,

            @Schema(description = "Which vendor.") String vendor,

            @Schema(description = "What may be shown of its settings.")
            Map<String, String> settings,

            @Schema(description = "Names of the secrets that are kept.")
            Set<String> secrets,

            @Schema(description = "Key of our stage by the vendor's id of a stage.")
            Map<String, String> stages,

            @Schema(
                    description =
                            "The vendor's name of a field by ours; of a vendor of calls trackers by the signal they stand for.")
            Map<String, String> fields,

            @Schema(description = "Whether it is read.") boolean reads,

            @Schema(description = "Whether cards are written there as tasks.")
            boolean writes,

            @Schema(description = "What a person has to see to.")
            Optional<String> trouble,

            @Schema(description = "The address that the vendor is to call; whoever knows it can knock.")
            URI webhook,

            @Schema(description = "What the line is doing; empty if it is not running.")
            Optional<String> stage,

            @Schema(description = "Tasks that wait to be written.")
            int waiting,

            @Schema(description = "How far each kind of record was read.")
            List<ProgressView> progress) {}

    @Schema(description = "How far one kind of record was read.")
    record ProgressView(
            @Schema(description = "The kind.") String kind,

            @Schema(description = "LOAD: everything once; CHANGES: what changed; WALK: everything again.")
            String task,

            @Schema(description = "Records read.") long records,
            @Schema(description = "Real time.") Instant began,

            @Schema(description = "Real time; empty while it goes on.")
            Optional<Instant> ended) {}

    @GetMapping("/api/v1/connections")
    @Requires(Act.CONNECT)
    @Operation(
            operationId = "listConnections",
            summary = "List connections and how far they were read",
            description = "Secrets are named and never shown.")
    ConnectionList list(Caller caller) {
        return new ConnectionList(store.vendors().connections().all(caller.tenant()).stream()
                .map(connection -> view(caller.tenant(), connection))
                .toList());
    }

    private ConnectionView view(TenantId tenant, VendorConnection connection) {
        String source = connection.source();
        return new ConnectionView(
                source,
                connection.vendor(),
                connection.settings(),
                connection.secrets().keySet(),
                connection.stages(),
                connection.fields(),
                connection.reads(),
                connection.writes(),
                connection.trouble(),
                hook(tenant, source),
                lines.view(tenant, source).map(VendorSyncView::stage),
                store.vendors().tasks().waiting(tenant, source),
                store.vendors().positions().all(tenant, source).stream()
                        .map(one -> new ProgressView(
                                one.kind(), one.task().name(), one.records(), one.began(), one.ended()))
                        .toList());
    }

    private URI hook(TenantId tenant, String source) {
        return WebhookController.address(
                publicUrl, tenant, source, store.vendors().connections().hookKey(tenant, source));
    }

    @PutMapping("/api/v1/connections/{source}")
    @Requires(Act.CONNECT)
    @Operation(
            operationId = "keepConnection",
            summary = "Connect to a vendor, or change a connection",
            description = "Settings that are not sent stay as they are; one that is sent empty is forgotten. With reads"
                    + " the line starts and reads everything once; without reads and writes it ends.")
    ConnectionView keep(
            @Parameter(description = "The connection's name: lower case letters, digits and -.") @PathVariable
                    String source,
            @Reads("ConnectionChange") Body body,
            Caller caller) {
        Optional<VendorConnection> before =
                nameIsGood(source) ? store.vendors().connections().find(caller.tenant(), source) : Optional.empty();
        VendorConnection connection = changed(source, before, body, caller);
        store.vendors().connections().keep(caller.tenant(), connection);
        if (before.isPresent() && !credentials(before.get()).equals(credentials(connection))) {
            store.vendors().tokens().forget(caller.tenant(), source);
        }
        audit.note(
                caller.tenant(),
                caller.name(),
                "connect",
                "connection " + source,
                Map.of("vendor", connection.vendor(), "reads", connection.reads(), "writes", connection.writes()));
        if (connection.reads() || connection.writes()) {
            lines.goOn(caller.tenant(), source);
        } else {
            lines.stop(caller.tenant(), source);
        }
        return view(caller.tenant(), connection);
    }

    /** What tokens are exchanged for: a new secret of webhooks leaves them as they are. */
    private static Map<String, String> credentials(VendorConnection connection) {
        Map<String, String> credentials = new TreeMap<>(connection.secrets());
        List.of(Webhooks.SECRET, Webhooks.OLD_SECRET, Webhooks.ADDRESS).forEach(one -> credentials.remove(one.key()));
        return credentials;
    }

    private static boolean nameIsGood(String source) {
        if (!source.matches("[a-z][a-z0-9-]{0,39}") || source.equals("mail") || source.equals("page")) {
            throw Refusal.invalid(
                    "source", source, "a lower case letter, then up to 39 of a-z, 0-9 and -; not mail or page");
        }
        return true;
    }

    /** All that is wrong is said at once. */
    private VendorConnection changed(String source, Optional<VendorConnection> before, Body body, Caller caller) {
        List<Violation> violations = new ArrayList<>();
        String key = body.get("vendor", String.class);
        Vendor vendor =
                Vendors.find(key).orElseThrow(() -> Refusal.invalid("vendor", key, "one of " + Vendors.allowed()));
        before.filter(one -> !one.vendor().equals(key))
                .ifPresent(one -> violations.add(new Violation(
                        "vendor", key, one.vendor() + ", which this connection is to; choose another name")));
        Map<String, String> all =
                new TreeMap<>(before.map(VendorConnection::everything).orElse(Map.of()));
        for (Body one : body.objects("settings")) {
            String value = one.text("value").orElse("");
            if (value.isEmpty()) {
                all.remove(one.get("key", String.class));
            } else {
                all.put(one.get("key", String.class), value);
            }
        }
        if (vendor.settings().contains(Webhooks.ADDRESS)) {
            all.put(Webhooks.ADDRESS.key(), hook(caller.tenant(), source).toString());
        }
        Connection.problems(vendor, all).forEach(problem -> violations.add(new Violation("settings", "this", problem)));
        Map<String, String> stages = pairs(body, "stages", before.map(VendorConnection::stages));
        Set<String> known = store.tenants().stages(caller.tenant()).stream()
                .map(Stage::key)
                .collect(Collectors.toCollection(TreeSet::new));
        stages.values().stream()
                .distinct()
                .filter(ours -> !known.contains(ours))
                .forEach(ours -> violations.add(new Violation("stages", ours, "one of " + String.join(", ", known))));
        Map<String, String> fields = pairs(body, "fields", before.map(VendorConnection::fields));
        Set<String> named = nameable(vendor);
        fields.keySet().stream()
                .filter(ours -> !named.contains(ours))
                .forEach(ours -> violations.add(new Violation("fields", ours, "one of " + String.join(", ", named))));
        if (!violations.isEmpty()) {
            throw Refusal.invalid(violations);
        }
        Set<String> secret = vendor.settings().stream()
                .filter(Setting::secret)
                .map(Setting::key)
                .collect(Collectors.toSet());
        Map<String, String> settings = new TreeMap<>(all);
        settings.keySet().removeAll(secret);
        all.keySet().retainAll(secret);
        return new VendorConnection(
                source, key, settings, all, stages, fields, body.flag("reads"), body.flag("writes"), Optional.empty());
    }

    /** What a vendor's field can be with us: a field of deals; of a vendor of calls a tracker can be a signal. */
    private static Set<String> nameable(Vendor vendor) {
        Set<String> named = new TreeSet<>(EventType.DEAL.fields().keySet());
        if (vendor.capabilities().contains(Capability.READ_CALLS)) {
            Arrays.stream(SignalType.values()).map(SignalType::key).forEach(named::add);
        }
        return named;
    }

    /** What is sent replaces what was kept; what is not sent stays. */
    private static Map<String, String> pairs(Body body, String member, Optional<Map<String, String>> before) {
        List<Body> sent = body.objects(member);
        if (sent.isEmpty()) {
            return before.orElse(Map.of());
        }
        Map<String, String> pairs = new TreeMap<>();
        sent.forEach(one -> pairs.put(
                one.get(member.equals("stages") ? "theirs" : "ours", String.class),
                one.get(member.equals("stages") ? "ours" : "theirs", String.class)));
        return pairs;
    }

    @Schema(description = "What a vendor shows with the credentials that were given.")
    record SurveyView(
            @Schema(description = "How the vendor names the account.")
            String account,

            @Schema(description = "The stages there, with what ours seem to be.")
            List<StageView> stages,

            @Schema(description = "Fields of deals that the organisation has made there, with their types.")
            Map<String, String> fields,

            @Schema(description = "What the credentials do not allow, and what the vendor said.")
            Map<String, String> missing,

            @Schema(description = "What would be read: the first page of each kind, read and thrown away.")
            List<SampleView> samples) {}

    @Schema(description = "What the first page of a kind of records would have brought.")
    record SampleView(
            @Schema(description = "The kind of records.") String kind,

            @Schema(description = "How many there are on the page.")
            int records,

            @Schema(description = "Whether there are further pages.")
            boolean more,

            @Schema(description = "What could not be understood: how often, the field, what is allowed; no values.")
            List<String> leftOut) {}

    @Schema(description = "A stage at the vendor.")
    record StageView(
            @Schema(description = "The vendor's id.") String id,
            @Schema(description = "What people read there.") String label,

            @Schema(description = "Whether a deal in it is closed.")
            boolean end,

            @Schema(description = "Whether it is won.") boolean won,

            @Schema(description = "Key of ours that seems to fit; empty: none does.")
            String proposed) {}

    @PostMapping("/api/v1/connections/{source}/survey")
    @Requires(Act.CONNECT)
    @Operation(
            operationId = "surveyVendor",
            summary = "Look at a vendor with the connection's credentials",
            description =
                    "Reads only: what is allowed, which stages there are and what ours seem to be, which fields the"
                            + " organisation has made. Of a connection that writes, what writing needs is made.")
    SurveyView survey(@Parameter(description = "The connection's name.") @PathVariable String source, Caller caller) {
        found(source, caller);
        VendorSurvey survey = lines.survey(caller.tenant(), source);
        return new SurveyView(
                survey.account(),
                survey.stages().stream()
                        .map(one -> new StageView(one.id(), one.label(), one.end(), one.won(), one.proposed()))
                        .toList(),
                survey.fields(),
                survey.missing(),
                survey.samples().stream()
                        .map(one -> new SampleView(one.kind(), one.records(), one.more(), one.leftOut()))
                        .toList());
    }

    private void found(String source, Caller caller) {
        if (!nameIsGood(source)
                || store.vendors().connections().find(caller.tenant(), source).isEmpty()) {
            throw Refusal.notFound("connection", source);
        }
    }

    @Schema(description = "What was not taken, the latest first.")
    record RefusalList(List<RefusalView> refusals) {}

    @Schema(description = "A value that was left out; the rest of its record stands.")
    record RefusalView(
            @Schema(description = "Kind of record.") String kind,
            @Schema(description = "The vendor's id.") String record,
            @Schema(description = "Which field.") String field,
            @Schema(description = "What was there.") String seen,
            @Schema(description = "What is allowed.") String allowed,
            @Schema(description = "Real time.") Instant at) {}

    @GetMapping("/api/v1/connections/{source}/refusals")
    @Requires(Act.CONNECT)
    @Operation(
            operationId = "listRefusals",
            summary = "List what was not taken of a vendor's records",
            description = "At most " + REFUSALS + ", with what was seen and what is allowed.")
    RefusalList refusals(
            @Parameter(description = "The connection's name.") @PathVariable String source, Caller caller) {
        found(source, caller);
        return new RefusalList(store.vendors().positions().refusals(caller.tenant(), source, REFUSALS).stream()
                .map(one -> new RefusalView(one.kind(), one.record(), one.field(), one.seen(), one.allowed(), one.at()))
                .toList());
    }
}
