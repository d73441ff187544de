/**
 * What came of delivered recommendations. {@link nextbest.store.attribution.Attributions} looks at all facts of a subject
 * and writes what they say now: dispositions, observations, and the contribution of each recommendation to the running
 * statistics. Doing it again changes nothing; doing it after a late or corrected fact changes exactly what it must.
 */
package nextbest.store.attribution;
