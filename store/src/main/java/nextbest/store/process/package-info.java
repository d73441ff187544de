/**
 * Process actions that are carried out in the record of a deal. {@link nextbest.store.process.RecordChanges} keeps who changed
 * what from which value to which, {@link nextbest.store.process.OwnRecords} is the record where there is no CRM to write to.
 */
package nextbest.store.process;
