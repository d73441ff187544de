/** What operators do with loops: hold, go on, end; one or all. */
package nextbest.api.loop;
