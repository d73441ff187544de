/** What an operator sees and does: how the loops stand, what waits, what to do next. */
package nextbest.api.page.operations;
