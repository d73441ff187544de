/** What we need of systems outside, by capability and without their names. */
package nextbest.activities.port;
