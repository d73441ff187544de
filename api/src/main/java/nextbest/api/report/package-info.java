/** What came of it all. */
package nextbest.api.report;
