/**
 * What is kept about the systems outside where people work. {@link nextbest.store.vendor.VendorConnections} knows how they are
 * reached, {@link nextbest.store.vendor.VendorCalls} keeps their webhooks until they are worked through,
 * {@link nextbest.store.vendor.VendorPositions} how far each kind of record was read and what was refused of it,
 * {@link nextbest.store.vendor.VendorTasks} what we write there, {@link nextbest.store.vendor.Limiter} how much we ask of them.
 * Nothing here knows what a vendor speaks.
 */
package nextbest.store.vendor;
