package nextbest.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
    private static final String DEALS = "id,name,stage,created\nD1,a,Prospecting,2026-01-05\n";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void helpNamesTheVerbsAndTheLaunchersOwn() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("doctor", "build", "test [--long]", "Exit code");
    }

    @Test
    void versionIsTheOneOfTheBuild() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).matches("(?s)nextbest \\d+\\.\\d+\\.\\d+\\R.*");
    }

    @Test
    void aMissingOrUnknownVerbIsACommandLineErrorThatSaysWhatIsAllowed() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("Say which verb to run", "doctor");
        assertThat(run("dokter")).isEqualTo(2);
        assertThat(err.toString()).contains("dokter", "doctor");
    }

    @Test
    void doctorReportsEveryLineAndItsExitCodeTellsWhetherSomethingIsToBeDone() throws Exception {
        int code = run("doctor", "--data", folder.toString());
        assertThat(out.toString())
                .contains("ok    java", "ok    data", "disk", "clock", "postgres", "nothing runs here");
        assertThat(code).isEqualTo(out.toString().contains("FIX") ? 1 : 0);

        Path inTheWay = Files.writeString(folder.resolve("file"), "");
        assertThat(run("doctor", "--data", inTheWay.resolve("data").toString())).isEqualTo(1);
        assertThat(out.toString()).contains("FIX   data", "--data");
    }

    @Test
    void verbsOfVerbsTakeTheDataFolderToo() {
        for (String[] verb : new String[][] {
            {"trial", "plan"}, {"trial", "show"}, {"catalogue", "put"}, {"catalogue", "try"}, {"report", "overrides"}
        }) {
            out.getBuffer().setLength(0);
            assertThat(run(verb[0], verb[1], "--help")).isZero();
            assertThat(out.toString()).as(String.join(" ", verb)).contains("--data");
        }
        assertThat(run("trial", "plan")).as("without arms").isEqualTo(2);
        assertThat(err.toString()).contains("--arms");
    }

    @Test
    void theFirstLineOfEachHelpIsAWholeSentenceBecauseTheListOfVerbsShowsOnlyThat() {
        run("--help");
        assertThat(out.toString()).contains("Changes what can be recommended, as a reviewed release.");
        Main.line().getSubcommands().forEach((name, verb) -> {
            var usage = verb.getCommandSpec().usageMessage();
            String first = usage.header().length > 0 ? usage.header()[0] : usage.description()[0];
            assertThat(first.strip()).as(name).endsWith(".");
        });
    }

    @Test
    void whoOnlyLooksMakesNoDataFolder() {
        Optional<String> before = Optional.ofNullable(System.getProperty("nextbest.log"));
        try {
            Path nowhere = folder.resolve("nowhere");
            Logs.into(new String[] {"doctor", "--data", nowhere.toString()});
            Logs.into(new String[] {"--data=" + nowhere, "report", "--help"});
            assertThat(nowhere).doesNotExist();

            Logs.into(new String[] {"report", "--data", nowhere.toString()});
            assertThat(nowhere.resolve("log")).isDirectory();
        } finally {
            before.ifPresentOrElse(
                    file -> System.setProperty("nextbest.log", file), () -> System.clearProperty("nextbest.log"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--as-of    | yesterday  | a day of the calendar as year-month-day",
                "--as-of    | 2017-02-30 | a day of the calendar as year-month-day",
                "--as-of    | 2999-01-01 | allowed is a day until",
                "--encoding | utf-nine   | the name of an encoding",
                "--encoding | ?          | the name of an encoding",
                "--currency | Euro       | an ISO 4217 currency",
                "--date-format | tomorrow | a date format",
            })
    void anImpossibleOptionOfTheImportIsToldInPlainWords(String option, String value, String allowed) throws Exception {
        Path file = Files.writeString(folder.resolve("deals.csv"), DEALS);

        int code = run(
                "import",
                file.toString(),
                option,
                value,
                "--data",
                folder.resolve("data").toString());

        assertThat(code).isEqualTo(2);
        assertThat(err.toString())
                .contains(option.equals("--date-format") || option.equals("--currency") ? "" : option)
                .containsIgnoringCase(value)
                .contains(allowed)
                .doesNotContain("Exception", "java.");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void everyFaultOfAMappingHasALineOfItsOwn() throws Exception {
        Path file = Files.writeString(folder.resolve("deals.csv"), DEALS);
        Path mapping = Files.writeString(
                folder.resolve("broken.yaml"), "nextbest-mapping: 1\nname: A B\ntable: deal\ncolumns: {id: number}\n");

        for (String last : new String[] {"--no-wait", "--suggest"}) {
            err.getBuffer().setLength(0);
            assertThat(run("import", file.toString(), "--mapping", mapping.toString(), last))
                    .isEqualTo(1);
            assertThat(err.toString().lines())
                    .anyMatch(line -> line.startsWith("  broken.yaml, line 2, name: saw A B"))
                    .anyMatch(line -> line.startsWith("  broken.yaml, line 3, table: saw deal"))
                    .anyMatch(line -> line.startsWith("  broken.yaml, line 4, columns.id: saw number"));
        }
    }

    @Test
    void everyFileThatIsNotThereIsNamedAsItWasAskedFor() {
        assertThat(run("import", "/nope", "other/nope.csv")).isEqualTo(1);
        assertThat(err.toString()).contains("no readable file /nope", "no readable file other/nope.csv");
    }

    @Test
    void pausingSaysWhatHappensToDealsNowAndTheWayBack() {
        assertThat(LoopVerb.Ask.PAUSE.says(Optional.of("D1")))
                .anySatisfy(line -> assertThat(line).contains("The loop of D1 is paused", "nothing is decided or sent"))
                .anySatisfy(line -> assertThat(line).contains("./nextbest loop resume D1"));
        assertThat(LoopVerb.Ask.STOP.says(Optional.empty()))
                .anySatisfy(line -> assertThat(line).contains("./nextbest loop resume --all"));
        assertThat(LoopVerb.Ask.RESUME.says(Optional.empty())).hasSize(1);
    }

    private int run(String... arguments) {
        return Main.run(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
