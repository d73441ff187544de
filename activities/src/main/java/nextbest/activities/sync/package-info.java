/**
 * What the lines to systems outside do. {@link nextbest.activities.sync.VendorSyncWork} reads, works through webhooks and writes;
 * {@code VendorLines} opens a line with the limits and tokens that all processes share; {@code VendorIntake} turns what a vendor
 * says into events; {@code CallIntake} puts recorded calls to deals ({@code CallLinking}) and reads what the buyer let us know in
 * them ({@code CallSignals}); {@code TaskWriting} and {@code TaskFollowUp} bring cards to the vendor and what became of them back.
 */
package nextbest.activities.sync;
