/**
 * The page on what is learned: which version decides and why, what each training found, how good the forecasts are, whether
 * groups are treated alike, who is right when reps do something else, and what trials show.
 */
package nextbest.api.page.learning;
