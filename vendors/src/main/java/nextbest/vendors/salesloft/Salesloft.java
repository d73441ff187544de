package nextbest.vendors.salesloft;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nextbest.vendors.Connection;
import nextbest.vendors.Line;
import nextbest.vendors.Setting;
import nextbest.vendors.Tokens;
import nextbest.vendors.Vendor;
import nextbest.vendors.http.Gate;
import nextbest.vendors.http.Limit;
import nextbest.vendors.http.Wire;
import nextbest.vendors.port.Capability;
import nextbest.vendors.webhook.Webhooks;

/** Salesloft as an engagement platform. */
public final class Salesloft implements Vendor {
    static final Setting API_KEY = Setting.secret("api-key", false, "API key of a customer (ak_…), instead of an app");
    static final Setting CLIENT_ID = Setting.may("client-id", "", "application id of the OAuth app");
    static final Setting CLIENT_SECRET = Setting.secret("client-secret", false, "secret of the OAuth app");
    static final Setting REFRESH_TOKEN = Setting.secret(
            "refresh-token", false, "refresh token that granting the app access brought; none: client credentials");
    static final Setting BASE = Setting.may("base", "https://api.salesloft.com", "where the API answers");
    static final Setting ACCOUNTS =
            Setting.may("accounts", "https://accounts.salesloft.com", "where tokens are exchanged");
    static final Setting COST =
            Setting.may("cost-per-minute", "600", "what of the team's 600 points a minute we may take");
    static final Setting PRESENT = Setting.may(
            "present-as",
            "task",
            "how a card reaches the rep: task, or signal for a Rhythm signal that a Play acts on");
    static final Setting SIGNAL =
            Setting.may("signal-type", "nextbest_recommendation", "how the type of our Rhythm signals is called there");
    static final Setting CADENCES = Setting.may(
            "cadences", "", "actions that a cadence does by itself: ACTION=CADENCE-ID, separated by commas");

    @Override
    public String key() {
        return "salesloft";
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.of(
                Capability.READ_DEALS,
                Capability.READ_PEOPLE,
                Capability.READ_REPS,
                Capability.READ_ACTIVITIES,
                Capability.WRITE_TASKS,
                Capability.WRITE_TASKS_ONCE,
                Capability.WRITE_SEQUENCES,
                Capability.READ_TASKS,
                Capability.TELL_CHANGES);
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                API_KEY,
                CLIENT_ID,
                CLIENT_SECRET,
                REFRESH_TOKEN,
                Webhooks.SECRET,
                Webhooks.OLD_SECRET,
                Webhooks.ADDRESS,
                BASE,
                ACCOUNTS,
                COST,
                PRESENT,
                SIGNAL,
                CADENCES);
    }

    @Override
    public Optional<Webhooks> webhooks() {
        return Optional.of(new SalesloftWebhooks());
    }

    @Override
    public Line open(Connection connection, Gate gate, Tokens tokens) {
        List<String> problems = new ArrayList<>(Connection.problems(this, connection.settings()));
        boolean app = connection.find(CLIENT_ID).isPresent()
                && connection.find(CLIENT_SECRET).isPresent();
        if (connection.find(API_KEY).isEmpty() && !app) {
            problems.add("Salesloft needs an api-key, or client-id and client-secret together");
        }
        double cost = connection.whole(COST, problems);
        URI base = connection.address(BASE, problems);
        URI accounts = connection.address(ACCOUNTS, problems);
        Map<String, String> cadences = connection.pairs(CADENCES, "[1-9]\\d{0,17}", problems);
        String present = connection.get(PRESENT);
        if (!present.equals("task") && !present.equals("signal")) {
            problems.add("present-as must be task or signal, but is '" + present + "'");
        }
        boolean signals = present.equals("signal");
        if (signals && connection.find(API_KEY).isPresent()) {
            problems.add("Salesloft takes signals from an app only: give client-id and client-secret, no api-key");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        Wire wire = new Wire(gate, Duration.ofSeconds(30), connection.real());
        SalesloftApi api = new SalesloftApi(
                wire,
                base,
                new Limit("team", cost, Duration.ofMinutes(1)),
                SalesloftApi.access(connection, wire, accounts, tokens));
        Set<Capability> able = EnumSet.copyOf(capabilities());
        if (cadences.isEmpty()) {
            able.remove(Capability.WRITE_SEQUENCES);
        }
        if (signals) {
            // nobody says what a Play made of a signal
            able.remove(Capability.READ_TASKS);
        }
        SalesloftTasks tasks = new SalesloftTasks(
                api,
                cadences,
                signals ? Optional.of(new RhythmSignals(api, connection.get(SIGNAL))) : Optional.empty());
        return new SalesloftLine(
                api, new SalesloftRecords(connection.source(), connection.mapping()), tasks, connection.hook(), able);
    }
}
