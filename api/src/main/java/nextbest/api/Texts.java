package nextbest.api;

import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import nextbest.catalogue.file.Messages;
import nextbest.recommendation.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Says texts of the engine and the catalogue for a reader in a zone. */
@Component
public final class Texts {
    private static final Logger LOG = LoggerFactory.getLogger(Texts.class);

    private final Map<ZoneId, Messages> byZone = new ConcurrentHashMap<>();

    Texts() {}

    /** For a reader in this zone. */
    public Voice in(ZoneId zone) {
        return new Voice(byZone.computeIfAbsent(zone, Messages::english));
    }

    /** Texts for one reader. A text that is missing is said by its key: a card with a gap is better than none. */
    public static final class Voice {
        private final Messages messages;

        private Voice(Messages messages) {
            this.messages = messages;
        }

        public String say(Text text) {
            try {
                return messages.say(text);
            } catch (IllegalArgumentException e) {
                LOG.warn("{}", e.getMessage());
                return text.key();
            }
        }

        public String say(String key) {
            return say(Text.of(key));
        }

        /** The name of an action where the words are its key, otherwise the words: reps write what they like. */
        public String nameOf(String words) {
            String key = "action." + words + ".name";
            return messages.knows(key) ? say(key) : words;
        }

        public Messages messages() {
            return messages;
        }
    }
}
