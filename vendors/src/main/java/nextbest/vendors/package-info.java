/**
 * The systems outside where people work. {@link nextbest.vendors.Vendors} lists them; each {@link nextbest.vendors.Vendor} is one
 * package and one page under {@code docs/vendor}. {@code port} says by capability what we need of them, {@code http} how we
 * call them (limits, deadlines, failures sorted by what the caller does next), {@code webhook} how their calls are checked.
 * Nothing here knows a database: limits, tokens and positions are kept by whoever opens a connection.
 */
package nextbest.vendors;
