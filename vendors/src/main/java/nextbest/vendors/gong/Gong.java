package nextbest.vendors.gong;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nextbest.vendors.CallLinks;
import nextbest.vendors.Connection;
import nextbest.vendors.Line;
import nextbest.vendors.Setting;
import nextbest.vendors.Tokens;
import nextbest.vendors.Vendor;
import nextbest.vendors.http.Gate;
import nextbest.vendors.http.Wire;
import nextbest.vendors.port.Capability;
import nextbest.vendors.webhook.Webhooks;

/** Gong as the place where the calls are. */
public final class Gong implements Vendor {
    static final Setting KEY = Setting.may("access-key", "", "access key of the company's API");
    static final Setting KEY_SECRET = Setting.secret("access-key-secret", false, "secret of the access key");
    static final Setting CLIENT_ID = Setting.may("client-id", "", "client id of an app, instead of an access key");
    static final Setting CLIENT_SECRET = Setting.secret("client-secret", false, "client secret of the app");
    static final Setting REFRESH_TOKEN = Setting.secret("refresh-token", false, "refresh token of the installed app");
    static final Setting BASE =
            Setting.may("base", "https://api.gong.io", "where the API answers; an app's tokens name their own address");
    static final Setting TOKENS_AT = Setting.may("tokens-at", "https://app.gong.io", "where an app's tokens are given");
    static final Setting WORKSPACE = Setting.may("workspace", "", "id of the one workspace that is read; empty: all");
    static final Setting HISTORY =
            Setting.may("history-days", "90", "how many days back calls are read the first time");
    static final Setting LATE = Setting.may(
            "late-hours", "24", "how long after its beginning a call may appear; so far back changes are looked for");
    static final Setting PER_SECOND = Setting.may("calls-per-second", "3", "what the company is allowed");
    static final Setting DAILY = Setting.may("calls-per-day", "10000", "what the company is allowed");

    @Override
    public String key() {
        return "gong";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.READ_CALLS, Capability.TELL_CHANGES);
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                KEY,
                KEY_SECRET,
                CLIENT_ID,
                CLIENT_SECRET,
                REFRESH_TOKEN,
                Webhooks.SECRET,
                Webhooks.OLD_SECRET,
                WORKSPACE,
                CallLinks.FROM,
                CallLinks.CRM,
                HISTORY,
                LATE,
                BASE,
                TOKENS_AT,
                PER_SECOND,
                DAILY);
    }

    @Override
    public Optional<Webhooks> webhooks() {
        return Optional.of(new GongWebhooks());
    }

    @Override
    public Line open(Connection connection, Gate gate, Tokens tokens) {
        List<String> problems = new ArrayList<>(Connection.problems(this, connection.settings()));
        boolean key =
                connection.find(KEY).isPresent() && connection.find(KEY_SECRET).isPresent();
        boolean app = connection.find(CLIENT_ID).isPresent()
                && connection.find(CLIENT_SECRET).isPresent()
                && connection.find(REFRESH_TOKEN).isPresent();
        if (!key && !app) {
            problems.add(
                    "Gong needs access-key and access-key-secret, or client-id, client-secret and refresh-token together");
        }
        URI base = connection.address(BASE, problems);
        URI tokensAt = connection.address(TOKENS_AT, problems);
        GongLimits limits = new GongLimits(connection.whole(PER_SECOND, problems), connection.whole(DAILY, problems));
        Duration history = Duration.ofDays((long) connection.whole(HISTORY, problems));
        Duration late = Duration.ofHours((long) connection.whole(LATE, problems));
        CallLinks.check(connection, problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        Wire wire = new Wire(gate, Duration.ofSeconds(30), connection.real());
        GongAccess access = key
                ? GongAccess.ofKey(connection, base)
                : GongAccess.ofApp(connection, wire, base, tokensAt, tokens, limits);
        return new GongLine(
                new GongApi(wire, limits, access), connection.find(WORKSPACE), history, late, capabilities());
    }
}
