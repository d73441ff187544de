package nextbest.recommendation.grounding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The dossier and the sentences are in {@code sentences.txt}: what a person would call said by the evidence, and what not,
 * with the reason that the operator should see.
 */
class GroundingCheckTest {
    private final GroundingCheck check = GroundingCheck.english();
    private final Table table = Table.read();

    @TestFactory
    Stream<DynamicTest> sentencesAreJudgedAsAPersonWould() {
        return table.cases().stream()
                .map(expected -> DynamicTest.dynamicTest(expected.verdict() + ": " + expected.text(), () -> {
                    List<Objection> objections = judge(expected.how(), expected.text(), expected.restsOn());
                    assertThat(objections.stream()
                                    .map(o -> o.reason().name())
                                    .findFirst()
                                    .orElse("PASS"))
                            .isEqualTo(expected.verdict());
                }));
    }

    private List<Objection> judge(boolean how, String text, List<String> restsOn) {
        List<Draft.Sentence> one = List.of(new Draft.Sentence(text, restsOn));
        return check.check(table.dossier(), how ? new Draft(List.of(), one) : new Draft(one, List.of()));
    }

    @Test
    void evidenceInAnotherLanguageCanOnlyBeRepeated() {
        Dossier german = new Dossier(
                Locale.GERMAN,
                List.of(new Dossier.Item("r1", Dossier.Kind.REASON, "Das Budget ist nicht klar.", List.of())),
                List.of());
        assertThat(check.check(german, why("Das Budget ist nicht klar."))).isEmpty();
        assertThat(check.check(german, why("Das Budget ist klar."))).isNotEmpty();
    }

    @Test
    void namesThatAreWordsAndNamesFromRightToLeftAreNames() {
        Dossier dossier = new Dossier(
                Locale.ENGLISH,
                List.of(new Dossier.Item(
                        "r1",
                        Dossier.Kind.REASON,
                        Dossier.marker(0) + ", for whom it is meant, is in touch with us.",
                        List.of())),
                List.of(
                        new Dossier.Name("Will May", Dossier.NameKind.PERSON),
                        new Dossier.Name("דנה לוי", Dossier.NameKind.PERSON)));
        assertThat(check.check(dossier, why("Will May is in touch with us."))).isEmpty();
        assertThat(check.check(dossier, why("Will is in touch with us."))).isEmpty();
        assertThat(check.check(dossier, why("Mark May is in touch with us."))).isNotEmpty();
        assertThat(check.check(dossier, why("דנה לוי is in touch with us.")))
                .extracting(Objection::reason)
                .containsExactly(Objection.Reason.NAME);
    }

    @Test
    void aNameFromRightToLeftMayBeSaidAndNotTurnedRound() {
        Dossier dossier = new Dossier(
                Locale.ENGLISH,
                List.of(new Dossier.Item(
                        "r1",
                        Dossier.Kind.REASON,
                        Dossier.marker(0) + ", for whom it is meant, is in touch with us.",
                        List.of())),
                List.of(new Dossier.Name("דנה לוי", Dossier.NameKind.PERSON)));
        assertThat(check.check(dossier, why("דנה לוי is in touch with us."))).isEmpty();
        assertThat(check.check(dossier, why("\u202eדנה לוי is in touch with us.")))
                .extracting(Objection::reason)
                .containsExactly(Objection.Reason.CHARACTERS);
    }

    @Test
    void amountsInSeveralCurrenciesAreNotMixedUp() {
        Dossier dossier = new Dossier(
                Locale.ENGLISH,
                List.of(new Dossier.Item(
                        "r1",
                        Dossier.Kind.REASON,
                        "The deal is worth €12,500.00; similar won deals were worth $9,000.00.",
                        List.of())),
                List.of());
        assertThat(check.check(dossier, why("The deal is worth €12.5k, against $9k for similar won deals.")))
                .isEmpty();
        assertThat(check.check(dossier, why("The deal is worth 12,500 euros."))).isEmpty();
        assertThat(check.check(dossier, why("The deal is worth $12,500."))).isNotEmpty();
        assertThat(check.check(dossier, why("Similar won deals were worth €9,000.")))
                .isNotEmpty();
        assertThat(check.check(dossier, why("The deal is worth $9,000."))).isNotEmpty();
    }

    @Test
    void nothingCanBeSaidOfAnEmptyDossier() {
        Dossier empty = new Dossier(Locale.ENGLISH, List.of(), List.of());
        assertThat(check.check(empty, why("The budget has come up."))).isNotEmpty();
        assertThat(check.check(empty, new Draft(List.of(), List.of()))).isNotEmpty();
    }

    @Test
    void aHugeDraftIsRefusedWithoutBeingRead() {
        assertThat(check.check(table.dossier(), why("budget ".repeat(20_000))))
                .extracting(Objection::reason)
                .containsExactly(Objection.Reason.TOO_LONG);
    }

    private static Draft why(String text) {
        return new Draft(List.of(new Draft.Sentence(text, List.of())), List.of());
    }

    private record Case(boolean how, String verdict, String text, List<String> restsOn) {}

    private record Table(Dossier dossier, List<Case> cases) {
        static Table read() {
            List<Dossier.Name> names = new ArrayList<>();
            List<Dossier.Item> items = new ArrayList<>();
            List<Case> cases = new ArrayList<>();
            for (String line : text().lines()
                    .filter(l -> !l.isBlank() && !l.startsWith("#"))
                    .toList()) {
                String[] part = line.substring(line.indexOf(' ') + 1).split("\\|", -1);
                switch (line.substring(0, line.indexOf(' '))) {
                    case "name" -> names.add(new Dossier.Name(part[1], Dossier.NameKind.valueOf(part[0])));
                    case "item" -> {
                        String said = part[2];
                        for (int i = 0; i < names.size(); i++) {
                            said = said.replace(names.get(i).text(), Dossier.marker(i));
                        }
                        items.add(new Dossier.Item(
                                part[0],
                                Dossier.Kind.valueOf(part[1]),
                                said,
                                part.length > 3 ? List.of(part[3]) : List.of()));
                    }
                    case "why", "how" ->
                        cases.add(new Case(
                                line.startsWith("how"),
                                part[0],
                                unescaped(part[1]),
                                Arrays.asList(part[2].split(",", -1))));
                    default -> throw new IllegalArgumentException("expected name, item, why or how, but saw: " + line);
                }
            }
            return new Table(new Dossier(Locale.ENGLISH, items, names), cases);
        }

        private static String unescaped(String text) {
            return text.replace("\\u200b", "\u200b")
                    .replace("\\u202e", "\u202e")
                    .replace("\\n", "\n");
        }

        private static String text() {
            try (InputStream in =
                    Objects.requireNonNull(GroundingCheckTest.class.getResourceAsStream("sentences.txt"))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
