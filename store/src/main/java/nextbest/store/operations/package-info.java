/** What an operator looks at: {@link nextbest.store.operations.Operations} counts what waits, what went wrong and what went out. */
package nextbest.store.operations;
