package nextbest.standalone.cli;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code ./nextbest trial}: randomised trials. */
@Command(
        name = "trial",
        mixinStandardHelpOptions = true,
        description = {
            "Compares ways to recommend in a randomised trial: deals of one client (or one rep) are in one arm.",
            "'trial plan' says beforehand how many clients and weeks it takes; what it shows may be read every day."
        },
        footer = {
            "",
            "For example:",
            "  ./nextbest trial plan --arms NONE,ENGINE --measure ADVANCED --difference 0.08",
            "  ./nextbest trial start --name loop --hypothesis 'The loop moves deals on.' --arms NONE,ENGINE --difference 0.08",
            "  ./nextbest trial show"
        })
final class TrialVerb implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOption data;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: plan, start, show or stop");
    }

    @Command(name = "plan", mixinStandardHelpOptions = true, description = "Says how large a trial has to be.")
    int plan(@Mixin Wish wish) {
        return post("plan", wish.body(true));
    }

    @Command(name = "start", mixinStandardHelpOptions = true, description = "Starts a trial.")
    int start(@Mixin Wish wish) {
        return post("start", wish.body(false));
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one trial, or all of them.")
    int show(
            @Parameters(arity = "0..1", paramLabel = "ID", description = "The trial; all if it is not said.")
                    String id) {
        try (Connection connection = open("show")) {
            if (id != null) {
                tell(connection.api().get("/api/v1/trials/" + HttpApi.encode(id)));
                return 0;
            }
            JsonNode trials = connection.api().get("/api/v1/trials").path("trials");
            trials.forEach(this::tell);
            if (trials.isEmpty()) {
                spec.commandLine().getOut().println("there is no trial yet: ./nextbest trial plan --help");
            }
            return 0;
        }
    }

    @Command(name = "stop", mixinStandardHelpOptions = true, description = "Ends a trial; its deals are still watched.")
    int stop(@Parameters(paramLabel = "ID", description = "The trial.") String id) {
        try (Connection connection = open("stop")) {
            tell(connection.api().post("/api/v1/trials/" + HttpApi.encode(id) + "/stop", Map.of()));
            return 0;
        }
    }

    private int post(String what, Map<String, Object> body) {
        try (Connection connection = open(what)) {
            tell(connection.api().post("/api/v1/trials", body));
            return 0;
        }
    }

    private Connection open(String what) {
        return Connection.open(
                data.folder(), "trial " + what, spec.commandLine().getErr());
    }

    private void tell(JsonNode trial) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(trial.path("says").asString(""));
        ReportVerb.print(out, "", trial);
    }

    /** What a trial is to be. */
    static final class Wish {
        @Option(names = "--name", defaultValue = "trial", description = "A short name.")
        private String name;

        @Option(
                names = "--hypothesis",
                defaultValue = "The arms differ.",
                description = "What is believed, as a sentence, before the first result.")
        private String hypothesis;

        @Option(
                names = "--measure",
                defaultValue = "ADVANCED",
                description = "ADVANCED or WON of deals, ACCEPTED of cards (default: ${DEFAULT-VALUE}).")
        private String measure;

        @Option(
                names = "--cluster",
                defaultValue = "CLIENT",
                description = "CLIENT or REP: what is put into an arm as a whole (default: ${DEFAULT-VALUE}).")
        private String cluster;

        @Option(
                names = "--arms",
                required = true,
                split = ",",
                paramLabel = "ARM[:SHARE]",
                description = "The control first: NONE, STATIC, RANDOM_ELIGIBLE, ENGINE; for example NONE:1,ENGINE:3.")
        private List<String> arms;

        @Option(names = "--difference", required = true, description = "The difference to be found, such as 0.08.")
        private BigDecimal difference;

        @Option(names = "--window-days", defaultValue = "30", description = "How long a deal is watched.")
        private int windowDays;

        @Option(names = "--base-rate", description = "The control's rate (default: the organisation's own last year).")
        private BigDecimal baseRate;

        @Option(names = "--even-if-too-small", description = "Start it although it could not find the difference.")
        private boolean evenIfTooSmall;

        private Map<String, Object> body(boolean dryRun) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("name", name);
            body.put("hypothesis", hypothesis);
            body.put("measure", measure);
            body.put("cluster", cluster);
            body.put("windowDays", windowDays);
            body.put("difference", difference);
            List<Map<String, Object>> shares = new ArrayList<>();
            for (String arm : arms) {
                String[] parts = arm.split(":", 2);
                shares.add(
                        parts.length == 1
                                ? Map.of("arm", parts[0])
                                : Map.of("arm", parts[0], "share", share(arm, parts[1])));
            }
            body.put("arms", shares);
            if (baseRate != null) {
                body.put("baseRate", baseRate);
            }
            body.put("dryRun", dryRun);
            body.put("evenIfTooSmall", evenIfTooSmall);
            return body;
        }

        private static BigDecimal share(String arm, String share) {
            try {
                return new BigDecimal(share);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "--arms: expected ARM or ARM:SHARE, such as ENGINE:3, but got '" + arm + "'", e);
            }
        }
    }
}
