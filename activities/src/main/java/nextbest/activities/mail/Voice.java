package nextbest.activities.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import nextbest.catalogue.file.Messages;
import nextbest.recommendation.Argument;
import nextbest.recommendation.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says texts of the catalogue and of the letters for readers of one language in one zone. Words from records are made fit
 * first. A text that is missing is said by its key: a letter with a gap is better than none.
 */
final class Voice {
    private static final Logger LOG = LoggerFactory.getLogger(Voice.class);
    private static final String FILE = "letters_en.properties";
    /** Characters of a name or another value. */
    static final int MOST = 100;
    /** Characters of what somebody said. */
    static final int MOST_QUOTED = 240;

    private static final int MOST_LINK = 2_000;

    private final Messages catalogue;
    private final Messages letters;
    private final ZoneId zone;

    private Voice(Messages catalogue, Messages letters, ZoneId zone) {
        this.catalogue = catalogue;
        this.letters = letters;
        this.zone = zone;
    }

    static Voice english(ZoneId zone) {
        return new Voice(Messages.english(zone), Messages.of(file(), Locale.ENGLISH, zone), zone);
    }

    private static String file() {
        try (InputStream in = Objects.requireNonNull(Voice.class.getResourceAsStream(FILE), FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ZoneId zone() {
        return zone;
    }

    Messages letters() {
        return letters;
    }

    /** A text of the catalogue or the engine. */
    String say(Text text) {
        return said(catalogue, fit(text));
    }

    /** A sentence of the catalogue or the engine; the address of a document in it can be followed. */
    Sentence sentence(Text text) {
        String said = say(text);
        return link(text).map(link -> Sentence.of(said, link)).orElseGet(() -> Sentence.of(said));
    }

    String say(String key) {
        return say(Text.of(key));
    }

    boolean knows(String key) {
        return catalogue.knows(key);
    }

    /** A text of the letters. */
    String own(String key, Map<String, Argument> arguments) {
        return said(letters, Text.of(key, arguments));
    }

    String own(String key) {
        return own(key, Map.of());
    }

    private static String said(Messages messages, Text text) {
        try {
            return messages.say(text);
        } catch (IllegalArgumentException e) {
            LOG.warn("{}", e.getMessage());
            return text.key();
        }
    }

    private static Text fit(Text text) {
        Map<String, Argument> fit = new TreeMap<>();
        text.arguments()
                .forEach((name, argument) -> fit.put(
                        name,
                        switch (argument) {
                            case Argument.Words(String words)
                            when "assetLink".equals(name) && isAddress(words) -> argument;
                            case Argument.Words(String words) ->
                                Argument.words(Words.fit(words, "quote".equals(name) ? MOST_QUOTED : MOST));
                            case Argument.Message _,
                                    Argument.Count _,
                                    Argument.Share _,
                                    Argument.Moment _,
                                    Argument.Day _,
                                    Argument.Amount _ -> argument;
                        }));
        return Text.of(text.key(), fit);
    }

    private static Optional<String> link(Text text) {
        return text.arguments().get("assetLink") instanceof Argument.Words(String link) && isAddress(link)
                ? Optional.of(link)
                : Optional.empty();
    }

    /** An address of the web and nothing that a mail program might run. */
    private static boolean isAddress(String link) {
        if (link.length() > MOST_LINK || !link.matches("https?://[!-~]+")) {
            return false;
        }
        try {
            return new URI(link).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
