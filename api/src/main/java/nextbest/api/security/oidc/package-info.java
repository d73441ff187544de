/**
 * Log-in through an organisation's own provider (OpenID Connect, code flow with PKCE). The provider says who somebody is; what that
 * person may do stays with the account of the same login here. {@link nextbest.api.security.oidc.IdentityProvider} talks to it,
 * {@link nextbest.api.security.oidc.Ticket} is what a browser keeps between going and coming back.
 */
package nextbest.api.security.oidc;
