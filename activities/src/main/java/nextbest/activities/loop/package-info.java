/** What the loop of a subject does. Every method may be repeated: the ids come from the workflow. */
package nextbest.activities.loop;
