/** Errors as RFC 9457 problem documents: throw a {@link nextbest.api.problem.Refusal}, and the rest happens here. */
package nextbest.api.problem;
