package nextbest.workflows.digest;

import java.util.UUID;
import nextbest.time.BusinessClock;

/**
 * What a rep's digests start with, or go on with.
 *
 * @param clock the business clock when it was started
 * @param state null at the first start
 */
public record RepDigestInput(UUID tenant, UUID rep, BusinessClock clock, RepDigestState state) {}
