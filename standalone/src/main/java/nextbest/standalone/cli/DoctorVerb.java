package nextbest.standalone.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import nextbest.standalone.parts.Doctor;
import nextbest.standalone.parts.TemporalBinary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./nextbest doctor}: what is in order on this machine, and what to do about the rest. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Looks at this machine and the data folder; each line says ok, or what to do next.",
            "Exit code 0 when everything nextbest needs is there, 1 otherwise."
        })
final class DoctorVerb implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOption data;

    @Option(
            names = "--install",
            description = "First get what nextbest can get itself: the Temporal server, built once per machine "
                    + "with Go into the cache folder (about 3 minutes).")
    private boolean install;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (install) {
            TemporalBinary.findOrBuild(out::println);
        }
        List<Doctor.Finding> findings = Doctor.examine(data.folder());
        findings.forEach(out::println);
        return Doctor.isHealthy(findings) ? 0 : 1;
    }
}
