package nextbest.workflows.digest;

import java.time.Instant;
import java.time.LocalDate;

/**
 * When a rep's digest goes out.
 *
 * @param at business time; null if the rep gets no digests, because he or she has left or has no address
 * @param day the rep's local day, which the digest is named after; null with {@code at}
 */
public record DigestTime(Instant at, LocalDate day) {}
