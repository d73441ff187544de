/**
 * The command line: {@link nextbest.standalone.cli.Main} names the verbs, and each verb is a class
 * of its own in this package. {@code ./nextbest} in the root finds a JDK, builds what changed and
 * calls {@code Main}; the verbs {@code build}, {@code test}, {@code format} and {@code tools} never
 * get here, because they must work before anything is compiled.
 *
 * <p>A verb returns its exit code: 0 done, 1 it could not be done (the message says what to do
 * next), 2 the command line was wrong.
 */
package nextbest.standalone.cli;
