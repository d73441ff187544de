package nextbest.recommendation.grounding;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * All that a draft may say.
 *
 * @param language of the texts; anything but English can only be repeated word for word
 * @param items what may be said, each with an id that sentences name
 * @param names what the items call by name
 */
public record Dossier(Locale language, List<Item> items, List<Name> names) {
    public Dossier {
        Objects.requireNonNull(language, "language");
        items = List.copyOf(items);
        names = List.copyOf(names);
        Set<String> ids = new HashSet<>();
        for (Item item : items) {
            if (!ids.add(item.id())) {
                throw new IllegalArgumentException(
                        "the items of a dossier need ids of their own, but two are called " + item.id());
            }
        }
    }

    /** What an item is for. */
    public enum Kind {
        /** What is advised: the title and when it is best done. Any sentence may use it without naming it. */
        ADVICE,
        /** A step of the how. Any sentence may use it without naming it. */
        STEP,
        /** A reason: a fact, a signal, a learned number or a rule. */
        REASON,
        /** What the deal is: name, stage, amount. Any sentence may use it without naming it. */
        CONTEXT
    }

    /**
     * One thing that may be said.
     *
     * @param id what sentences refer to, for example {@code r1}
     * @param text in words, with {@link #marker} where a name stands
     * @param evidence ids of the decision's evidence that it rests on
     */
    public record Item(String id, Kind kind, String text, List<String> evidence) {
        public Item {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(text, "text");
            evidence = List.copyOf(evidence);
        }
    }

    /**
     * Something that is called by name: words from a record.
     *
     * @param text as the record has it, cleaned
     * @param kind decides about short forms and about what it may stand for
     */
    public record Name(String text, NameKind kind) {
        public Name {
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(kind, "kind");
            if (text.isBlank()) {
                throw new IllegalArgumentException("a name needs words, but is blank");
            }
        }
    }

    /** What a name is the name of. */
    public enum NameKind {
        /** The buyer's company, which may stand for the buyer. */
        CLIENT,
        DEAL,
        /** A person, who may be called by the first or the last name alone. */
        PERSON,
        /** A competitor, product, document, stage, industry, or another value of a record. */
        TERM
    }

    /** What stands in an item's text for the name at an index. */
    public static String marker(int name) {
        return "\uE000" + name + "\uE001";
    }

    public Optional<Item> item(String id) {
        return items.stream().filter(item -> item.id().equals(id)).findFirst();
    }

    /** An item's text with its names. */
    public String spoken(Item item) {
        String text = item.text();
        for (int i = 0; i < names.size(); i++) {
            text = text.replace(marker(i), names.get(i).text());
        }
        return text;
    }
}
