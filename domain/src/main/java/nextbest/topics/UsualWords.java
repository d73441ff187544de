package nextbest.topics;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Words that a column of industries or countries usually holds: what is nearly one of them is probably misspelled. */
public enum UsualWords {
    INDUSTRIES(Set.of(
            "technology",
            "medical",
            "healthcare",
            "retail",
            "software",
            "finance",
            "financial services",
            "banking",
            "insurance",
            "marketing",
            "entertainment",
            "telecommunications",
            "services",
            "employment",
            "manufacturing",
            "education",
            "energy",
            "utilities",
            "transportation",
            "logistics",
            "real estate",
            "construction",
            "automotive",
            "pharmaceuticals",
            "biotechnology",
            "agriculture",
            "media",
            "hospitality",
            "consulting",
            "government",
            "nonprofit",
            "aerospace",
            "chemicals",
            "electronics",
            "engineering",
            "food and beverage",
            "mining")),
    COUNTRIES(Arrays.stream(Locale.getISOCountries())
            .map(code -> Locale.of("", code).getDisplayCountry(Locale.ENGLISH))
            .collect(Collectors.toUnmodifiableSet()));

    /** Below this share of equal letters nothing is proposed. */
    private static final double ALIKE = 0.8;

    private static final int SHORTEST = 5;

    private final Set<String> words;

    UsualWords(Set<String> words) {
        this.words = new TreeSet<>(words);
    }

    /** The words as they are usually written. */
    public Set<String> words() {
        return Set.copyOf(words);
    }

    /**
     * What a word is probably meant to be.
     *
     * @param confidence 0 to 1, never enough to be applied without a person
     */
    public record Meant(String word, double confidence) {}

    /** The usual word that a word is nearly; empty if it is one, or like none. */
    public Optional<Meant> meant(String word) {
        String plain = Ontology.plain(word);
        if (plain.length() < SHORTEST
                || words.stream().anyMatch(w -> Ontology.plain(w).equals(plain))) {
            return Optional.empty();
        }
        String best = "";
        double most = 0;
        for (String usual : words) {
            double alike = Spellings.likeness(usual, word);
            if (alike > most) {
                most = alike;
                best = usual;
            }
        }
        return most < ALIKE ? Optional.empty() : Optional.of(new Meant(best, Math.min(most, 0.94)));
    }
}
