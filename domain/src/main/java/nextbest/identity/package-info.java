/**
 * Who is who. Each kind of thing has an identifier type of its own, so that a rep's id cannot be passed where a deal's is
 * expected; all are version 7 UUIDs made by us. What other systems call a thing is an {@link
 * nextbest.identity.ExternalRef}.
 */
package nextbest.identity;
