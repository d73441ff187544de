/**
 * Changes of a deal's record that a recommendation proposes: close date, stage, roles of a contact. {@link
 * nextbest.process.DealRecords} is the port to the system that keeps the record; {@link nextbest.process.RecordChange} is one
 * change of one {@link nextbest.process.RecordField}, with the value that was read before it.
 */
package nextbest.process;
