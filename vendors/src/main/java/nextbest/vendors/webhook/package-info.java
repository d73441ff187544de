/**
 * Calls of vendors, checked over the bytes as they came and before anything is read of them. A call is stored as it is and is
 * only a hint: what it is about is read again through the vendor's API, so that a shuffled or repeated call does no harm.
 */
package nextbest.vendors.webhook;
