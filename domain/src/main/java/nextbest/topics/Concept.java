package nextbest.topics;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One entry of an {@link Ontology}.
 *
 * @param kind what sort of thing it is
 * @param key its name for programs: lower case letters, digits and hyphens; unique within its kind
 * @param name its name for people
 * @param synonyms other names under which it appears in texts and systems
 * @param parent the key of the more general concept of the same kind
 * @param serves keys of the topics and needs that it is an answer to; for products and topics
 */
public record Concept(
        Kind kind, String key, String name, List<String> synonyms, Optional<String> parent, Set<String> serves) {
    /** The sorts of things that an organisation names. */
    public enum Kind {
        /** What is sold; a tree. */
        PRODUCT,
        /** What texts and clients talk about. */
        TOPIC,
        /** What a client wants to reach. */
        NEED,
        /** What a client does. */
        INDUSTRY,
        /** What a person at the client decides. */
        ROLE,
        /** Why something is refused, dismissed or kept back. */
        REASON,
        /** A step of the sales process. */
        STAGE,
        /** A team of sales. */
        DESK,
        /** A set of clients that a desk looks after. */
        BOOK
    }

    /** Defensive copies; a blank key or name is rejected. */
    public Concept {
        Objects.requireNonNull(kind, "kind");
        synonyms = List.copyOf(synonyms);
        serves = Set.copyOf(serves);
        if (!key.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException(
                    "expected a key of lower case letters, digits and hyphens, but got '" + key + "'");
        }
        if (name.isBlank()) {
            throw new IllegalArgumentException(kind + " " + key + ": expected a name, but got nothing");
        }
    }

    /** Its name and synonyms. */
    public List<String> names() {
        return Stream.concat(Stream.of(name), synonyms.stream()).distinct().toList();
    }
}
