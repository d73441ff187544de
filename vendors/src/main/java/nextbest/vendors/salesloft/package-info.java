/**
 * Salesloft, an engagement platform. {@link nextbest.vendors.salesloft.Salesloft} is the door; {@code SalesloftApi} speaks its HTTP
 * API with its cost, errors and tokens, {@code SalesloftLine} reads through it, {@code SalesloftTasks} writes tasks, Rhythm signals
 * and cadence memberships, {@code SalesloftRecords} turns its records into our words, {@code SalesloftWebhooks} checks its calls.
 * The page is docs/vendor/salesloft.md.
 */
package nextbest.vendors.salesloft;
