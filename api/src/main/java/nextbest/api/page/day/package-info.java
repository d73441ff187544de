/** A rep's day: {@link nextbest.api.page.day.DayPlan} puts what is to do into the hours, {@link nextbest.api.page.day.DayController} shows it. */
package nextbest.api.page.day;
