package nextbest.standalone.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code ./nextbest api}: the API and the pages alone. */
@Command(
        name = "api",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the API and the pages alone, on a PostgreSQL and a Temporal server that are elsewhere.",
            "Settings are given as --key=value or in the environment; an unknown key is an error. See docs/production.md."
        },
        footer = {
            "",
            "For example:",
            "  ./nextbest api --nextbest.database.url=jdbc:postgresql://db:5432/nextbest --nextbest.temporal.target=temporal:7233 --nextbest.api.public-url=https://nba.example.com"
        })
final class ApiVerb implements Callable<Integer> {
    @Unmatched
    private List<String> settings = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        nextbest.api.Api.main(settings.toArray(String[]::new));
        new CountDownLatch(1).await();
        return 0;
    }
}
