/**
 * Chorus by ZoomInfo, where calls are recorded. {@link nextbest.vendors.chorus.Chorus} is the door; {@code ChorusApi} speaks its
 * HTTP API, {@code ChorusLine} reads through it, {@code ChorusRecords} turns its engagements and conversations into our words,
 * {@code ChorusWebhooks} looks for ids in its calls of us, which are hints and no more. The page is docs/vendor/chorus.md.
 */
package nextbest.vendors.chorus;
