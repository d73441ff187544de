/**
 * HubSpot, a CRM. {@link nextbest.vendors.hubspot.HubSpot} is the door; {@code HubSpotApi} speaks its HTTP API with its
 * limits, errors and tokens, {@code HubSpotLine} reads and writes through it, {@code HubSpotRecords} turns its records into our
 * words, {@code HubSpotWebhooks} checks its calls. The page is docs/vendor/hubspot.md.
 */
package nextbest.vendors.hubspot;
