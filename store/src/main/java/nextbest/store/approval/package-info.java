/** What managers approve before it decides anything: {@link nextbest.store.approval.Approvals} keeps who asked for what, and the answers. */
package nextbest.store.approval;
