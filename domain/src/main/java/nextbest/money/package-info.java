/** Money as minor units and an ISO 4217 currency. */
package nextbest.money;
