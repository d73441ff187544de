/**
 * What we need of systems outside, by capability and without their names. {@link nextbest.vendors.port.Crm} is where deals
 * live, {@link nextbest.vendors.port.Engagement} where the work is done, {@link nextbest.vendors.port.Conversation} where the
 * calls are. Each is read through {@link nextbest.vendors.port.Source} and, where it can be, written through
 * {@link nextbest.vendors.port.Tasks}. What a vendor cannot do it does not declare, and refuses with
 * {@link nextbest.vendors.port.VendorTrouble}.
 */
package nextbest.vendors.port;
