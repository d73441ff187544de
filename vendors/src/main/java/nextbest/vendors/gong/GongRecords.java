package nextbest.vendors.gong;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.deal.Direction;
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

/** Gong's calls in our words: the one place where its fields are read. Fields that are not known are passed over. */
final class GongRecords {
    private static final int WORDS = 4_000;
    private static final int NAME = 200;
    private static final long DAY_SECONDS = 86_400;

    /** Key of ours; empty where nobody called or it is not said. */
    private static final Map<String, String> DIRECTIONS =
            Map.of("Inbound", "inbound", "Outbound", "outbound", "Conference", "both", "Unknown", "none");

    private static final Map<String, String> SIDES =
            Map.of("Internal", "OURS", "External", "BUYER", "Unknown", "UNKNOWN");

    private static final Map<String, TieKind> TIES = Map.of(
            "Opportunity", TieKind.DEAL, "Deal", TieKind.DEAL, "Account", TieKind.CLIENT, "Company", TieKind.CLIENT);

    private GongRecords() {}

    /** Empty for something without an id, which cannot be asked for again. */
    static Optional<Item> call(JsonNode call) {
        JsonNode meta = call.path("metaData");
        return Json.text(meta, "id").map(id -> call(id, meta, call));
    }

    private static Item call(String id, JsonNode meta, JsonNode call) {
        Reading in = new Reading(meta);
        Optional<Instant> began = in.moment("started").or(() -> in.moment("scheduled"));
        Duration length = Duration.ofSeconds(in.whole("duration", DAY_SECONDS).orElse(0L));
        boolean hidden = meta.path("isPrivate").asBoolean(false);
        if (began.isEmpty()) {
            in.odd("started", "nothing", "when the call began");
        }
        if (hidden) {
            in.odd("isPrivate", "true", "calls that are not private; of this one nothing is read");
        }
        // among colleagues no buyer says anything
        boolean internal = Json.text(meta, "scope").orElse("").equalsIgnoreCase("Internal");
        Optional<HeldCall> held = began.isEmpty() || hidden || internal
                ? Optional.empty()
                : Optional.of(new HeldCall(
                        id,
                        began.get(),
                        length,
                        Json.text(meta, "direction").orElse("Conference").equals("Conference"),
                        direction(in),
                        Json.text(meta, "url").filter(url -> url.startsWith("https://") && url.length() <= 500),
                        participants(call, in),
                        ties(call),
                        mentions(call)));
        return new Item(Kind.CALL, id, began.orElse(Instant.EPOCH).plus(length), List.of(), in.oddities(), held);
    }

    private static Optional<Direction> direction(Reading in) {
        return in.oneOf("direction", DIRECTIONS).flatMap(key -> switch (key) {
            case "inbound" -> Optional.of(Direction.INBOUND);
            case "outbound" -> Optional.of(Direction.OUTBOUND);
            case "both" -> Optional.of(Direction.BOTH);
            default -> Optional.empty();
        });
    }

    private static List<Participant> participants(JsonNode call, Reading in) {
        List<Participant> participants = new ArrayList<>();
        for (JsonNode party : call.path("parties")) {
            Reading one = new Reading(party);
            Side said = one.oneOf("affiliation", SIDES).map(Side::valueOf).orElse(Side.UNKNOWN);
            one.oddities().forEach(odd -> in.odd("parties." + odd.field(), odd.seen(), odd.allowed()));
            // who has a seat in Gong is one of us
            Side side = said == Side.UNKNOWN && Json.text(party, "userId").isPresent() ? Side.OURS : said;
            participants.add(new Participant(Json.text(party, "speakerId"), side, Json.text(party, "emailAddress")));
        }
        return participants;
    }

    /** The call's own, not those of its participants: a person may be known from other deals. */
    private static List<Tie> ties(JsonNode call) {
        List<Tie> ties = new ArrayList<>();
        for (JsonNode context : call.path("context")) {
            String system = Json.text(context, "system").orElse("");
            for (JsonNode object : context.path("objects")) {
                Optional<TieKind> kind = Json.text(object, "objectType").map(TIES::get);
                Optional<String> id = Json.text(object, "objectId").filter(one -> one.length() <= 255);
                if (kind.isPresent() && id.isPresent()) {
                    Tie tie = new Tie(kind.get(), system, id.get());
                    if (!ties.contains(tie)) {
                        ties.add(tie);
                    }
                }
            }
        }
        return ties;
    }

    /** Of a tracker that listens for words each word by itself: it is what was named. */
    private static List<Mention> mentions(JsonNode call) {
        List<Mention> mentions = new ArrayList<>();
        for (JsonNode tracker : call.path("content").path("trackers")) {
            Optional<String> name = Json.text(tracker, "name").map(one -> PlainText.line(one, NAME));
            if (name.isEmpty()) {
                continue;
            }
            int before = mentions.size();
            for (JsonNode phrase : tracker.path("phrases")) {
                Optional<String> words = Json.text(phrase, "phrase")
                        .map(one -> PlainText.line(one, NAME))
                        .filter(one -> !one.isBlank());
                phrase.path("occurrences").forEach(place -> mentions.add(mention(name.get(), words, place)));
            }
            if (mentions.size() == before) {
                tracker.path("occurrences")
                        .forEach(place -> mentions.add(mention(name.get(), Optional.empty(), place)));
            }
        }
        return mentions;
    }

    private static Mention mention(String tracker, Optional<String> phrase, JsonNode place) {
        JsonNode start = place.path("startTime");
        Optional<Duration> into = start.isNumber() && start.asDouble() >= 0 && start.asDouble() < DAY_SECONDS
                ? Optional.of(Duration.ofMillis(Math.round(start.asDouble() * 1_000)))
                : Optional.empty();
        return new Mention(tracker, phrase, Json.text(place, "speakerId"), into);
    }

    /** Sentence by sentence; Gong counts transcripts in milliseconds and trackers in seconds. */
    static List<Passage> passages(JsonNode transcript) {
        List<Passage> passages = new ArrayList<>();
        for (JsonNode monologue : transcript.path("transcript")) {
            Optional<String> speaker = Json.text(monologue, "speakerId");
            for (JsonNode sentence : monologue.path("sentences")) {
                String words = PlainText.line(Json.text(sentence, "text").orElse(""), WORDS);
                long start = sentence.path("start").asLong(-1);
                if (!words.isBlank() && start >= 0 && start < DAY_SECONDS * 1_000) {
                    passages.add(new Passage(speaker, Duration.ofMillis(start), words));
                }
            }
        }
        return passages;
    }
}
