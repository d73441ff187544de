package nextbest.activities.drafting;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import nextbest.prompts.Prompt;
import nextbest.store.Database;
import nextbest.store.drafting.EndpointHealths;

/** An endpoint that is left alone for a while when it failed several times, and whose state operators see. */
public final class WatchedModel implements LanguageModel {
    private final LanguageModel endpoint;
    private final InstantSource real;
    private final Breaker breaker;
    private final EndpointHealths health;

    /** @param real for the breaker's pauses and for what operators see */
    public WatchedModel(LanguageModel endpoint, Database database, InstantSource real) {
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
        this.real = Objects.requireNonNull(real, "real");
        this.breaker = new Breaker(real);
        this.health = new EndpointHealths(database);
    }

    @Override
    public String name() {
        return endpoint.name();
    }

    @Override
    public Answer ask(Prompt prompt, String user) throws Trouble {
        var pause = breaker.pause();
        if (!pause.isZero()) {
            throw new Trouble(Cause.LEFT_ALONE, "the endpoint failed several times and is left alone", pause);
        }
        try {
            Answer answer = endpoint.ask(prompt, user);
            breaker.answered();
            health.answered(name(), real.instant());
            return answer;
        } catch (Trouble trouble) {
            Optional<Instant> leftAlone = switch (trouble.kind()) {
                case TIME_OUT, SERVER_ERROR, NOT_REACHED, NOT_COMPATIBLE, AUTHENTICATION -> breaker.failed();
                // it is there, and has its reasons
                case RATE_LIMIT, LEFT_ALONE, UNREADABLE, BAD_REQUEST, REFUSED, TOO_LONG, OVER_BUDGET ->
                    Optional.empty();
            };
            health.failed(name(), trouble.kind().key(), leftAlone, real.instant());
            throw trouble;
        }
    }
}
