package nextbest.vendors.outreach;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
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
import nextbest.vendors.webhook.Webhooks;

/** Outreach as an engagement platform. */
public final class Outreach implements Vendor {
    static final Setting CLIENT_ID = Setting.must("client-id", "application id of the OAuth app");
    static final Setting CLIENT_SECRET = Setting.secret("client-secret", true, "application secret of the OAuth app");
    static final Setting REDIRECT =
            Setting.must("redirect-uri", "redirect address of the OAuth app, as it is registered there");
    static final Setting REFRESH_TOKEN =
            Setting.secret("refresh-token", true, "refresh token that granting the app access brought");
    static final Setting BASE = Setting.may("base", "https://api.outreach.io", "where the API answers");
    static final Setting CALLS =
            Setting.may("calls-per-hour", "10000", "what of a user's 10000 calls per hour we may take");
    static final Setting SEQUENCES = Setting.may(
            "sequences", "", "actions that a sequence does by itself: ACTION=SEQUENCE-ID, separated by commas");
    static final Setting ABOUT = Setting.may(
            "task-about",
            "opportunity",
            "how a task names its deal: opportunity (with its prospect), or subject where that is refused");

    @Override
    public String key() {
        return "outreach";
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.of(
                Capability.READ_DEALS,
                Capability.READ_PEOPLE,
                Capability.READ_REPS,
                Capability.READ_ACTIVITIES,
                Capability.WRITE_TASKS,
                Capability.WRITE_SEQUENCES,
                Capability.READ_TASKS,
                Capability.CHANGE_DEALS,
                Capability.TELL_CHANGES);
    }

    @Override
    public Set<RecordField> changeable(Mapping mapping) {
        return OutreachDeals.changeable(mapping);
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                CLIENT_ID,
                CLIENT_SECRET,
                REDIRECT,
                REFRESH_TOKEN,
                Webhooks.SECRET,
                Webhooks.OLD_SECRET,
                Webhooks.ADDRESS,
                BASE,
                CALLS,
                SEQUENCES,
                ABOUT);
    }

    @Override
    public Optional<Webhooks> webhooks() {
        return Optional.of(new OutreachWebhooks());
    }

    @Override
    public Line open(Connection connection, Gate gate, Tokens tokens) {
        List<String> problems = new ArrayList<>(Connection.problems(this, connection.settings()));
        double calls = connection.whole(CALLS, problems);
        URI base = connection.address(BASE, problems);
        Map<String, String> sequences = connection.pairs(SEQUENCES, "[1-9]\\d{0,17}", problems);
        String about = connection.get(ABOUT);
        if (!about.equals("opportunity") && !about.equals("subject")) {
            problems.add("task-about must be opportunity or subject, but is '" + about + "'");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        Wire wire = new Wire(gate, Duration.ofSeconds(30), connection.real());
        OutreachApi api = new OutreachApi(
                wire,
                base,
                new Limit("user", calls, Duration.ofHours(1)),
                OutreachApi.access(connection, wire, base, tokens));
        Set<Capability> able = EnumSet.copyOf(capabilities());
        if (sequences.isEmpty()) {
            able.remove(Capability.WRITE_SEQUENCES);
        }
        return new OutreachLine(
                api,
                new OutreachRecords(connection.source(), connection.mapping()),
                new OutreachTasks(api, sequences, about.equals("subject")),
                new OutreachDeals(api, connection.mapping()),
                connection.hook(),
                able);
    }
}
