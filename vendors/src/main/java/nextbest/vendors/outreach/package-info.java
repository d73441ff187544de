/**
 * Outreach, an engagement platform. {@link nextbest.vendors.outreach.Outreach} is the door; {@code OutreachApi} speaks its JSON:API
 * with its limits, errors and tokens, {@code OutreachLine} reads through it, {@code OutreachTasks} writes tasks and puts people
 * into sequences, {@code OutreachRecords} turns its records into our words, {@code OutreachWebhooks} checks its calls. The page is
 * docs/vendor/outreach.md.
 */
package nextbest.vendors.outreach;
