/** The organisations that share an installation. */
package nextbest.store.tenant;
