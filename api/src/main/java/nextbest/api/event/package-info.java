/** {@code POST /api/v1/events}: {@link nextbest.api.event.EventReader} reads each event of a batch by itself. */
package nextbest.api.event;
