/** From late, repeated and corrected outcome facts to one exact reward per decision. */
package nextbest.learning.reward;
