/**
 * The line to each system outside: one {@link nextbest.workflows.vendor.VendorSyncWorkflow} per connection reads everything once,
 * then what changed, works through webhooks as they come, writes what waits, and at night looks at everything again. How far it
 * is lies in the database; the workflow knows only what to do next, in real time: vendors live by the clock on the wall.
 */
package nextbest.workflows.vendor;
