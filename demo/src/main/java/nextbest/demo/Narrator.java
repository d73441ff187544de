package nextbest.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells people what happens, at most two lines a second; of what happens in between, the weightiest is told. */
final class Narrator {
    private static final long PAUSE = Duration.ofMillis(500).toNanos();

    private final Consumer<String> progress;
    private final Pace pace;
    private Optional<Line> waiting = Optional.empty();
    private long saidAt;

    private record Line(int weight, String text) {}

    Narrator(Consumer<String> progress, Pace pace) {
        this.progress = progress;
        this.pace = pace;
        this.saidAt = pace.nanos() - PAUSE;
    }

    /** @param weight the higher, the sooner it is told instead of something else */
    void say(int weight, String text) {
        if (waiting.isEmpty() || waiting.get().weight() <= weight) {
            waiting = Optional.of(new Line(weight, text));
        }
        breathe();
    }

    /** Tells what waits, if it is time. */
    void breathe() {
        if (waiting.isPresent() && pace.nanos() - saidAt >= PAUSE) {
            progress.accept(waiting.get().text());
            waiting = Optional.empty();
            saidAt = pace.nanos();
        }
    }

    /** Tells something in any case, now. */
    void announce(String text) {
        progress.accept(text);
        saidAt = pace.nanos();
    }
}
