/**
 * The versions of the live model and what it has learned. {@link nextbest.store.model.LiveModels} is what decisions read: it
 * keeps the champion's beliefs in step with the contributions in PostgreSQL, so that an outcome counts in the next decision.
 * {@link nextbest.store.model.Models} keeps the versions, their reports, and the switch that turns the model off.
 */
package nextbest.store.model;
