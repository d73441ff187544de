package nextbest.catalogue;

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
    /** The payment terms that the organisation offers. */
    PAYMENT_TERMS(""),
    /** The first product of the deal. */
    PRODUCT("");

    private final String spelling;

    ParameterKind(String spelling) {
        this.spelling = spelling;
    }

    /** The bracketed spelling of the playbook; for our own kinds, the key in brackets. */
    public String spelling() {
        return spelling.isEmpty() ? "[" + key() + "]" : spelling;
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
