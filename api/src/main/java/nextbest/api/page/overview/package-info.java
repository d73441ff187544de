/** One page for top management: what the loop does, what chance says it earns, what it costs, what to decide. */
package nextbest.api.page.overview;
