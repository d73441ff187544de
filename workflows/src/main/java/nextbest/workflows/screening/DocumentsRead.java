package nextbest.workflows.screening;

/**
 * A part of the reading.
 *
 * @param documents how many were read
 * @param more whether some are left
 */
public record DocumentsRead(int documents, boolean more) {}
