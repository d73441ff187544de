package nextbest.standalone.cli;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./nextbest loop pause|resume|stop DEAL}: what an operator asks of one loop, or of all. */
@Command(
        name = "loop",
        mixinStandardHelpOptions = true,
        description = {
            "Holds, resumes or ends the loop of a deal, or of all open deals.",
            "pause: news is kept, nothing is decided or sent. resume: it goes on. stop: the card is withdrawn and the loop ends;",
            "further news starts it again."
        },
        footer = {"", "For example:", "  ./nextbest loop pause HAXMC4IX", "  ./nextbest loop resume --all"})
final class LoopVerb implements Callable<Integer> {
    /** What can be asked. */
    enum Ask {
        PAUSE,
        RESUME,
        STOP
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOption data;

    @Option(names = "--all", description = "All open deals.")
    private boolean all;

    @Parameters(index = "0", paramLabel = "pause|resume|stop", description = "What to do.")
    private Ask ask;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DEAL",
            description = "Our id of the deal, its id in the source, or its name if only one deal has it.")
    private Optional<String> deal = Optional.empty();

    @Override
    public Integer call() {
        if (all == deal.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "Say which deal, or --all: ./nextbest loop " + ask + " DEAL");
        }
        try (Connection connection =
                Connection.open(data.folder(), "loop", spec.commandLine().getErr())) {
            String path = deal.map(id -> "/api/v1/subjects/" + HttpApi.encode(id) + "/loop")
                    .orElse("/api/v1/loops");
            ReportVerb.print(
                    spec.commandLine().getOut(), "", connection.api().post(path, Map.of("command", ask.name())));
            return 0;
        }
    }
}
