/**
 * Products for clients, over HTTP: the ontology, screenings, candidates, answers, the report and the alerts of product management.
 * Start with {@link nextbest.api.product.ProductController}.
 */
package nextbest.api.product;
