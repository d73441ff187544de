package nextbest.vendors.chorus;

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
import nextbest.vendors.http.Limit;
import nextbest.vendors.http.Wire;
import nextbest.vendors.port.Capability;
import nextbest.vendors.webhook.Webhooks;

/** Chorus as the place where the calls are. */
public final class Chorus implements Vendor {
    static final Setting TOKEN = Setting.secret("token", true, "API token of a user who may hear the calls");
    static final Setting SENT_AS = Setting.may(
            "token-sent-as",
            "raw",
            "how the token is sent: raw or bearer in Authorization, or header (x-ziaccesstoken)");
    static final Setting BASE = Setting.may("base", "https://chorus.ai", "where the API answers");
    static final Setting DETAILS = Setting.may(
            "details",
            "status,private,account,deal,owner,participants,recording.start_time,recording.duration,recording.trackers",
            "fields of a conversation that are asked for by id");
    static final Setting WORDS =
            Setting.may("words", "status,participants,recording.utterances", "fields that what was said is read from");
    static final Setting CRM_SYSTEM =
            Setting.may("crm-system", "", "which CRM the ids of deals are of, for example Salesforce");
    static final Setting HISTORY =
            Setting.may("history-days", "90", "how many days back calls are read the first time");
    static final Setting LATE = Setting.may(
            "late-hours", "24", "how long after its beginning a call may appear; so far back changes are looked for");
    static final Setting PER_MINUTE =
            Setting.may("calls-per-minute", "60", "what we allow ourselves; Chorus publishes no limit");

    @Override
    public String key() {
        return "chorus";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.READ_CALLS, Capability.TELL_CHANGES);
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                TOKEN,
                SENT_AS,
                CRM_SYSTEM,
                CallLinks.FROM,
                CallLinks.CRM,
                HISTORY,
                LATE,
                BASE,
                DETAILS,
                WORDS,
                Webhooks.ADDRESS,
                PER_MINUTE);
    }

    @Override
    public Optional<Webhooks> webhooks() {
        return Optional.of(new ChorusWebhooks());
    }

    @Override
    public Line open(Connection connection, Gate gate, Tokens tokens) {
        List<String> problems = new ArrayList<>(Connection.problems(this, connection.settings()));
        URI base = connection.address(BASE, problems);
        Limit limit = new Limit("calls", connection.whole(PER_MINUTE, problems), Duration.ofMinutes(1));
        Duration history = Duration.ofDays((long) connection.whole(HISTORY, problems));
        Duration late = Duration.ofHours((long) connection.whole(LATE, problems));
        CallLinks.check(connection, problems);
        for (Setting fields : List.of(DETAILS, WORDS)) {
            if (!connection.get(fields).matches("[a-z_.]+(,[a-z_.]+)*")) {
                problems.add(fields.key() + " must be names of fields with commas between them");
            }
        }
        if (!connection.get(SENT_AS).matches("raw|bearer|header")) {
            problems.add(SENT_AS.key() + " must be raw, bearer or header, but is '" + connection.get(SENT_AS) + "'");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        String token = connection.get(TOKEN);
        ChorusApi api = new ChorusApi(
                new Wire(gate, Duration.ofSeconds(30), connection.real()),
                base,
                limit,
                switch (connection.get(SENT_AS)) {
                    case "bearer" -> new ChorusApi.Credential("Authorization", "Bearer " + token);
                    case "header" -> new ChorusApi.Credential("x-ziaccesstoken", token);
                    default -> new ChorusApi.Credential("Authorization", token);
                });
        return new ChorusLine(
                api,
                new ChorusRecords(connection.find(CRM_SYSTEM).orElse("")),
                new ChorusLine.Wishes(connection.get(DETAILS), connection.get(WORDS), history, late, hook(connection)),
                capabilities());
    }

    /** Chorus is told nothing to sign with: the address is the secret. */
    private static Optional<String> hook(Connection connection) {
        return connection.find(Webhooks.ADDRESS).filter(address -> address.startsWith("https://"));
    }
}
