/**
 * What was drafted for cards: {@link nextbest.store.drafting.Drafts} keeps texts, rejections, costs and what an organisation wants
 * of drafting; {@link nextbest.store.drafting.DraftFacts} is what a draft of a card is made from.
 */
package nextbest.store.drafting;
