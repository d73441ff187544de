/** What reps say about recommendations. {@link nextbest.store.feedback.RepAnswers} checks it, keeps it and counts it. */
package nextbest.store.feedback;
