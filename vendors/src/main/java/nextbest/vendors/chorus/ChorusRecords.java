package nextbest.vendors.chorus;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import nextbest.vendors.Json;
import nextbest.vendors.PlainText;
import nextbest.vendors.Reading;
import nextbest.vendors.port.Conversation.Passage;
import nextbest.vendors.port.HeldCall;
import nextbest.vendors.port.HeldCall.Mention;
import nextbest.vendors.port.HeldCall.Participant;
import nextbest.vendors.port.HeldCall.Side;
import nextbest.vendors.port.HeldCall.Tie;
import nextbest.vendors.port.HeldCall.TieKind;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import tools.jackson.databind.JsonNode;

/**
 * Chorus's engagements and conversations in our words: the one place where their fields are read. Of some fields only the names are
 * published, so several spellings are understood and what is not is left out.
 */
final class ChorusRecords {
    private static final int WORDS = 4_000;
    private static final int NAME = 200;
    private static final long DAY_SECONDS = 86_400;

    private static final Map<String, String> SIDES = Map.of("rep", "OURS", "cust", "BUYER");
    private static final Set<String> TYPES =
            Set.of("meeting", "dialer", "email", "content_viewed", "unrecorded_meeting");

    private final String crm;

    /** @param crm how the CRM is called that the ids of deals are of; empty: not said */
    ChorusRecords(String crm) {
        this.crm = Objects.requireNonNull(crm, "crm");
    }

    // ------------------------------------------------------------------------------------------------ as listed

    /** Empty for what is no call, and for something without an id. */
    Optional<Item> engagement(JsonNode one) {
        String type = Json.text(one, "engagement_type").orElse("");
        if (TYPES.contains(type) && !type.equals("meeting") && !type.equals("dialer")) {
            return Optional.empty();
        }
        return Json.text(one, "engagement_id").filter(id -> id.length() <= 200).map(id -> {
            Reading in = new Reading(one);
            if (!TYPES.contains(type)) {
                in.odd("engagement_type", type, "meeting or dialer; others are not read");
            }
            List<Tie> ties = new ArrayList<>();
            Json.text(one, "opportunity_id").ifPresent(deal -> ties.add(new Tie(TieKind.DEAL, crm, deal)));
            Json.text(one, "account_id").ifPresent(client -> ties.add(new Tie(TieKind.CLIENT, crm, client)));
            return item(
                    id,
                    in,
                    seconds(one.path("date_time")).map(Instant.EPOCH::plus),
                    length(one.path("duration")),
                    type.equals("meeting"),
                    TYPES.contains(type) ? Optional.empty() : Optional.of("unknown type"),
                    Json.text(one, "url"),
                    one.path("participants"),
                    ties,
                    mentions(one.path("tracker_matches")));
        });
    }

    // ------------------------------------------------------------------------------------------------ by id

    Item conversation(String id, JsonNode one) {
        Reading in = new Reading(one);
        JsonNode recording = one.path("recording");
        boolean hidden = one.path("private").asBoolean(false);
        if (hidden) {
            in.odd("private", "true", "calls that are not private; of this one nothing is read");
        }
        List<Tie> ties = new ArrayList<>();
        Json.text(one.path("deal"), "id").ifPresent(deal -> ties.add(new Tie(TieKind.DEAL, crm, deal)));
        Json.text(one.path("account"), "id").ifPresent(client -> ties.add(new Tie(TieKind.CLIENT, crm, client)));
        return item(
                id,
                in,
                moment(recording.path("start_time")),
                length(recording.path("duration")),
                true,
                hidden ? Optional.of("private") : Optional.empty(),
                Optional.empty(),
                one.path("participants"),
                ties,
                mentions(recording.path("trackers")));
    }

