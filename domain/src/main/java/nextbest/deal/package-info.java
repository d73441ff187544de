/**
 * What is known of a deal at one moment. {@link nextbest.deal.DealSnapshot} is the root; its parts are records whose
 * fields are facts: known, known to be absent, or unknown. {@link nextbest.deal.DealField} names each field, so that a
 * catalogue author, a 'what is missing' list and a test builder all mean the same thing by the same key.
 */
package nextbest.deal;
