package nextbest.standalone.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import nextbest.evaluation.EvaluateCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The entry of every verb of {@code ./nextbest}. A new verb is a class in this package, named once
 * in {@code subcommands} below.
 */
@Command(
        name = "nextbest",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpAutoWidth = true,
        synopsisHeading = "Usage: ",
        commandListHeading = "%nVerbs:%n",
        header = "The next best action and product for each deal: decide, present, track, learn.%n",
        footer = {
            "",
            "Handled by ./nextbest itself, before anything is compiled:",
            "  build                 compile what changed (every other verb does so too)",
            "  test [--long] [--module MODULE]",
            "                        run the tests; ends with 'Tests run: ...'",
            "  format                rewrite the sources in the project's format",
            "  tools                 show which JDK and Maven are used",
            "",
            "Exit code: 0 done, 1 not done (the message says what to do next), 2 wrong command line."
        },
        subcommands = {
            UpVerb.class,
            DemoVerb.class,
            ImportVerb.class,
            ConnectVerb.class,
            CardVerb.class,
            ReportVerb.class,
            ModelsVerb.class,
            RetrainVerb.class,
            GoLiveVerb.class,
            ReplayVerb.class,
            TrialVerb.class,
            CatalogueVerb.class,
            WhatIfVerb.class,
            LoopVerb.class,
            AnewVerb.class,
            LettersVerb.class,
            NamesVerb.class,
            OnboardVerb.class,
            PrivacyVerb.class,
            ReconcileVerb.class,
            BackupVerb.class,
            RestoreVerb.class,
            EvaluateCommand.class,
            BenchVerb.class,
            DoctorVerb.class,
            WorkerVerb.class,
            ApiVerb.class,
            MigrateVerb.class,
            HelpCommand.class
        })
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    private Main() {}

    /**
     * Runs one verb and ends the process with its exit code.
     *
     * @param arguments the command line after {@code ./nextbest}
     */
    public static void main(String[] arguments) {
        try {
            Logs.into(arguments);
        } catch (UncheckedIOException e) {
            System.err.println("nextbest: " + e.getMessage() + ", because of " + e.getCause()
                    + "; choose another data folder with --data or NEXTBEST_DATA");
            System.exit(1);
        }
        System.exit(run(
                arguments,
                new PrintWriter(System.out, true, System.out.charset()),
                new PrintWriter(System.err, true, System.err.charset())));
    }

    /** As {@link #main}, but returns the exit code and writes to the given streams. */
    static int run(String[] arguments, PrintWriter out, PrintWriter err) {
        return line().setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::explain)
                .execute(arguments);
    }

    /** The verbs with all that belongs to them. */
    static CommandLine line() {
        CommandLine line = new CommandLine(new Main());
        // needs a room that the evaluation does not know
        line.getSubcommands().get("evaluate").addSubcommand(new EvaluateDraftingVerb());
        return line;
    }

    /** A person gets the message and its causes; the stack trace only with {@code -Dnextbest.trace=true}. */
    private static int explain(Exception failure, CommandLine verb, CommandLine.ParseResult parsed) {
        PrintWriter err = verb.getErr();
        err.println("nextbest " + verb.getCommandName() + ": " + messageOf(failure));
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            err.println("  because: " + messageOf(cause));
        }
        if (Boolean.getBoolean("nextbest.trace")) {
            failure.printStackTrace(err);
        } else {
            err.println("  (NEXTBEST_JVM=-Dnextbest.trace=true shows where it happened)");
        }
        return 1;
    }

    private static String messageOf(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Say which verb to run, for example: ./nextbest doctor  (./nextbest --help lists all)");
    }
}
