/**
 * Decisions and cards. {@link nextbest.api.decision.DecisionView} and {@link nextbest.api.decision.CardSheet} are what is told
 * of them, {@link nextbest.api.decision.Teller} puts them into words, {@link nextbest.api.decision.Cards} finds the card that
 * a caller may see.
 */
package nextbest.api.decision;
