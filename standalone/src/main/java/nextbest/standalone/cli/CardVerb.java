package nextbest.standalone.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code ./nextbest card DEAL}: what is recommended for a deal, or why nothing is. */
@Command(
        name = "card",
        mixinStandardHelpOptions = true,
        description = "Shows the current card of a deal; for a closed deal it says how the deal ended.",
        footer = {"", "For example:", "  ./nextbest card 1C1I7A6R", "  ./nextbest card 'Deal with Cancity'"})
final class CardVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOption data;

    @Option(names = "--json", description = "The card as JSON.")
    private boolean json;

    @Parameters(
            paramLabel = "DEAL",
            description = "Our id of the deal, its id in the source, 'source:id', or its name if only one deal has it.")
    private String deal;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Connection connection =
                Connection.open(data.folder(), "card", spec.commandLine().getErr())) {
            JsonNode card = connection.api().get("/api/v1/subjects/" + HttpApi.encode(deal) + "/card");
            out.println(json ? card.toPrettyString() : card.path("text").asString(card.toPrettyString()));
            if (!json && card.path("shadow").asBoolean()) {
                out.println("In shadow: nobody was sent this card. ./nextbest go-live lets cards out.");
            }
            return 0;
        } catch (HttpApi.Refused e) {
            if (e.status() == 409) {
                out.println(e.getMessage());
                return 0;
            }
            throw e;
        }
    }
}
