package nextbest.vendors.port;

/** Where the work is done: tasks for reps, mails and calls. */
public interface Engagement extends Source, Tasks {}
