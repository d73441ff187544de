/**
 * The loop report by mail: {@link nextbest.store.letter.ReportReaders} knows who gets it, and {@link
 * nextbest.store.letter.ReportLetters} hands out what may be sent and writes down what became of it, in the outbox that cards
 * use too.
 */
package nextbest.store.letter;
