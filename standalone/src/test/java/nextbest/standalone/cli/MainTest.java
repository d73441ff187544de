package nextbest.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

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

    private int run(String... arguments) {
        return Main.run(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
