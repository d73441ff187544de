/** Messages that did not arrive: read by a person, and sent again. */
package nextbest.api.letter;
