/**
 * Salesforce, a CRM. {@link nextbest.vendors.salesforce.Salesforce} is the door; {@code SalesforceApi} speaks the REST API with its
 * limit, errors and tokens, {@code SalesforceLine} reads and writes through it, {@code SalesforceRecords} turns its records into
 * our words, {@code OutboundMessages} checks its calls. The page is docs/vendor/salesforce.md.
 */
package nextbest.vendors.salesforce;
