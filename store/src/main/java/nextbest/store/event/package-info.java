/**
 * How news becomes rows. {@link nextbest.store.event.EventIntake} stores each event once in the inbox and, in the same
 * transaction, writes what it says into the tables of its kind; then it brings the subjects it touched up to date from
 * everything that is known of them, so that the order of arrival does not matter.
 */
package nextbest.store.event;
