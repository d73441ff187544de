package nextbest.catalogue.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import nextbest.catalogue.PatternRow;
import nextbest.deal.DealSnapshot;
import nextbest.deal.StageKind;
import nextbest.recommendation.Candidate;
import nextbest.recommendation.Decision;
import nextbest.recommendation.Factor;
import nextbest.recommendation.ScoreLine;
import nextbest.signal.SignalType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requirement C2: the thirty rows of the three stage tables, each written down here a second time. */
class PatternRowTest {
    private static final String TABLE = """
            DISCOVERY   PAIN_POINT_MENTIONED     send-case-study 85, ask-current-solution 80, share-pain-assessment 75
            DISCOVERY   BUDGET_DISCUSSED         send-roi-calculator 90, ask-budget-process 85, share-pricing-guide 70
            DISCOVERY   TIMELINE_MENTIONED       ask-decision-process 85, share-implementation-timeline 75, request-introduction 80
            DISCOVERY   COMPETITOR_MENTIONED     pull-battle-card 90, send-competitive-matrix 85, send-defection-story 80
            PROPOSAL    DEMO_COMPLETED           send-demo-recap 95, follow-up-with-technical-buyer 85, share-implementation-plan 80
            PROPOSAL    TECHNICAL_REVIEW_NEEDED  assign-solutions-engineer 90, provide-security-documentation 85, provide-api-documentation 80
            PROPOSAL    PRICING_DISCUSSED        generate-quote 95, send-roi-justification 85, offer-payment-terms 70
            NEGOTIATION CONTRACT_REVIEW_STARTED  route-to-legal-review 95, share-contract-template 90, prepare-kickoff-plan 80
            NEGOTIATION DISCOUNT_REQUESTED       calculate-maximum-discount 90, offer-value-add 85, request-concession 80
            NEGOTIATION EXECUTIVE_SIGN_OFF_NEEDED schedule-executive-call 95, prepare-executive-briefing 90, share-peer-reference 85
            """;

    record Row(StageKind stage, SignalType signal, String action, int score) {}

    static Stream<Row> rows() {
        return TABLE.lines().flatMap(line -> {
            String[] cells = line.trim().split("\\s+", 3);
            return Arrays.stream(cells[2].split(", ")).map(cell -> {
                String[] parts = cell.split(" ", 2);
                return new Row(
                        StageKind.valueOf(cells[0]),
                        SignalType.valueOf(cells[1]),
                        parts[0],
                        Integer.parseInt(parts[1]));
            });
        });
    }

    @Test
    void thereAreExactlyThirtyRowsTwelveNineAndNine() {
        assertThat(rows()).hasSize(30);
        assertThat(Deals.CATALOGUE.rows()).hasSize(30);
        assertThat(Deals.CATALOGUE.rows().stream().filter(row -> row.stage() == StageKind.DISCOVERY))
                .hasSize(12);
        assertThat(Deals.CATALOGUE.rows().stream().filter(row -> row.stage() == StageKind.PROPOSAL))
                .hasSize(9);
        assertThat(Deals.CATALOGUE.rows().stream().filter(row -> row.stage() == StageKind.NEGOTIATION))
                .hasSize(9);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void inTheNeutralContextTheActionScoresExactlyTheRow(Row row) {
        DealSnapshot deal = Deals.heard(Deals.at(row.stage()), row.signal()).build();

        Candidate candidate = only(Deals.decide(deal), row.action());

        assertThat(candidate.score().hundredths()).isEqualTo(row.score() * 100);
        assertThat(candidate.score().points()).isEqualTo(row.score());
        assertThat(candidate.score().lines()).allSatisfy(line -> {
            assertThat(line.moves()).isEmpty();
            // S % of the line's maximum, to the hundredth.
            assertThat(line.hundredths() * 100 - row.score() * line.maxHundredths())
                    .isBetween(-99, 99);
        });
        // Relevance 40, impact 30, urgency 20, feasibility 10 points, S % of each.
        assertThat(candidate.score().hundredths(Factor.RELEVANCE)).isEqualTo(row.score() * 40);
        assertThat(candidate.score().hundredths(Factor.IMPACT)).isEqualTo(row.score() * 30);
        assertThat(candidate.score().hundredths(Factor.URGENCY)).isEqualTo(row.score() * 20);
        assertThat(candidate.score().hundredths(Factor.FEASIBILITY)).isEqualTo(row.score() * 10);
        assertThat(candidate.score().lines().stream().map(ScoreLine::maxHundredths))
                .containsExactly(800, 800, 800, 800, 800, 750, 750, 750, 750, 500, 500, 500, 500, 250, 250, 250, 250);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void withoutTheTriggerTheRowDoesNotCount(Row row) {
        DealSnapshot deal = Deals.heard(Deals.at(row.stage())).build();

        assertThat(only(Deals.decide(deal), row.action()).score().hundredths()).isNotEqualTo(row.score() * 100);
    }

    @Test
    void ofSeveralRowsThatFireTheHighestCounts() {
        // The introduction has a row of 80 at discovery; a second one of 92 for another trigger must win.
        List<PatternRow> rows = new java.util.ArrayList<>(Deals.CATALOGUE.rows());
        rows.add(new PatternRow(
                StageKind.DISCOVERY,
                "budget-discussed",
                "request-introduction",
                92,
                java.util.Collections.emptySortedMap()));
        var catalogue = new nextbest.catalogue.Catalogue(
                "two", Deals.CATALOGUE.actions(), rows, Deals.CATALOGUE.triggers(), Deals.CATALOGUE.fallbacks());
        var input = Deals.input(
                Deals.heard(Deals.at(StageKind.DISCOVERY), SignalType.TIMELINE_MENTIONED, SignalType.BUDGET_DISCUSSED)
                        .build());
        Decision decision = nextbest.engine.Engine.current()
                .decide(new nextbest.engine.EngineInput(
                        input.id(),
                        input.deal(),
                        catalogue,
                        input.organisation(),
                        input.evidence(),
                        input.policy(),
                        input.at()));

        assertThat(only(decision, "request-introduction").score().points()).isEqualTo(92);
    }

    static Candidate only(Decision decision, String action) {
        List<Candidate> found = decision.candidates().stream()
                .filter(candidate -> candidate.action().equals(action))
                .toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }
}
