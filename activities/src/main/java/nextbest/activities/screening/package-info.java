/** The steps of a screening: {@link nextbest.activities.screening.ScreeningWork} reads, screens, tells loops, alerts. */
package nextbest.activities.screening;