    private Item item(
            String id,
            Reading in,
            Optional<Instant> began,
            Duration length,
            boolean meeting,
            Optional<String> hidden,
            Optional<String> page,
            JsonNode people,
            List<Tie> ties,
            List<Mention> mentions) {
        if (began.isEmpty()) {
            in.odd("date_time", "nothing, or no moment", "when the call began");
        }
        List<Participant> participants = participants(people, in);
        boolean internal =
                !participants.isEmpty() && participants.stream().allMatch(person -> person.side() == Side.OURS);
        Optional<HeldCall> held = began.isEmpty() || hidden.isPresent() || internal
                ? Optional.empty()
                : Optional.of(new HeldCall(
                        id,
                        began.get(),
                        length,
                        meeting,
                        Optional.empty(),
                        page.filter(url -> url.startsWith("https://") && url.length() <= 500),
                        participants,
                        ties,
                        mentions));
        return new Item(Kind.CALL, id, began.orElse(Instant.EPOCH).plus(length), List.of(), in.oddities(), held);
    }

    /** What people are called in transcripts is their name. */
    private static List<Participant> participants(JsonNode people, Reading in) {
        List<Participant> participants = new ArrayList<>();
        for (JsonNode person : people) {
            Reading one = new Reading(person);
            Side side = one.oneOf("type", SIDES).map(Side::valueOf).orElse(Side.UNKNOWN);
            one.oddities().forEach(odd -> in.odd("participants." + odd.field(), odd.seen(), odd.allowed()));
            participants.add(new Participant(
                    Json.text(person, "name").map(ChorusRecords::folded), side, Json.text(person, "email")));
        }
        return participants;
    }

    private static String folded(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    /** Of a match only that there is one is published; a name, a time and words are looked for under the likely names. */
    private static List<Mention> mentions(JsonNode matches) {
        List<Mention> mentions = new ArrayList<>();
        for (JsonNode match : matches) {
            Optional<String> name = match.isString()
                    ? Optional.of(match.asString())
                    : first(match, "name", "tracker_name", "tracker").map(one -> PlainText.line(one, NAME));
            name.filter(one -> !one.isBlank())
                    .ifPresent(one -> mentions.add(new Mention(
                            one,
                            first(match, "phrase", "keyword", "value").map(words -> PlainText.line(words, NAME)),
                            first(match, "speaker_name").map(ChorusRecords::folded),
                            Stream.of("snippet_time", "time", "start_time")
                                    .flatMap(member -> seconds(match.path(member)).stream())
                                    .filter(into -> into.toSeconds() < DAY_SECONDS)
                                    .findFirst())));
        }
        return mentions;
    }

    private static Optional<String> first(JsonNode object, String... members) {
        return Stream.of(members)
                .flatMap(member -> Json.text(object, member).stream())
                .findFirst();
    }

    // ------------------------------------------------------------------------------------------------ what was said

    /** Empty until the conversation is done: before that the words may change. */
    List<Passage> passages(JsonNode one) {
        if (!Json.text(one, "status").orElse("").equals("done")
                || one.path("private").asBoolean(false)) {
            return List.of();
        }
        List<Passage> passages = new ArrayList<>();
        for (JsonNode utterance : one.path("recording").path("utterances")) {
            String words = PlainText.line(Json.text(utterance, "snippet").orElse(""), WORDS);
            Optional<Duration> into = seconds(utterance.path("snippet_time"));
            if (!words.isBlank()
                    && into.filter(at -> at.toSeconds() < DAY_SECONDS).isPresent()) {
                passages.add(new Passage(
                        Json.text(utterance, "speaker_name").map(ChorusRecords::folded), into.get(), words));
            }
        }
        return passages;
    }

    private static Duration length(JsonNode value) {
        return seconds(value).filter(one -> one.toSeconds() < DAY_SECONDS).orElse(Duration.ZERO);
    }

    /** Seconds as a number or as text; empty if it is neither, or negative. */
    private static Optional<Duration> seconds(JsonNode value) {
        String text =
                value.isNumber() ? value.decimalValue().toPlainString() : value.isString() ? value.asString() : "";
        return text.matches("\\d{1,12}(\\.\\d{1,9})?")
                ? Optional.of(
                        Duration.ofMillis(new BigDecimal(text).movePointRight(3).longValue()))
                : Optional.empty();
    }

    /** Seconds since 1970, or ISO text. */
    private static Optional<Instant> moment(JsonNode value) {
        return seconds(value)
                .map(Instant.EPOCH::plus)
                .or(() -> Optional.of(value.isString() ? value.asString() : "").flatMap(Reading::momentOf));
    }
}
