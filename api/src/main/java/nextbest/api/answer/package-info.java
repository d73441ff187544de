/**
 * What reps and clients say about recommendations. {@link nextbest.api.answer.Answering} takes an answer in, whether it comes
 * from the API, a page or a link in a mail.
 */
package nextbest.api.answer;
