/**
 * What every request passes on its way: {@link nextbest.api.request.Correlation}, {@link nextbest.api.request.BodyLimits},
 * idempotency keys; and how bodies are read: a {@link nextbest.api.request.Shape} says what may be in one, {@link
 * nextbest.api.request.Body} is what was.
 */
package nextbest.api.request;
