/** One package for each system outside; what is peculiar to a system stays in its package. */
package nextbest.activities.vendor;
