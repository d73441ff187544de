/**
 * Products for clients. Start with {@link nextbest.store.product.Screenings}, which sets every client against every product and
 * stores what became of each candidate; {@link nextbest.store.product.DocumentTopics} reads beforehand what documents are about,
 * {@link nextbest.store.product.ProductLedger} takes the answers of reps and clients, and
 * {@link nextbest.store.product.ProductReports} tells product management, and takes its answers.
 */
package nextbest.store.product;
