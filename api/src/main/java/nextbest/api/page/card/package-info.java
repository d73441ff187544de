/**
 * The card of a deal, in the rep's browser and inside a CRM. {@link nextbest.api.page.card.CardController} serves people with a
 * log-in, {@link nextbest.api.page.card.EmbeddedCardController} an address that is a session itself; both do what
 * {@link nextbest.api.page.card.CardDesk} says.
 */
package nextbest.api.page.card;
