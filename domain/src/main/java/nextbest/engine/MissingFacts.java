package nextbest.engine;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import nextbest.catalogue.ParameterKind;
import nextbest.catalogue.Truth;
import nextbest.deal.DealField;

/**
 * Which unknown fields would matter: those without which it cannot be told whether an action is called for, or what its
 * title would be filled with; each worth the highest score that it could open up at this stage.
 */
final class MissingFacts {
    static final int SHOWN = 5;

    private MissingFacts() {}

    static List<String> of(Reading reading, List<Proposal> proposals) {
        SortedMap<String, Integer> worth = new TreeMap<>();
        for (Proposal proposal : proposals) {
            int potential = proposal.calling().potential();
            if (proposal.calling().truth() == Truth.UNKNOWN) {
                proposal.calling().unknown().forEach(field -> worth.merge(field, potential, Math::max));
            }
            if (proposal.calling().truth() == Truth.YES) {
                proposal.missing().forEach(kind -> worth.merge(fieldOf(kind), potential, Math::max));
            }
        }
        if (reading.deal().course().stage().isUnknown()) {
            worth.put("stage", 100);
        }
        return worth.entrySet().stream()
                .filter(entry -> DealField.find(entry.getKey()).isPresent())
                // a screening tells of interests: no rep can fill this in
                .filter(entry -> !entry.getKey().equals(DealField.INTERESTS.key()))
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(SHOWN)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The field that fills a parameter; empty if it is filled by the organisation. */
    private static String fieldOf(ParameterKind kind) {
        return switch (kind) {
            case INDUSTRY -> "industry";
            case STAKEHOLDER, CONTACT, CONTACT_NAME -> "stakeholders";
            case FEATURE_FOCUS -> "features";
            case TECH_STACK -> "tech-stack";
            case DATE -> "proposed-close-date";
            case STAGE -> "stage";
            case MANAGER_OR_VP -> "manager-name";
            case OBJECTION -> "open-objections";
            case NAME, COMPETITOR -> "competitors";
            case ACCOUNT -> "company-name";
            case COMPANY_SIZE -> "company-size";
            case PRODUCT -> "products";
            case INTEREST -> "interests";
            case MAX_DISCOUNT, DISCOUNT_RULE, PAYMENT_TERMS -> "";
        };
    }
}
