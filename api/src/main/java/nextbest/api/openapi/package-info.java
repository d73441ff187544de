/**
 * The OpenAPI 3.1 description at {@code /api/openapi.json} and {@code /api/openapi.yaml}. Addresses and answers come from the
 * controllers, bodies from {@link nextbest.api.request.Shapes}, events from {@link nextbest.event.EventType}, examples from
 * {@code nextbest/api/examples}.
 */
package nextbest.api.openapi;
