/**
 * Catalogues of organisations in all their versions: drafted, published, rolled back, and kept as long as a decision knows
 * them. {@link nextbest.store.catalogue.CatalogueReleases} is where everybody gets the one in force.
 */
package nextbest.store.catalogue;
