package nextbest.standalone.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code ./nextbest reconcile}: the workflow server is made to agree with the database, which is the record. */
@Command(
        name = "reconcile",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the workflow server agree with the database after either was lost or restored.",
            "Every open deal, timer and awaited result that has no loop gets one where it stood; no card is repeated.",
            "Loops of deals of which nothing is known are ended. 'up' does this by itself when the Temporal file is new."
        },
        footer = {
            "",
            "For example:",
            "  ./nextbest reconcile              the Temporal server was lost",
            "  ./nextbest reconcile --rebuild    the database was restored from an older backup"
        })
final class ReconcileVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOption dataFolder;

    @Option(
            names = "--rebuild",
            description = "End all loops and start them anew. What they showed and the database does not know of is not"
                    + " shown again today.")
    private boolean rebuild;

    @Override
    public Integer call() {
        try (Connection connection = Connection.open(
                dataFolder.folder(), "reconcile", spec.commandLine().getErr())) {
            JsonNode done = connection.api().post("/api/v1/reconcile", Map.of("rebuild", rebuild), Duration.ofHours(2));
            print(spec.commandLine().getOut(), done);
            return done.path("failed").isEmpty() ? 0 : 1;
        }
    }

    private static void print(PrintWriter out, JsonNode done) {
        line(out, done.path("subjects").asInt(), "deals that are open or wait for a result");
        line(out, done.path("running").asInt(), "of them were running and were left alone");
        line(out, done.path("started").asInt(), "were started where they stood");
        line(out, done.path("resultsWaiting").asInt(), "of those wait for a result");
        line(out, done.path("newsWaiting").asInt(), "of those have news that no decision has seen");
        line(out, done.path("paused").asInt(), "of those stay held, because a person held them");
        line(out, done.path("ended").asInt(), "running loops were ended");
        line(out, done.path("orphans").size(), "of those were orphans: their deal is unknown, or a person stopped it");
        line(out, done.path("digestsStarted").asInt(), "reps' digests were started, because cards wait for them");
        line(
                out,
                done.path("heldForToday").size(),
                "deals had shown a card that the database does not know; nothing more is shown of them today");
        for (JsonNode held : done.path("heldForToday")) {
            out.println("          " + held.asString());
        }
        line(out, done.path("failed").size(), "could not be reconciled; the same command tries them again");
    }

    private static void line(PrintWriter out, int count, String what) {
        out.printf("%8d  %s%n", count, what);
    }
}
