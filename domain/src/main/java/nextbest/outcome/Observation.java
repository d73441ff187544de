package nextbest.outcome;

/** Whether something happened in its window. */
public enum Observation {
    /** The window is open and it has not happened yet. */
    PENDING,
    YES,
    NO,
    /** Nothing can be concluded: never to be counted as a no. */
    NO_OBSERVATION
}
