/**
 * What texts are about. Start with {@link nextbest.topics.Passages}, which cuts a document into pieces that the sentence model
 * reads whole; {@link nextbest.topics.Clustering} finds the topics of a pile of passages and names them by their terms, and
 * {@link nextbest.topics.LabelReader} learns from few examples which of several labels a sentence carries.
 * {@link nextbest.topics.Ontology} is what the organisation calls things, {@link nextbest.topics.TopicMap} finds its topics in a
 * document and says by which words and passages, and {@link nextbest.topics.EntityResolution} finds the same thing under several
 * names.
 *
 * <p>Pure: the sentence model comes in as a {@link nextbest.topics.TextEncoder}; where a language is not supported by it,
 * everything works with words alone and says so.
 */
package nextbest.topics;
