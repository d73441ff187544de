package nextbest.workflows.subjectloop;

import java.time.Instant;
import java.util.UUID;

/**
 * What a loop says of itself.
 *
 * @param stage where it is
 * @param waitsFor in plain words
 * @param card the current card, null if there is none
 * @param decision the latest decision, null if there is none
 * @param nextWake when it wakes by itself (business time), null if only by news
 * @param decisions how many decisions were made so far
 */
public record LoopView(LoopStage stage, String waitsFor, UUID card, UUID decision, Instant nextWake, long decisions) {}
