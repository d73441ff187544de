/** The loop report as a page, with charts that are tables too, and what people answer to it. */
package nextbest.api.page.report;
