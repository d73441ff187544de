/**
 * Documents in, passages and vectors out. Start with {@link nextbest.reading.Documents}, which
 * turns PDF, HTML, Markdown and text into visible text, and {@link nextbest.reading.MiniLm}, the sentence model that runs in this
 * process; what is done with its vectors (clusters, topics, labels) is {@code nextbest.topics} of the domain.
 * {@link nextbest.reading.OntologyFile} reads what an organisation calls its products, topics and the rest.
 */
package nextbest.reading;
