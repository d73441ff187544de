/** What belongs to a whole organisation: who one is, its stages, its mode, the clock, tokens. */
package nextbest.api.organisation;
