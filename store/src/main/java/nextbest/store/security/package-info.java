/**
 * Who may come in, and what is signed. {@link nextbest.store.security.Tokens} for programs and sessions, {@link
 * nextbest.store.security.Accounts} for people who log in, {@link nextbest.store.security.AnswerLinks} for answers from a
 * mail, {@link nextbest.store.security.AuditTrail} for what was done. What a {@link nextbest.store.security.Role} may do is
 * decided in the API, not here.
 */
package nextbest.store.security;
