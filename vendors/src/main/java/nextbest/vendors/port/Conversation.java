package nextbest.vendors.port;

/** Where the calls are: who spoke, what was said. Most of these systems take no tasks. */
public interface Conversation extends Source {}
