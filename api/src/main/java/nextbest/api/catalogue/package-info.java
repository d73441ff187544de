/** What can be recommended, to be read by everybody. */
package nextbest.api.catalogue;
