package nextbest.standalone.cli;

import java.util.List;
import java.util.Locale;
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
            "pause: news is kept, nothing is decided or sent; cards that are out may still be answered.",
            "resume: it goes on, with the news that came meanwhile.",
            "stop: the card is withdrawn and the loop ends; it stays ended, whatever news comes, until it is resumed."
        },
        footer = {"", "For example:", "  ./nextbest loop pause HAXMC4IX", "  ./nextbest loop resume --all"})
final class LoopVerb implements Callable<Integer> {
    /** What can be asked. */
    enum Ask {
        PAUSE(
                "%s is paused. News is kept, nothing is decided or sent; cards that are out may still be answered.",
                "It goes on, with the news that came meanwhile, with: ./nextbest loop resume %s"),
        RESUME("%s goes on: what came meanwhile is decided now, as far as there was news.", ""),
        STOP(
                "%s is stopped. Its card is withdrawn, and news is kept but starts nothing.",
                "It begins anew with: ./nextbest loop resume %s");

        private final String now;
        private final String next;

        Ask(String now, String next) {
            this.now = now;
            this.next = next;
        }

        /** What has become of the deals, and the way back. */
        List<String> says(Optional<String> deal) {
            String whose = deal.map(id -> "The loop of " + id).orElse("The loop of each open deal");
            String told = now.formatted(whose)
                    + (deal.isEmpty() ? " Asked of one deal after the other, in the background." : "");
            return next.isEmpty() ? List.of(told) : List.of(told, next.formatted(deal.orElse("--all")));
        }
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
                    spec.commandLine(),
                    "Say which deal, or --all: ./nextbest loop " + ask.name().toLowerCase(Locale.ROOT) + " DEAL");
        }
        try (Connection connection =
                Connection.open(data.folder(), "loop", spec.commandLine().getErr())) {
            String path = deal.map(id -> "/api/v1/subjects/" + HttpApi.encode(id) + "/loop")
                    .orElse("/api/v1/loops");
            connection.api().post(path, Map.of("command", ask.name()));
            ask.says(deal).forEach(spec.commandLine().getOut()::println);
            return 0;
        }
    }
}
