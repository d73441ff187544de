/** What the loop has done, counted so that every level adds up to the one above. */
package nextbest.store.report;
