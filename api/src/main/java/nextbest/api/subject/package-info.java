/** Deals and clients. {@link nextbest.api.subject.Subjects} finds what a caller may see. */
package nextbest.api.subject;
