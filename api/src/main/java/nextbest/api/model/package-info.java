/** What the platform has learned: versions of the model, why each was promoted or not, and the switch that turns it off. */
package nextbest.api.model;
