package nextbest.vendors.port;

/** Where deals live: deals with their history, clients, people, owners; tasks for reps. */
public interface Crm extends Source, Tasks {}
