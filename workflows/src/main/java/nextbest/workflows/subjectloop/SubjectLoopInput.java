package nextbest.workflows.subjectloop;

import java.util.UUID;
import nextbest.time.BusinessClock;

/**
 * What a loop starts with, or goes on with.
 *
 * @param clock the business clock when it was started
 * @param state null at the first start
 */
public record SubjectLoopInput(
        UUID tenant, UUID subject, BusinessClock clock, LoopSettings settings, SubjectLoopState state) {}
