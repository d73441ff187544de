package nextbest.catalogue;

import java.util.Locale;
import java.util.Optional;
import nextbest.fact.Keyed;

/**
 * What an action's title or step is filled with from the snapshot. The first fourteen are the bracketed spellings of the
 * sales playbook that the first catalogue comes from; the others are our own.
 */
public enum ParameterKind implements Keyed {
    INDUSTRY("[Industry]"),
    STAKEHOLDER("[Stakeholder]"),
    FEATURE_FOCUS("[Feature focus]"),
    TECH_STACK("[Tech Stack]"),
    DATE("[Date]"),
    CONTACT("[Contact]"),
    STAGE("[Stage]"),
    MANAGER_OR_VP("[Manager/VP]"),
    OBJECTION("[Objection]"),
    /** The competitor's name. */
    NAME("[Name]"),
    CONTACT_NAME("[Contact Name]"),
    ACCOUNT("[Account]"),
    COMPANY_SIZE("[Company Size]"),
    COMPETITOR("[Competitor]"),
    /** The highest discount that the rep may give by the organisation's rule. */
    MAX_DISCOUNT(""),
    /** The rule that the highest discount comes from. */
    DISCOUNT_RULE(""),
    /** The payment terms that the organisation offers. */
    PAYMENT_TERMS(""),
    /** The first product of the deal. */
    PRODUCT(""),
    /** A product that the client does not hold and may want. */
    INTEREST("");

    private final String spelling;
    private final String argument;

    ParameterKind(String spelling) {
        this.spelling = spelling;
        String[] words = name().toLowerCase(Locale.ROOT).split("_", -1);
        StringBuilder camel = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            camel.append(Character.toUpperCase(words[i].charAt(0))).append(words[i], 1, words[i].length());
        }
        this.argument = camel.toString();
    }

    /** The bracketed spelling of the playbook; for our own kinds, the key in brackets. */
    public String spelling() {
        return spelling.isEmpty() ? "[" + key() + "]" : spelling;
    }

    /** The name of the argument in message files: the key in camel case, for example {@code contactName}. */
    public String argument() {
        return argument;
    }

    public static Optional<ParameterKind> ofSpelling(String spelling) {
        for (ParameterKind kind : values()) {
            if (kind.spelling().equals(spelling)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
