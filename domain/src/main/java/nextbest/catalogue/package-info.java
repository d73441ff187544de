/**
 * What can be recommended, as data. A {@link nextbest.catalogue.Catalogue} holds {@link nextbest.catalogue.ActionType
 * actions}, the {@link nextbest.catalogue.PatternRow pattern rows} that fix their baselines, and named {@link
 * nextbest.catalogue.Trigger triggers} written in a small language of {@link nextbest.catalogue.Condition conditions}. {@link
 * nextbest.catalogue.Organisation} says what one organisation adds. Reading files is not done here.
 */
package nextbest.catalogue;
