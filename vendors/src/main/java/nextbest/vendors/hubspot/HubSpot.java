package nextbest.vendors.hubspot;

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
import nextbest.vendors.http.Wire;
import nextbest.vendors.port.Capability;
import nextbest.vendors.webhook.Webhooks;

/** HubSpot as a CRM. */
public final class HubSpot implements Vendor {
    static final Setting TOKEN = Setting.secret("token", false, "access token of a private app (pat-…)");
    static final Setting CLIENT_ID = Setting.may("client-id", "", "client id of a public app, instead of a token");
    static final Setting CLIENT_SECRET = Setting.secret("client-secret", false, "client secret of the public app");
    static final Setting REFRESH_TOKEN = Setting.secret("refresh-token", false, "refresh token of the installed app");
    static final Setting BASE = Setting.may("base", "https://api.hubapi.com", "where the API answers");
    static final Setting CALLS = Setting.may(
            "calls-per-10-seconds",
            "100",
            "what the account allows: 100 to Starter, 190 Professional, 110 public apps");
    static final Setting DAILY = Setting.may(
            "calls-per-day",
            "250000",
            "what the account allows: 250000 to Starter, 625000 Professional, 1000000 Enterprise");

    @Override
    public String key() {
        return "hubspot";
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
        return HubSpotDeals.changeable(mapping);
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                TOKEN,
                CLIENT_ID,
                CLIENT_SECRET,
                REFRESH_TOKEN,
                Webhooks.SECRET,
                Webhooks.OLD_SECRET,
                BASE,
                CALLS,
                DAILY);
    }

    @Override
    public Optional<Webhooks> webhooks() {
        return Optional.of(new HubSpotWebhooks());
    }

    @Override
    public Line open(Connection connection, Gate gate, Tokens tokens) {
        List<String> problems = new ArrayList<>(Connection.problems(this, connection.settings()));
        boolean app = connection.find(CLIENT_ID).isPresent()
                && connection.find(CLIENT_SECRET).isPresent()
                && connection.find(REFRESH_TOKEN).isPresent();
        if (connection.find(TOKEN).isEmpty() && !app) {
            problems.add("HubSpot needs a token, or client-id, client-secret and refresh-token together");
        }
        double calls = connection.whole(CALLS, problems);
        double daily = connection.whole(DAILY, problems);
        URI base = connection.address(BASE, problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        Wire wire = new Wire(gate, Duration.ofSeconds(30), connection.real());
        HubSpotApi api = new HubSpotApi(
                wire, base, new HubSpotLimits(calls, daily), HubSpotAccess.of(connection, wire, base, tokens));
        return new HubSpotLine(
                api,
                new HubSpotRecords(connection.source(), connection.mapping()),
                new HubSpotDeals(api, connection.mapping()),
                capabilities());
    }
}
