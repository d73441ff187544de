/** What callers asked and what they were answered, so that a repeated request is not carried out twice. */
package nextbest.store.request;
