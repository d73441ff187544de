/**
 * A rep's day: {@link nextbest.store.day.DayBook} reads the open deals with how their recommendations stand,
 * {@link nextbest.store.day.CardNotes} keeps what the rep leaves on a card beside answers.
 */
package nextbest.store.day;
