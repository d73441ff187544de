package nextbest.activities.sync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nextbest.fact.Keyed;
import nextbest.signal.FoundSignal;
import nextbest.signal.SignalReader;
import nextbest.signal.SignalType;
import nextbest.vendors.port.Conversation.Passage;
import nextbest.vendors.port.HeldCall;
import nextbest.vendors.port.HeldCall.Mention;
import nextbest.vendors.port.HeldCall.Side;

/**
 * What the buyer let us know in a call: what the vendor's trackers found, as far as a person has said which signal a tracker stands
 * for, and what the built-in reader finds in the words. Only what the buyer said counts; what our own people say, and what nobody
 * knows who said, is no signal.
 */
final class CallSignals {
    /** A passage holds what a tracker found up to so long after the passage began. */
    private static final Duration BREATH = Duration.ofSeconds(60);

    /** Trackers and transcripts count time a little differently. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private static final int QUOTE = 300;

    private final SignalReader<RuntimeException> reader;

    CallSignals(SignalReader<RuntimeException> reader) {
        this.reader = reader;
    }

    /**
     * Something that the buyer said.
     *
     * @param topic what was named; empty: nothing
     * @param quote the words; empty if they are not known
     * @param into from the beginning of the call
     * @param speaker who said it
     */
    record Heard(SignalType type, String topic, String quote, Optional<Duration> into, Optional<String> speaker) {
        /** Without the words: they are a buyer's. */
        @Override
        public String toString() {
            return "Heard[" + type + ", into=" + into + "]";
        }
    }

    /**
     * The signals of a call, each type once, or once for each competitor or feature that was named.
     *
     * @param passages what was said, in its order; empty if nobody knows
     * @param trackers names of trackers, with ; between them, by the key of the signal that they stand for
     */
    List<Heard> in(HeldCall call, List<Passage> passages, Map<String, String> trackers) {
        List<Passage> buyers = passages.stream()
                .filter(passage -> call.sideOf(passage.speaker()) == Side.BUYER)
                .toList();
        List<Heard> heard = new ArrayList<>();
        Set<String> known = new HashSet<>();
        Map<SignalType, List<String>> names = names(trackers);
        for (Mention mention : call.mentions()) {
            names.forEach((type, of) -> {
                if (of.contains(folded(mention.tracker()))) {
                    mentioned(type, mention, call, buyers).ifPresent(one -> add(one, known, heard));
                }
            });
        }
        for (Passage passage : buyers) {
            for (FoundSignal found : reader.read(passage.text())) {
                Heard one =
                        new Heard(found.type(), "", cut(found.span()), Optional.of(passage.into()), passage.speaker());
                if (known.stream().noneMatch(key -> key.startsWith(found.type().key() + ":"))) {
                    add(one, known, heard);
                }
            }
        }
        return heard;
    }

    private static void add(Heard one, Set<String> known, List<Heard> heard) {
        if (heard.size() < SignalReader.MOST && known.add(one.type().key() + ":" + folded(one.topic()))) {
            heard.add(one);
        }
    }

    private static Map<SignalType, List<String>> names(Map<String, String> trackers) {
        Map<SignalType, List<String>> names = new EnumMap<>(SignalType.class);
        trackers.forEach((signal, theirs) -> Keyed.find(SignalType.class, signal)
                .ifPresent(type -> {
                    List<String> all = new ArrayList<>();
                    for (String name : theirs.split(";", -1)) {
                        all.add(folded(name));
                    }
                    names.put(type, all);
                }));
        return names;
    }

    private static Optional<Heard> mentioned(SignalType type, Mention mention, HeldCall call, List<Passage> buyers) {
        Optional<Passage> passage = mention.into()
                .flatMap(into -> at(into, mention.speaker(), buyers))
                .or(() -> mention.phrase().flatMap(phrase -> naming(phrase, mention.speaker(), buyers)));
        if (passage.isEmpty() && call.sideOf(mention.speaker()) != Side.BUYER) {
            return Optional.empty();
        }
        String topic = switch (type) {
            case COMPETITOR_MENTIONED, FEATURE_INTEREST -> mention.phrase().orElse("");
            default -> "";
        };
        return Optional.of(new Heard(
                type,
                topic,
                passage.map(one -> cut(one.text())).orElse(""),
                mention.into().or(() -> passage.map(Passage::into)),
                mention.speaker().or(() -> passage.flatMap(Passage::speaker))));
    }

    /** The last passage that had begun by then. */
    private static Optional<Passage> at(Duration into, Optional<String> speaker, List<Passage> buyers) {
        return buyers.stream()
                .filter(passage -> speaker.isEmpty() || passage.speaker().equals(speaker))
                .filter(passage -> passage.into().compareTo(into.plus(TOLERANCE)) <= 0
                        && passage.into().plus(BREATH).compareTo(into) >= 0)
                .reduce((earlier, later) -> later);
    }

    private static Optional<Passage> naming(String phrase, Optional<String> speaker, List<Passage> buyers) {
        return buyers.stream()
                .filter(passage -> speaker.isEmpty() || passage.speaker().equals(speaker))
                .filter(passage -> folded(passage.text()).contains(folded(phrase)))
                .findFirst();
    }

    private static String folded(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    private static String cut(String text) {
        return text.length() > QUOTE ? text.substring(0, QUOTE - 1) + "…" : text;
    }
}
