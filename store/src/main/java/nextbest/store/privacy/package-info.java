/**
 * What is known of a person, and forgetting it. {@link nextbest.store.privacy.People} finds a person, hands out everything that
 * is stored of them, and erases them; {@link nextbest.store.privacy.PersonalColumns} looks through every column of every table
 * of an organisation, so that a table that is added later is looked through too.
 */
package nextbest.store.privacy;
