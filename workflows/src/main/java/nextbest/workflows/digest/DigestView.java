package nextbest.workflows.digest;

import java.time.Instant;

/**
 * What a rep's digests say of themselves.
 *
 * @param waitsFor in plain words
 * @param next when the next digest goes out (business time), null while paused or not known
 * @param sent how many went out so far
 */
public record DigestView(String waitsFor, Instant next, long sent) {}
