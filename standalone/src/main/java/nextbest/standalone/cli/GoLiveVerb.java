package nextbest.standalone.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code ./nextbest go-live}: from now on cards reach reps. */
@Command(
        name = "go-live",
        mixinStandardHelpOptions = true,
        description = {
            "From now on cards are sent to reps; until then decisions are made and stored, and nothing leaves the house.",
            "Mail goes only to the domains named with --domain. './nextbest go-live --back' returns to shadow mode at once."
        },
        footer = {"", "For example:", "  ./nextbest go-live --domain example.com"})
final class GoLiveVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOption data;

    @Option(
            names = "--domain",
            paramLabel = "DOMAIN",
            split = ",",
            description = "A domain that mail may go to; may be repeated.")
    private List<String> domains = List.of();

    @Option(names = "--back", description = "Back to shadow mode.")
    private boolean back;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Connection connection =
                Connection.open(data.folder(), "go-live", spec.commandLine().getErr())) {
            Map<String, Object> body = domains.isEmpty()
                    ? Map.of("mode", back ? "SHADOW" : "LIVE")
                    : Map.of("mode", back ? "SHADOW" : "LIVE", "recipientDomains", domains);
            JsonNode answer = connection.api().post("/api/v1/tenant/mode", body);
            out.println("mode " + answer.path("mode").asString());
            out.println("recipient-domains " + answer.path("recipientDomains"));
            if (!back && answer.path("recipientDomains").isEmpty()) {
                out.println(
                        "No domain is allowed to receive mail yet, so reps see cards on their pages only: ./nextbest go-live --domain example.com");
            }
            return 0;
        }
    }
}
