/** PostgreSQL is the record of everything. Start with {@link nextbest.store.Database}. */
package nextbest.store;
