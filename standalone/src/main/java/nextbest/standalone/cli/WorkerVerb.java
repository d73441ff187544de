package nextbest.standalone.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code ./nextbest worker}: the worker alone: workflows and activities, without web. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the worker alone: workflows and activities, without web, on a PostgreSQL and a Temporal server that are elsewhere.",
            "Settings are given as --key=value or in the environment; an unknown key is an error. See docs/production.md."
        },
        footer = {
            "",
            "For example:",
            "  ./nextbest worker --nextbest.worker.database-url=jdbc:postgresql://db:5432/nextbest --nextbest.worker.temporal-target=temporal:7233"
        })
final class WorkerVerb implements Callable<Integer> {
    @Unmatched
    private List<String> settings = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        nextbest.worker.Worker.main(settings.toArray(String[]::new));
        new CountDownLatch(1).await();
        return 0;
    }
}
