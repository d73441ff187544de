/** What buyers say and do that may call for an action: {@link nextbest.signal.SignalType} is the closed list. */
package nextbest.signal;
