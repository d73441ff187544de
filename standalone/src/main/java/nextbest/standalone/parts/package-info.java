/**
 * The parts that a single machine needs beside the platform's own code, as real ones: a PostgreSQL
 * server, a Temporal server and an SMTP server, all on loopback, all kept in one folder.
 *
 * <p>Start here:
 *
 * <ul>
 *   <li>{@link nextbest.standalone.parts.DataFolder} is claimed first. Whoever holds the claim is the
 *       only parent; the claim ends with the process, also when it is killed.
 *   <li>{@link nextbest.standalone.parts.EmbeddedPostgres}, {@link
 *       nextbest.standalone.parts.TemporalServer} and {@link nextbest.standalone.parts.Mailbox} are
 *       started on it. The first two are child processes that outlive a killed parent: the next
 *       start adopts or stops <em>its own</em> orphan, recognised by process id, birth and data
 *       folder, and never touches another process.
 *   <li>{@link nextbest.standalone.parts.OrderedShutdown} stops what was started in the opposite
 *       order.
 *   <li>{@link nextbest.standalone.parts.InstanceFile} tells other verbs where the running instance
 *       answers, and {@link nextbest.standalone.parts.Doctor} says what is missing.
 * </ul>
 *
 * <p>Layout of a data folder:
 *
 * <pre>
 * lock                      who holds the folder
 * ports.json                the ports that were chosen the first time
 * instance.json             the running instance, if any
 * postgres/program-18.4.0/  the unpacked server
 * postgres/cluster/         its data
 * postgres/passwords.json   generated once, readable by the owner only
 * temporal/temporal.db      Temporal's state; temporal/version.json pins the server that wrote it
 * mailbox/*.eml             every message that was received, and mailbox/index.jsonl
 * *&#47;process.json            which child runs, for the next parent
 * </pre>
 *
 * <p>Times of processes come from the operating system here; everything else in nextbest takes its
 * time from the business clock.
 */
package nextbest.standalone.parts;
