package nextbest.workflows.subjectloop;

import nextbest.time.BusinessClock;

/**
 * Something became known of the subject. What it is stands in the database.
 *
 * @param events how many events
 * @param correlationId of the latest
 * @param clock the business clock as the sender knows it
 */
public record News(int events, String correlationId, BusinessClock clock) {}
