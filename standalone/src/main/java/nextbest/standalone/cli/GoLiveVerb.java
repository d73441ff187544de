package nextbest.standalone.cli;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        footer = {"", "For example:", "  ./nextbest go-live --domain example.com --desk North --share 0.25"})
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

    @Option(
            names = "--desk",
            paramLabel = "NAME",
            description = "Begin with the reps of this desk; may be repeated. --desk= : all desks.")
    private List<String> desks = List.of();

    @Option(
            names = "--segment",
            paramLabel = "NAME",
            description = "Begin with deals of this segment, for example manufacturing/mid; may be repeated."
                    + " --segment= : all.")
    private List<String> segments = List.of();

    @Option(names = "--share", paramLabel = "0..1", description = "Begin with this share of deals.")
    private Optional<Double> share = Optional.empty();

    @Option(names = "--back", description = "Back to shadow mode.")
    private boolean back;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Connection connection =
                Connection.open(data.folder(), "go-live", spec.commandLine().getErr())) {
            Map<String, Object> body = new HashMap<>(Map.of("mode", back ? "SHADOW" : "LIVE"));
            if (!domains.isEmpty()) {
                body.put("recipientDomains", domains);
            }
            some(body, "desks", desks);
            some(body, "segments", segments);
            share.ifPresent(part -> body.put("share", part));
            JsonNode answer = connection.api().post("/api/v1/tenant/mode", body);
            out.println("mode " + answer.path("mode").asString());
            out.println("recipient-domains " + answer.path("recipientDomains"));
            out.println("roll-out " + answer.path("rollOut"));
            if (!back && answer.path("recipientDomains").isEmpty()) {
                out.println(
                        "No domain is allowed to receive mail yet, so reps see cards on their pages only: ./nextbest go-live --domain example.com");
            }
            return 0;
        }
    }

    /** What was not said stays as it is; an empty name stands for all. */
    private static void some(Map<String, Object> body, String member, List<String> names) {
        if (!names.isEmpty()) {
            body.put(member, names.stream().filter(name -> !name.isEmpty()).toList());
        }
    }
}
