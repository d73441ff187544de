package nextbest.api.page.card;

import nextbest.api.security.Caller;
import nextbest.store.directory.SubjectEntry;

/**
 * Somebody at a deal's card.
 *
 * @param base the address of the card, which those of its parts and forms start with
 * @param embedded whether another program shows it in a frame
 */
record Visit(Caller caller, SubjectEntry subject, String base, boolean embedded) {}
