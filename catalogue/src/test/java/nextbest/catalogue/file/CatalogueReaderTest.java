package nextbest.catalogue.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import nextbest.catalogue.ActionType;
import nextbest.catalogue.Category;
import nextbest.catalogue.ParameterKind;
import org.junit.jupiter.api.Test;

class CatalogueReaderTest {
    private static final String TRIGGERS = CatalogueReader.resource(CatalogueReader.TRIGGERS);
    private static final String ACTIONS = CatalogueReader.resource(CatalogueReader.ACTIONS);
    private static final String PATTERNS = CatalogueReader.resource(CatalogueReader.PATTERNS);

    @Test
    void theShippedCatalogueHasThirtyOneActionsOfTheCategoriesTwentyFourOfThePatternsAndTwoForProducts() {
        List<ActionType> called = Deals.CATALOGUE.actions().values().stream()
                .filter(action -> !action.triggers().isEmpty())
                .toList();
        Map<Category, Long> byCategory =
                called.stream().collect(Collectors.groupingBy(ActionType::category, Collectors.counting()));

        // 10 engagement, 7 content, 7 process, 7 risk: the four lists of the playbook; presenting a product and sending
        // its
        // material are ours.
        assertThat(byCategory)
                .containsEntry(Category.ENGAGEMENT, 10L + 1)
                .containsEntry(Category.CONTENT, 7L + 1)
                .containsEntry(Category.PROCESS, 7L)
                .containsEntry(Category.RISK, 7L);
        assertThat(Deals.CATALOGUE.actions()).hasSize(31 + 2 + 24);
    }

    @Test
    void eachOfTheThirtyThreeHasATriggerOfItsOwn() {
        assertThat(Deals.CATALOGUE.actions().values().stream().flatMap(action -> action.triggers().stream()))
                .hasSize(31 + 2)
                .doesNotHaveDuplicates();
    }

    @Test
    void theFourteenBracketedSpellingsAreKnown() {
        List<String> spellings = List.of(
                "[Industry]",
                "[Stakeholder]",
                "[Feature focus]",
                "[Tech Stack]",
                "[Date]",
                "[Contact]",
                "[Stage]",
                "[Manager/VP]",
                "[Objection]",
                "[Name]",
                "[Contact Name]",
                "[Account]",
                "[Company Size]",
                "[Competitor]");

        assertThat(spellings)
                .hasSize(14)
                .allSatisfy(spelling ->
                        assertThat(ParameterKind.ofSpelling(spelling)).isPresent());
    }

    @Test
    void aWrongEntryIsRejectedWithFileLineAndWhatIsAllowed() {
        String wrong = ACTIONS.replaceFirst("category: engagement", "category: engagment");

        CatalogueProblem problem = problems(TRIGGERS, wrong, PATTERNS).getFirst();

        assertThat(problem.file()).isEqualTo("actions.yaml");
        assertThat(problem.line()).isEqualTo(lineOf(wrong, "engagment"));
        assertThat(problem.column()).isEqualTo("    category: ".length() + 1);
        assertThat(problem.seen()).contains("engagment");
        assertThat(problem.allowed()).isEqualTo("engagement, content, process, risk");
    }

    @Test
    void allProblemsAreReportedAtOnceAndEachWithItsPlace() {
        String triggers = TRIGGERS.replaceFirst("within: 30", "within: soon");
        String actions = ACTIONS.replaceFirst("effort: 20", "effort: 0")
                .replaceFirst("triggers: \\[industry-known\\]", "triggers: [industry-guessed]")
                .replaceFirst("    impact: insight", "    impakt: insight");
        String patterns =
                PATTERNS.replaceFirst("score: 85", "score: 185").replaceFirst("stage: proposal", "stage: demo");

        List<CatalogueProblem> problems = problems(triggers, actions, patterns);

        assertThat(problems)
                .anySatisfy(p -> assertThat(p.toString())
                        .startsWith("triggers.yaml:" + lineOf(triggers, "soon"))
                        .contains("'soon'", "a whole number from 1 to 3650"))
                .anySatisfy(p -> assertThat(p.toString())
                        .startsWith("actions.yaml:" + lineOf(actions, "effort: 0"))
                        .contains("a whole number from 1 to 480"))
                .anySatisfy(p -> assertThat(p.toString())
                        .startsWith("actions.yaml:" + lineOf(actions, "industry-guessed"))
                        .contains("industry-known"))
                .anySatisfy(p -> assertThat(p.toString())
                        .startsWith("actions.yaml:" + lineOf(actions, "impakt"))
                        .contains("the field 'impakt'", "impact"))
                .anySatisfy(p -> assertThat(p.toString())
                        .startsWith("patterns.yaml:" + lineOf(patterns, "score: 185"))
                        .contains("a whole number from 1 to 100"))
                .anySatisfy(p -> assertThat(p.toString())
                        .startsWith("patterns.yaml:" + lineOf(patterns, "stage: demo"))
                        .contains("prospecting, discovery, proposal, negotiation"));
    }

    @Test
    void anActionThatNothingCallsForIsRejected() {
        String wrong = ACTIONS.replaceFirst("    triggers: \\[social-proof-needed\\]\n", "");

        assertThat(problems(TRIGGERS, wrong, PATTERNS))
                .singleElement()
                .satisfies(problem -> assertThat(problem.seen()).contains("share-video-testimonial"));
    }

    @Test
    void aFileThatIsNoYamlIsRejectedWithTheLine() {
        assertThat(problems("triggers:\n  - key: [a\n", ACTIONS, PATTERNS)).anySatisfy(problem -> {
            assertThat(problem.file()).isEqualTo("triggers.yaml");
            assertThat(problem.line()).isGreaterThan(1);
        });
    }

    @Test
    void anEmptyFileIsRejected() {
        assertThat(problems("", ACTIONS, PATTERNS).getFirst().seen()).isEqualTo("an empty file");
    }

    @Test
    void aRepeatedActionIsRejected() {
        String again = ACTIONS.replace("- key: offer-pilot\n", "- key: send-case-study\n");

        assertThat(problems(TRIGGERS, again, PATTERNS))
                .anySatisfy(problem -> assertThat(problem.seen()).contains("'send-case-study' a second time"));
    }

    @Test
    void aChangedFileIsAnotherVersion() throws InvalidCatalogue {
        String changed = ACTIONS.replaceFirst("effort: 20", "effort: 25");

        assertThat(CatalogueReader.read(TRIGGERS, changed, PATTERNS).version())
                .isNotEqualTo(CatalogueReader.standard().version())
                .startsWith("2026.2-");
        assertThat(CatalogueReader.read(TRIGGERS, ACTIONS, PATTERNS)).isEqualTo(CatalogueReader.standard());
    }

    private static List<CatalogueProblem> problems(String triggers, String actions, String patterns) {
        InvalidCatalogue thrown =
                catchThrowableOfType(InvalidCatalogue.class, () -> CatalogueReader.read(triggers, actions, patterns));
        assertThat(thrown).isNotNull();
        return thrown.problems();
    }

    private static int lineOf(String text, String part) {
        List<String> lines = Arrays.asList(text.split("\n", -1));
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(part)) {
                return i + 1;
            }
        }
        throw new AssertionError("no line has " + part);
    }
}
