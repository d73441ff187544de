package nextbest.standalone.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./nextbest whatif}: recent decisions under other rules. */
@Command(
        name = "whatif",
        mixinStandardHelpOptions = true,
        description = {
            "Makes recent decisions again under other rules, and shows how much would be on cards, who gains and who loses.",
            "Nothing is stored; it says what would be shown, not what would come of it."
        },
        footer = {"", "For example:", "  ./nextbest whatif --weights 30,40,20,10 --cap 2 --off send-roi-calculator"})
final class WhatIfVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOption data;

    @Option(
            names = "--weights",
            split = ",",
            paramLabel = "R,I,U,F",
            description = "Points of relevance, impact, urgency, feasibility; 100 together.")
    private List<Integer> weights;

    @Option(names = "--cap", description = "Recommendations per deal and day.")
    private Integer cap;

    @Option(names = "--off", split = ",", paramLabel = "ACTION", description = "Actions that are not shown.")
    private List<String> off;

    @Option(names = "--catalogue", paramLabel = "VERSION", description = "Another version of the catalogue.")
    private String catalogue;

    @Option(names = "--decisions", defaultValue = "1000", description = "How many of the latest (default: 1000).")
    private int decisions;

    @Override
    public Integer call() {
        Map<String, Object> body = new LinkedHashMap<>();
        put(body, "weights", weights);
        put(body, "cap", cap);
        put(body, "switchedOff", off);
        put(body, "catalogue", catalogue);
        body.put("decisions", decisions);
        try (Connection connection =
                Connection.open(data.folder(), "whatif", spec.commandLine().getErr())) {
            ReportVerb.print(spec.commandLine().getOut(), "", connection.api().post("/api/v1/what-if", body));
            return 0;
        }
    }

    private static void put(Map<String, Object> body, String name, Object value) {
        if (value != null) {
            body.put(name, value);
        }
    }
}
