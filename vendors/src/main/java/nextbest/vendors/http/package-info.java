/**
 * How vendors are called: {@link nextbest.vendors.http.Wire} sends one request with an end, pays its toll at the
 * {@link nextbest.vendors.http.Gate} first, and sorts what went wrong by what the caller does next.
 */
package nextbest.vendors.http;
