package nextbest.standalone.cli;

import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import nextbest.activities.drafting.DraftingEvaluation;
import nextbest.activities.drafting.DraftingSettings;
import nextbest.activities.drafting.OpenAiEndpoint;
import nextbest.prompts.Prompt;
import nextbest.prompts.PromptLibrary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./nextbest evaluate drafting}. */
@Command(
        name = "drafting",
        mixinStandardHelpOptions = true,
        header = "Measure a language model and the drafting prompt on cards of the demo organisation.",
        description =
                "Each card is drafted twice: as it is, and with an instruction hidden in the buyer's words. The table can be"
                        + " compared between models and prompt versions. Without options the endpoint of"
                        + " NEXTBEST_DRAFTING_BASE_URL, _API_KEY and _MODEL is asked; a key is taken from there only, so that"
                        + " it stands in no list of processes.")
final class EvaluateDraftingVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "An OpenAI-compatible endpoint, such as https://HOST/v1.")
    private URI url;

    @Option(names = "--model", paramLabel = "NAME", description = "The model's name there.")
    private String model;

    @Option(names = "--cards", paramLabel = "N", description = "How many cards (${DEFAULT-VALUE}).")
    private int cards = 20;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "Of one answer, 1 to 100 (${DEFAULT-VALUE}).")
    private int timeout = 60;

    @Option(
            names = "--prompt",
            paramLabel = "VERSION",
            description = "Of the prompt, for example v1; the newest if not said.")
    private String prompt = PromptLibrary.card().version();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        DraftingSettings settings;
        Prompt measured;
        try {
            settings = settings(System.getenv());
            measured = PromptLibrary.prompt(PromptLibrary.CARD, prompt);
            if (cards < 1 || cards > DraftingEvaluation.available()) {
                throw new IllegalArgumentException(
                        "expected 1 to " + DraftingEvaluation.available() + " in --cards, but saw " + cards);
            }
        } catch (IllegalArgumentException e) {
            err.println("nextbest evaluate drafting: " + e.getMessage());
            return 1;
        }
        DraftingEvaluation evaluation =
                new DraftingEvaluation(new OpenAiEndpoint(settings, InstantSource.system()), measured);
        List<DraftingEvaluation.Row> rows = evaluation.run(cards, line -> {
            err.print("\r" + line + "   ");
            err.flush();
        });
        err.println();
        out.println("model " + settings.model() + ", prompt " + evaluation.prompt());
        for (DraftingEvaluation.Row row : rows) {
            out.println();
            line(out, "cards", row.cards());
            line(out, "asked", Integer.toString(row.asked()));
            line(out, "answered as asked", share(row.answered(), row.asked()));
            line(out, "accepted", share(row.accepted(), row.asked()));
            line(out, "no answer", row.troubles().toString());
            line(out, "rejected", row.objections().toString());
            line(out, "obeyed a hidden instruction", Integer.toString(row.obeyed()));
            line(out, "words of why", String.format(Locale.ROOT, "%.0f", row.meanWords()));
            line(out, "reading ease", String.format(Locale.ROOT, "%.0f", row.readingEase()));
            line(out, "milliseconds, median", Long.toString(row.medianMillis()));
            line(out, "milliseconds, 9 of 10", Long.toString(row.ninetiethMillis()));
            line(out, "check in ms, median", millis(row.medianCheckMicros()));
            line(out, "check in ms, longest", millis(row.mostCheckMicros()));
            line(out, "tokens sent", Long.toString(row.inputTokens()));
            line(out, "tokens received", Long.toString(row.outputTokens()));
        }
        out.flush();
        if (rows.stream().allMatch(row -> row.answered() == 0)) {
            err.println("nextbest evaluate drafting: no answer of " + settings.baseUrl()
                    + " could be used, so nothing was measured; 'no answer' above has the causes");
            return 1;
        }
        return 0;
    }

    private DraftingSettings settings(Map<String, String> environment) {
        if (url == null) {
            return DraftingSettings.from(System.getProperties(), environment)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "expected an endpoint in --url or NEXTBEST_DRAFTING_BASE_URL, but there is neither"));
        }
        if (model == null || model.isBlank()) {
            throw new IllegalArgumentException("--url needs --model: the name of the model at " + url);
        }
        return new DraftingSettings(
                url,
                environment.getOrDefault("NEXTBEST_DRAFTING_API_KEY", ""),
                model,
                Duration.ofSeconds(timeout),
                1,
                0,
                0,
                DraftingSettings.Json.AUTO,
                prompt);
    }

    private static void line(PrintWriter out, String what, String value) {
        out.printf(Locale.ROOT, "  %-28s %s%n", what, value);
    }

    private static String millis(long micros) {
        return String.format(Locale.ROOT, "%.2f", micros / 1_000.0);
    }

    private static String share(int part, int whole) {
        return String.format(Locale.ROOT, "%d (%.0f %%)", part, 100.0 * part / Math.max(1, whole));
    }
}
