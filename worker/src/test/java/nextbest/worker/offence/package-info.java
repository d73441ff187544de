/** What the rules of the house forbid, so that their tests can see them catch it. */
package nextbest.worker.offence;
