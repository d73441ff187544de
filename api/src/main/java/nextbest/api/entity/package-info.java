/** Names that may be one thing, for programs; {@link nextbest.api.entity.Entities} serves the page too. */
package nextbest.api.entity;
