/** What dashboards and alerts read of the loop, beside what the libraries measure of themselves. */
package nextbest.api.metrics;
