/** The part of pages on which managers approve what is to decide, and others see what became of what they asked for. */
package nextbest.api.page.approval;
