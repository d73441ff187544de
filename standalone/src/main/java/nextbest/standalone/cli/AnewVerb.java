package nextbest.standalone.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./nextbest anew --from … --until …}: a range of decisions, decided again. */
@Command(
        name = "anew",
        mixinStandardHelpOptions = true,
        description = {
            "Decides open deals again whose last decision was made in a stretch of business time.",
            "For after a wrong import, catalogue or rule was put right. Old decisions stay as they are; caps and rest times hold."
        },
        footer = {"", "For example:", "  ./nextbest anew --from 2026-03-02T00:00:00Z --until 2026-03-03T00:00:00Z"})
final class AnewVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOption data;

    @Option(names = "--from", required = true, paramLabel = "MOMENT", description = "From this moment on.")
    private String from;

    @Option(names = "--until", required = true, paramLabel = "MOMENT", description = "Up to this moment, exclusive.")
    private String until;

    @Override
    public Integer call() {
        try (Connection connection =
                Connection.open(data.folder(), "anew", spec.commandLine().getErr())) {
            int deals = connection
                    .api()
                    .post("/api/v1/decisions/anew", Map.of("from", from, "until", until))
                    .path("subjects")
                    .asInt();
            spec.commandLine().getOut().println(deals + " deals are decided anew, one after the other");
            return 0;
        }
    }
}
