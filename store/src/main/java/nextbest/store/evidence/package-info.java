/**
 * The learned numbers that a decision may use. {@link nextbest.store.evidence.EvidenceReader} puts them together for one
 * deal; {@link nextbest.store.evidence.History} keeps the courses of past deals in memory and compares at the same point of
 * life; {@link nextbest.store.evidence.Segments} says which deals are of one segment.
 */
package nextbest.store.evidence;
