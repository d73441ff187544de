package nextbest.engine;

import java.util.Optional;
import nextbest.recommendation.Decision;

/**
 * Makes decisions. A pure function: the same input gives an equal decision, whenever and wherever it runs. It reads no
 * clock, keeps no state and may be used by many threads.
 */
public interface Engine {

    /** The engine that makes new decisions. */
    static Engine current() {
        return new NextBestEngine();
    }

    /** The engine that made a decision; empty if it is no longer kept: the decision is recorded, not replayable. */
    static Optional<Engine> ofVersion(String version) {
        return version.equals(NextBestEngine.VERSION) ? Optional.of(current()) : Optional.empty();
    }

    /** Which engine this is; a decision that another version made is replayed by that version. */
    String version();

    /** Decides what to recommend, and says of every candidate of the catalogue why or why not. */
    Decision decide(EngineInput input);

    /**
     * What {@link #decide} would put on the slate, and with what probabilities, without lines, reasons, card and why-not:
     * several times as quick, for decisions that nobody reads one by one.
     */
    Selection select(EngineInput input);
}
