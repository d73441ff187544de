package nextbest.store.directory;

import java.time.ZoneId;
import java.util.Optional;
import nextbest.identity.RepId;

/**
 * A rep as a caller of the API needs to know one.
 *
 * @param email empty: the rep gets the page only
 * @param zone whose local days are the rep's days
 */
public record RepEntry(RepId id, String name, Optional<String> email, ZoneId zone) {}
