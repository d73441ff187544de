/** A real PostgreSQL for the tests of this and other modules. */
package nextbest.store.testing;
