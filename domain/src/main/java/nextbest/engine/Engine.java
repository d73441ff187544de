package nextbest.engine;

import nextbest.recommendation.Decision;

/**
 * Makes decisions. A pure function: the same input gives an equal decision, whenever and wherever it runs. It reads no
 * clock, keeps no state and may be used by many threads.
 */
public interface Engine {

    /** Which engine this is; a decision that another version made is replayed by that version. */
    String version();

    /** Decides what to recommend, and says of every candidate of the catalogue why or why not. */
    Decision decide(EngineInput input);
}
