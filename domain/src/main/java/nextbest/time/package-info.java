/**
 * Business time. {@link nextbest.time.BusinessClock} maps real to business time and back, {@link
 * nextbest.time.WorkCalendar} knows local and working days. Nothing here reads a clock: the real time is always given.
 */
package nextbest.time;
