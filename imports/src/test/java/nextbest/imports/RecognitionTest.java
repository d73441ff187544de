package nextbest.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import nextbest.deal.StageKind;
import nextbest.event.EventEnvelope;
import nextbest.event.EventType;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of the same kind under other names, orders, separators and formats. */
class RecognitionTest {
    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench(folder);
    }

    /** Three deals, with dates and numbers to be filled in: 25 January, 26 February; 1234.50 and 99. */
    private static String deals(String first, String second, String amount) {
        return Workbench.DEALS.replace(",", ";")
                + "D1;Ann;Alpha;Acme;Won;" + first + ";" + second + ";" + amount + "\n"
                + "D2;Ann;Alpha;Acme;Engaging;" + first + ";;\n"
                + "D3;Ann;Alpha;Acme;Lost;" + first + ";" + second + ";0\n";
    }

    @ParameterizedTest
    @CsvSource({
        "Won - renewal, WON",
        "Closed Won: upsell, WON",
        "Lost (price), LOST",
        "Closed Lost to a competitor, LOST",
    })
    void anOutcomeWithARemarkIsAnOutcome(String label, StageKind kind) throws Exception {
        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-12-31"), stages(label));
        assertThat(plan.stagePlan().find(label).orElseThrow().kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Not Won", "Almost Won", "To be won", "Lost contact again", "Bid lost in mail"})
    void anOutcomeIsNeverGuessedFromAWordAmongOthers(String label) throws Exception {
        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-12-31"), stages(label));
        assertThat(plan.stagePlan().find(label)).isEmpty();
        assertThat(plan.report().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.seen()).isEqualTo(label));
        assertThat(plan.report().deals().total()).isEqualTo(2);
    }

    /** Two deals in usual stages and one in the stage that is asked about. */
    private Path stages(String label) throws Exception {
        return bench.file("stages.csv", """
                opportunity_id,product,account,deal_stage,engage_date
                D1,P,A,Engaging,2026-02-01
                D2,P,B,Proposal,2026-02-01
                D3,P,C,%s,2026-02-01
                """.formatted(label));
    }

    @Test
    void aFewClientsWithManyDealsAreClientsAndARelationIsNone() throws Exception {
        StringBuilder deals = new StringBuilder("opportunity_id,account,client,deal_stage,engage_date\n");
        for (int i = 0; i < 60; i++) {
            deals.append(
                    "D%d,Northwind %d,%s,Proposal,2026-02-01%n".formatted(i, i % 3, i % 2 == 0 ? "New" : "Current"));
        }
        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-12-31"), bench.file("few.csv", deals.toString()));
        assertThat(plan.report().files().getFirst().columns())
                .containsEntry("account", "client")
                .containsEntry("client", "attribute");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "opportunity_id,deal_stage,product\nD1,Proposal,P\n",
                "Deal Name,Deal Stage,Product\nD1,Proposal,P\n",
                "name,stage,product\nD1,Proposal,P\n"
            })
    void aStageAndAProductAreEnoughForADeal(String table) throws Exception {
        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-12-31"), bench.file("little.csv", table));
        assertThat(plan.report().deals().open()).isEqualTo(1);
    }

    @Test
    void aSuggestedMappingReadsAHubspotExportAsTheImportItselfDoes() throws Exception {
        StringBuilder deals = new StringBuilder(
                "Record ID,Deal Name,Deal Stage,Create Date,Date entered 'Contract sent',Date exited 'Contract sent'\n");
        for (int i = 0; i < 30; i++) {
            deals.append("%d,Deal %d,Presentation scheduled,2026-01-0%d,2026-02-0%d,2026-03-0%d%n"
                    .formatted(i + 1000, i, i % 9 + 1, i % 9 + 1, i % 9 + 1));
        }
        Path export = bench.file("hubspot.csv", deals.toString());
        Path mapping = bench.file("m.yaml", Imports.suggest(export, Workbench.asOf("2026-12-31")));

        var itself = Workbench.events(Workbench.plan(Workbench.asOf("2026-12-31"), export));
        var mapped =
                Workbench.events(Workbench.plan(Workbench.asOf("2026-12-31").withMappings(List.of(mapping)), export));

        assertThat(itself).extracting(EventEnvelope::type).contains(EventType.STAGE_CHANGE);
        assertThat(mapped).usingRecursiveComparison().isEqualTo(itself);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "25-01-26            | 26-02-26",
                "25/01/2026          | 26/02/2026",
                "25.1.2026           | 26.2.2026",
                "01/25/2026          | 02/26/2026",
                "1/25/26             | 2/26/26",
                "2026-01-25          | 2026-02-26",
                "2026/01/25          | 2026/02/26",
                "20260125            | 20260226",
                "25-Jan-2026         | 26-Feb-2026",
                "January 25, 2026    | February 26, 2026",
                // 46,023 days from 1899-12-30 to 2026-01-01, so 46047 is 25 January and 46079 is 26 February
                "46047               | 46079",
                "2026-01-25 00:00    | 2026-02-26 23:59:59",
                "2026-01-25T00:00:00Z | 2026-02-26T23:59:59Z",
                "01/25/2026 12:00 AM | 02/26/2026 11:59:59 PM",
            })
    void aDateIsReadInTheFormatThatTheWholeColumnShows(String first, String second) throws Exception {
        Path file = bench.file("deals.csv", deals(first, second, "99"));

        List<EventEnvelope> life = Workbench.life(Workbench.plan(Workbench.asOf("2026-03-31"), file), "D1");

        assertThat(life)
                .extracting(EventEnvelope::type, EventEnvelope::occurredAt)
                .containsExactly(
                        Tuple.tuple(EventType.DEAL, Instant.parse("2026-01-25T00:00:00Z")),
                        Tuple.tuple(EventType.OUTCOME, Instant.parse("2026-02-26T23:59:59Z")));
    }

    @Test
    void aColumnInWhichEveryDateReadsTwoWaysIsAnErrorThatSaysHowToDecide() throws Exception {
        Path file = bench.file("deals.csv", deals("03/04/2026", "05/06/2026", "99"));

        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-12-31"), file);

        assertThat(plan.report().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.column()).isEqualTo("engage_date");
            assertThat(problem.allowed()).contains("--date-format dd/MM/yyyy").contains("MM/dd/yyyy");
        });
        assertThat(plan.report().deals().total()).isZero();

        ImportPlan told = Workbench.plan(Workbench.asOf("2026-12-31").withDateFormat("MM/dd/yyyy"), file);
        assertThat(Workbench.life(told, "D1").getFirst().occurredAt()).isEqualTo(Instant.parse("2026-03-04T00:00:00Z"));
    }

    @Test
    void anAmbiguousColumnIsDecidedByAnotherColumnOrFile() throws Exception {
        Path own = bench.file("a.csv", deals("03/04/2026", "25/06/2026", "99"));
        ImportPlan byColumn = Workbench.plan(Workbench.asOf("2026-12-31"), own);
        assertThat(Workbench.life(byColumn, "D1").getFirst().occurredAt())
                .isEqualTo(Instant.parse("2026-04-03T00:00:00Z"));

        Path ambiguous = bench.file(
                "b.csv",
                deals("03/04/2026", "05/06/2026", "99").replace(";D", ";E").replace("\nD", "\nE"));
        Path american = bench.file("c.csv", deals("01/25/2026", "02/26/2026", "99"));
        ImportPlan byFile = Workbench.plan(Workbench.asOf("2026-12-31"), ambiguous, american);
        assertThat(Workbench.life(byFile, "E1").getFirst().occurredAt())
                .isEqualTo(Instant.parse("2026-03-04T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1234.50     | 1234.50 | USD",
                "1,234.50    | 1234.50 | USD",
                "1.234,50    | 1234.50 | USD",
                "1234,5      | 1234.50 | USD",
                "1'234.50    | 1234.50 | USD",
                "$1,234.50   | 1234.50 | USD",
                "1.234,50 €  | 1234.50 | EUR",
                "GBP 1234.5  | 1234.50 | GBP",
                "1234        | 1234.00 | USD",
            })
    void anAmountIsReadInTheFormatThatTheWholeColumnShows(String written, String amount, String currency)
            throws Exception {
        Path file = bench.file("deals.csv", deals("25-01-26", "26-02-26", written));

        EventEnvelope outcome = Workbench.life(Workbench.plan(Workbench.asOf("2026-03-31"), file), "D1")
                .getLast();

        assertThat(outcome.data())
                .containsEntry("amount", Map.of("amount", new java.math.BigDecimal(amount), "currency", currency));
    }

    @Test
    void otherNamesOrdersCaseAndFurtherColumnsOfTheSameKindAreUnderstood() throws Exception {
        Path deals = bench.file("pipe.csv", """
                VALUE|Customer|Owner|Deal ID|Sales Stage|Created On|Closed On|Mood|Item
                100|Acme|Ann|1|Closed - Won|2026-01-25|2026-02-01|good|Alpha
                200|Bolt|Bob|2|Proposal Sent|2026-01-26||bad|Beta
                300|Core|Bob|3|Closed - Lost|2026-01-27|2026-02-03|bad|Beta
                """);
        Path clients = bench.file(
                "firms.csv", "Industry;Company Name;Headcount\nRetail;Acme;1200\nFinance;Bolt;80\nMedia;Core;7\n");
        Path reps = bench.file(
                "team.csv",
                "Reports To\tRegion\tE-mail\tSales Rep\nZoe\tNorth\tann@example.com\tAnn\nZoe\tSouth\tbob@example.com\tBob\n");
        Path products = bench.file("list.csv", "List Price,Category,Product Name\n10,Things,Alpha\n20,Things,Beta\n");

        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-03-31"), deals, clients, products, reps);

        assertThat(plan.report().problems()).isEmpty();
        assertThat(plan.report().files())
                .extracting(ImportReport.FileReport::file, ImportReport.FileReport::table)
                .containsExactly(
                        Tuple.tuple("team.csv", "reps"),
                        Tuple.tuple("list.csv", "products"),
                        Tuple.tuple("firms.csv", "clients"),
                        Tuple.tuple("pipe.csv", "deals"));
        assertThat(plan.stagePlan().stages())
                .extracting(StagePlan.Stage::label, StagePlan.Stage::kind, StagePlan.Stage::position)
                .containsExactly(
                        Tuple.tuple("Proposal Sent", StageKind.PROPOSAL, 0),
                        Tuple.tuple("Closed - Won", StageKind.WON, 1),
                        Tuple.tuple("Closed - Lost", StageKind.LOST, 2));
        List<EventEnvelope> open = Workbench.life(plan, "2");
        assertThat(open.getFirst().data())
                .containsEntry("attributes", Map.of("Mood", "bad"))
                .doesNotContainKeys("stage", "amount");
        assertThat(open.getLast().occurredAt()).isEqualTo(Instant.parse("2026-03-31T23:59:59Z"));
        assertThat(open.getLast().data())
                .containsEntry("stage", "Proposal Sent")
                .containsKey("amount");
        assertThat(plan.report().possibleSame()).isEmpty();
        assertThat(Workbench.events(plan).stream().map(e -> e.type().wire()).distinct())
                .containsExactly("rep", "product", "client", "deal", "outcome");
    }

    @Test
    void aSalesforceReportIsReadWithoutItsClosingLines() throws Exception {
        Path file = bench.file("report.csv", """
                "Opportunity Owner","Account Name","Opportunity Name","Stage","Fiscal Period","Amount Currency","Amount","Probability (%)","Age","Close Date","Created Date","Next Step","Lead Source","Type","Opportunity ID"
                "Ann","Acme","Acme - seats","Negotiation/Review","Q1-2026","EUR","12.500,50","75","40","31.03.2026","13.01.2026","Call","Web","New","006A"
                "Bob","Bolt","Bolt - renewal","Closed Won","Q4-2025","EUR","1.000,00","100","90","15.12.2025","15.09.2025","","Partner","Old","006B"

                "Grand Totals (2 records)"

                "Open and closed deals"
                "Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."
                "Confidential Information - Do Not Distribute"
                "Generated By: Ann 22.01.2026 09:15"
                "Example Corp"
                """);

        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-01-22"), file);

        assertThat(plan.report().problems()).isEmpty();
        assertThat(plan.report().files().getFirst().family()).isEqualTo("salesforce");
        assertThat(plan.report().files().getFirst().rows()).isEqualTo(2);
        List<EventEnvelope> open = Workbench.life(plan, "006A");
        assertThat(open.getFirst().data()).containsEntry("attributes", Map.of("Lead Source", "Web", "Type", "New"));
        assertThat(open.getLast().data())
                .containsEntry("closeDate", "2026-03-31")
                .containsEntry("amount", Map.of("amount", new java.math.BigDecimal("12500.50"), "currency", "EUR"));
        // Probability 100 and the amount of a closed deal are hindsight: not in its beginning.
        assertThat(Workbench.life(plan, "006B").getFirst().data().toString()).doesNotContain("100");
        assertThat(open.getFirst().source()).isEqualTo("file:salesforce");
    }

    @Test
    void aLoneCellInTheMiddleOfAReportIsABrokenRow() throws Exception {
        Path file = bench.file(
                "deals.csv",
                deals("25-01-26", "26-02-26", "99") + "broken\n"
                        + deals("25-01-26", "26-02-26", "99")
                                .lines()
                                .skip(1)
                                .map(l -> l.replace("D", "E") + "\n")
                                .reduce("", String::concat));

        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-03-31"), file);

        assertThat(plan.report().problems())
                .singleElement()
                .satisfies(p -> assertThat(p.line()).isEqualTo(5));
        assertThat(plan.report().deals().total()).isEqualTo(6);
    }

    @Test
    void aHubSpotExportTellsItsStageDatesAsStageChanges() throws Exception {
        Path file = bench.file("hubspot.csv", """
                Record ID,Deal Name,Deal Stage,Amount,Close Date,Create Date,Deal owner,Pipeline,Associated Company,"Date entered ""Appointment scheduled""\","Date entered ""Contract sent""\",Closed Lost Reason
                101,Acme deal,Contract sent,5000,2026-04-30 10:00,2026-01-05 09:12,Ann,Sales,Acme,2026-01-05 09:12,2026-02-01 11:00,
                102,Bolt deal,Closed lost,700,2026-02-21 10:00,2026-01-07 09:12,Bob,Sales,Bolt;Core,2026-01-07 09:12,,Price
                """);

        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-03-01"), file);

        assertThat(plan.report().problems()).isEmpty();
        assertThat(Workbench.life(plan, "101"))
                .extracting(EventEnvelope::type, e -> e.data().get("stage"), EventEnvelope::occurredAt)
                .containsExactly(
                        Tuple.tuple(EventType.DEAL, null, Instant.parse("2026-01-05T09:12:00Z")),
                        Tuple.tuple(
                                EventType.STAGE_CHANGE, "Appointment scheduled", Instant.parse("2026-01-05T09:12:00Z")),
                        Tuple.tuple(EventType.STAGE_CHANGE, "Contract sent", Instant.parse("2026-02-01T11:00:00Z")),
                        Tuple.tuple(EventType.DEAL, null, Instant.parse("2026-03-01T23:59:59Z")));
        assertThat(Workbench.life(plan, "102").getLast().data()).containsEntry("reason", "Price");
        assertThat(Workbench.life(plan, "102").getFirst().data()).containsEntry("client", "Bolt");
    }

    @Test
    void aTableOfClosedDealsOnlyIsRecognised() throws Exception {
        Path file = bench.file(
                "deals.csv",
                deals("25-01-26", "26-02-26", "99")
                        .lines()
                        .filter(l -> !l.contains("Engaging"))
                        .map(l -> l + "\n")
                        .reduce("", String::concat));

        assertThat(Workbench.plan(Workbench.asOf("2026-03-31"), file).report().deals())
                .isEqualTo(new ImportReport.Deals(2, 0, 1, 1, 0, 0));
    }

    @Test
    void aTableOfNoKnownKindIsNotGuessed() throws Exception {
        Path file = bench.file("weather.csv", "station,temperature,wind\nA,12,3\nB,14,2\n");

        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-03-31"), file);

        assertThat(plan.report().problems())
                .singleElement()
                .satisfies(p -> assertThat(p.allowed()).contains("--suggest"));
        assertThat(plan.suggestions()).containsKey("weather.csv");
        assertThat(Workbench.events(plan)).isEmpty();
    }

    @Test
    void stagesOfUnknownMeaningAreOneQuestionNotAThousandErrors() throws Exception {
        String text = deals("25-01-26", "26-02-26", "99")
                .replace("Engaging", "Zwo")
                .replace("Won", "Eins")
                .replace("Lost", "Drei");

        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-03-31"), bench.file("deals.csv", text));

        assertThat(plan.report().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isZero();
            assertThat(problem.column()).isEqualTo("deal_stage");
            assertThat(problem.seen()).isEqualTo("Drei, Eins, Zwo");
        });
        assertThat(plan.suggestions().get("deals.csv")).contains("\"Zwo\": DISCOVERY  # DECIDE");
    }

    @Test
    void aTableWithoutRowsIsRecognisedAndEmpty() throws Exception {
        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-03-31"), bench.file("deals.csv", Workbench.DEALS));

        assertThat(plan.report().problems()).isEmpty();
        assertThat(plan.report().files().getFirst().table()).isEqualTo("deals");
        assertThat(Workbench.events(plan)).isEmpty();
    }
}
