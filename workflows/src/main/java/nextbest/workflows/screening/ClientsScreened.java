package nextbest.workflows.screening;

import java.util.UUID;

/**
 * A part of the clients.
 *
 * @param unserved clients for which nothing was good enough
 * @param after the last of them; null if no client is left
 */
public record ClientsScreened(int clients, long candidates, long proposed, int unserved, UUID after) {}
