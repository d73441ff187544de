package nextbest.catalogue;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import nextbest.deal.Stage;
import nextbest.money.Money;

/**
 * What one organisation adds to the catalogue: the onboarding file, read.
 *
 * @param stages its sales process, by position
 * @param stageGates by stage key, what must hold before a deal leaves that stage
 * @param discountRules who may give how much, in the order in which they are tried
 * @param links {@code deal-desk}, {@code quote}, {@code roi} to addresses
 * @param paymentTerms what may be offered, for example {@code 30 days net}
 * @param escalation to whom a deal is taken when the rep's manager is not known, the first first
 * @param mandatory actions that compliance demands here, beside those that the catalogue marks
 * @param trainings by skill, what a rep can learn it from
 * @param cap how many recommendations of one deal a rep is shown per local day, alternatives included
 */
public record Organisation(
        List<Stage> stages,
        SortedMap<String, List<Condition>> stageGates,
        List<DiscountRule> discountRules,
        SortedMap<String, String> links,
        List<String> paymentTerms,
        List<String> escalation,
        SortedSet<String> mandatory,
        SortedMap<String, String> trainings,
        int cap) {
    /** Three recommendations per deal and day. */
    public static final int DEFAULT_CAP = 3;

    public Organisation {
        stages = stages.stream()
                .sorted(java.util.Comparator.comparingInt(Stage::position))
                .toList();
        stageGates = Collections.unmodifiableSortedMap(new TreeMap<>(stageGates));
        discountRules = List.copyOf(discountRules);
        links = Collections.unmodifiableSortedMap(new TreeMap<>(links));
        paymentTerms = List.copyOf(paymentTerms);
        escalation = List.copyOf(escalation);
        mandatory = Collections.unmodifiableSortedSet(new TreeSet<>(mandatory));
        trainings = Collections.unmodifiableSortedMap(new TreeMap<>(trainings));
        if (cap < 0) {
            throw new IllegalArgumentException("the cap per deal and day must be 0 or more, but is " + cap);
        }
    }

    /** An organisation that has said nothing, with the default cap. */
    public static Organisation silent() {
        return new Organisation(
                List.of(),
                Collections.emptySortedMap(),
                List.of(),
                Collections.emptySortedMap(),
                List.of(),
                List.of(),
                Collections.emptySortedSet(),
                Collections.emptySortedMap(),
                DEFAULT_CAP);
    }

    /**
     * A limit on discounts.
     *
     * @param products keys of products or families that it is for; empty: all
     * @param upTo for deals up to this amount; empty: any
     * @param percent the highest discount, 0 to 100
     * @param rule how people call the rule
     */
    public record DiscountRule(SortedSet<String> products, Optional<Money> upTo, int percent, String rule) {
        public DiscountRule {
            products = Collections.unmodifiableSortedSet(new TreeSet<>(products));
            Objects.requireNonNull(upTo, "upTo");
            Objects.requireNonNull(rule, "rule");
            if (percent < 0 || percent > 100) {
                throw new IllegalArgumentException(
                        "the percent of discount rule '" + rule + "' must be 0 to 100, but is " + percent);
            }
        }
    }

    /** Whether this has been said. */
    public boolean has(OrganisationFact fact) {
        return switch (fact) {
            case DISCOUNT_AUTHORITY -> !discountRules.isEmpty();
            case PAYMENT_TERMS -> !paymentTerms.isEmpty();
            case DEAL_DESK_LINK -> links.containsKey("deal-desk");
            case QUOTE_LINK -> links.containsKey("quote");
            case ROI_LINK -> links.containsKey("roi");
            case ESCALATION_PATH -> !escalation.isEmpty();
            case STAGE_GATES -> !stageGates.isEmpty();
        };
    }

    /** The stage after this one; empty if there is none or the process is not known. */
    public Optional<Stage> after(Stage stage) {
        return stages.stream()
                .filter(next ->
                        next.position() > stage.position() && next.kind().isOpen())
                .findFirst();
    }
}
