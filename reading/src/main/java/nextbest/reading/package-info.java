/**
 * Documents in, passages and vectors out. Start with {@link nextbest.reading.MiniLm}, the sentence model that runs in this
 * process; what is done with its vectors (clusters, topics, labels) is {@code nextbest.topics} of the domain.
 */
package nextbest.reading;
