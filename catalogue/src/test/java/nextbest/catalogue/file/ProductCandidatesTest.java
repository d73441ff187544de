package nextbest.catalogue.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import nextbest.deal.ContentAsset;
import nextbest.deal.DealField;
import nextbest.deal.DealSnapshot;
import nextbest.deal.ProductInterest;
import nextbest.deal.StageKind;
import nextbest.engine.SelectionPolicy;
import nextbest.identity.AssetId;
import nextbest.identity.ProductId;
import nextbest.recommendation.Candidate;
import nextbest.recommendation.CardContent;
import nextbest.recommendation.Decision;
import nextbest.recommendation.Disposition;
import nextbest.recommendation.Rule;
import nextbest.recommendation.SubFactor;
import org.junit.jupiter.api.Test;

/** Requirement N3: products and their material stand in the same list as actions, with the same lines and the same why-not. */
class ProductCandidatesTest {
    private static final Messages MESSAGES = Messages.english(ZoneOffset.UTC);
    private static final ContentAsset BROCHURE = new ContentAsset(
            new AssetId(Deals.uuid(300)),
            "brochure",
            "Smart meters explained",
            "https://example.com/meters",
            "2",
            new TreeSet<>(),
            new TreeSet<>(),
            new TreeSet<>());
    private static final ProductInterest.Passage SAID = new ProductInterest.Passage(
            "d-1/0", true, "Call", "Our electricity bill doubled.", List.of("electricity bill"), Deals.NOW, "crm");
    private static final ProductInterest.Passage WRITTEN = new ProductInterest.Passage(
            "d-2/3", false, "Prices", "Electricity stays expensive.", List.of(), Deals.NOW, "research");

    @Test
    void aProductIsPresentedWithItsPassagesAndItsMaterial() {
        Decision decision = decide(deal(interest(1, 800, Optional.empty())));

        Candidate product = decision.main().orElseThrow();
        assertThat(product.key()).isEqualTo("present-product:product-" + new ProductId(Deals.uuid(101)));
        assertThat(ProductInterest.named(product.key())).contains(new ProductId(Deals.uuid(101)));
        assertThat(product.asset()).containsExactly(BROCHURE);
        assertThat(product.score().lines()).hasSize(17);
        CardContent card = decision.card().getFirst();
        assertThat(MESSAGES.say(card.title())).isEqualTo("Present Product 1 to Cancity");
        assertThat(card.why()).flatExtracting(CardContent.Reason::evidence).contains("passage:d-1/0", "passage:d-2/3");
        assertThat(card.why())
                .extracting(reason -> MESSAGES.say(reason.text()))
                .anyMatch(said ->
                        said.startsWith("The client, “Call”, ") && said.endsWith(": “Our electricity bill doubled.”"))
                .contains("To send with it: Smart meters explained (https://example.com/meters)");
    }

    @Test
    void whatTheClientSaysMovesTheLineOfItsNeedsAndNothingElseDoes() {
        Candidate silent = product(decide(deal(interest(1, 0, Optional.empty()))));
        Candidate spoken = product(decide(deal(interest(1, 1_000, Optional.empty()))));

        assertThat(spoken.score().line(SubFactor.PAIN_POINT_ALIGNMENT).hundredths())
                .isGreaterThan(
                        silent.score().line(SubFactor.PAIN_POINT_ALIGNMENT).hundredths());
        assertThat(spoken.score().line(SubFactor.INDUSTRY_ALIGNMENT))
                .isEqualTo(silent.score().line(SubFactor.INDUSTRY_ALIGNMENT));
    }

    @Test
    void ofSeveralProductsOneIsPresentedAndTheOthersSayWhyNot() {
        Decision decision = decide(deal(
                interest(1, 900, Optional.empty()),
                interest(2, 500, Optional.empty()),
                interest(3, 900, Optional.of(ProductInterest.Closed.REFUSED)),
                interest(4, 900, Optional.of(ProductInterest.Closed.WITHDRAWN))));

        List<Candidate> products = decision.candidates().stream()
                .filter(candidate -> candidate.action().equals("present-product"))
                .toList();
        assertThat(products).hasSize(4);
        assertThat(products)
                .extracting(candidate -> candidate.verdict().rule())
                .containsExactlyInAnyOrder(
                        Rule.ON_SLATE, Rule.SAME_GROUP, Rule.PRODUCT_REFUSED, Rule.PRODUCT_WITHDRAWN);
        assertThat(products)
                .filteredOn(candidate -> candidate.disposition() == Disposition.INELIGIBLE)
                .allSatisfy(candidate ->
                        assertThat(candidate.propensity().onSlate()).isZero());
    }

    @Test
    void materialThatThereIsNotIsAGapInTheContent() {
        ProductInterest bare = new ProductInterest(
                new ProductId(Deals.uuid(101)),
                "Product 1",
                fit(700),
                List.of(SAID),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Deals.NOW);

        Decision decision = decide(deal(bare));

        assertThat(decision.contentGaps()).anySatisfy(gap -> {
            assertThat(gap.assetKind()).isEqualTo("product-material");
            assertThat(gap.madeFor()).isEqualTo("Product 1");
        });
        assertThat(product(decision).disposition()).isEqualTo(Disposition.SELECTED);
    }

    @Test
    void whereNoScreeningHasLookedNothingIsClaimedAndNobodyIsAskedToFillItIn() {
        Decision decision = decide(Deals.at(StageKind.DISCOVERY).build());

        Candidate product = product(decision);
        assertThat(product.verdict().rule()).isEqualTo(Rule.TRIGGER_UNKNOWN);
        assertThat(decision.missing()).doesNotContain("interests");
    }

    private static Candidate product(Decision decision) {
        return decision.candidates().stream()
                .filter(candidate -> candidate.action().equals("present-product"))
                .findFirst()
                .orElseThrow();
    }

    private static Decision decide(DealSnapshot deal) {
        return nextbest.engine.Engine.current()
                .decide(Deals.input(deal, SelectionPolicy.standard().withoutExploration()));
    }

    private static DealSnapshot deal(ProductInterest... interests) {
        return Deals.at(StageKind.DISCOVERY)
                .known(DealField.COMPANY_NAME, "Cancity")
                .known(DealField.INTERESTS, List.of(interests))
                .build();
    }

    private static ProductInterest interest(int number, int conversation, Optional<ProductInterest.Closed> closed) {
        return new ProductInterest(
                new ProductId(Deals.uuid(100 + number)),
                "Product " + number,
                fit(conversation),
                List.of(SAID, WRITTEN),
                List.of(BROCHURE),
                closed,
                Optional.empty(),
                Deals.NOW.minus(Duration.ofDays(1)));
    }

    /** Nine of ten similar clients hold it, and the house has no view of it. */
    private static ProductInterest.Fit fit(int conversation) {
        return new ProductInterest.Fit(6_000, 800, 10, 9, 500, "", conversation, 0, 0, 0, 0);
    }
}
