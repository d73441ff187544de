/**
 * Gong, where calls are recorded. {@link nextbest.vendors.gong.Gong} is the door; {@code GongApi} speaks its HTTP API with its
 * limits, errors and keys, {@code GongLine} reads through it, {@code GongRecords} turns its calls into our words,
 * {@code GongWebhooks} checks its calls of us. The page is docs/vendor/gong.md.
 */
package nextbest.vendors.gong;
