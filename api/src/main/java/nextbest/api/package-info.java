/**
 * What people and programs meet over HTTP. {@link nextbest.api.ApiConfiguration} brings everything into a Boot application;
 * {@link nextbest.api.Api} is such an application.
 *
 * <p>A request passes the filters of {@link nextbest.api.request} (correlation id, size, idempotency) and is authenticated
 * and admitted by {@link nextbest.api.security}; a controller of one of the feature packages answers; what goes wrong
 * becomes a problem document in {@link nextbest.api.problem}.
 */
package nextbest.api;
