/**
 * Who may do what. A {@link nextbest.api.security.Caller} comes from a bearer token or a session, and brings its tenant; {@link
 * nextbest.api.security.Act} lists what can be done and by which roles; {@link nextbest.api.security.Access} is the one
 * place that answers whether a caller may do an act, and to which objects. An endpoint says its act with {@link
 * nextbest.api.security.Requires}; one that says nothing is closed to everybody.
 */
package nextbest.api.security;
