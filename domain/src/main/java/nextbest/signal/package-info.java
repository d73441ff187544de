/**
 * What buyers say and do that may call for an action: {@link nextbest.signal.SignalType} is the closed list. {@link
 * nextbest.signal.SignalReader} finds them in what people wrote down; {@link nextbest.signal.CueReader} is the one that needs no
 * language model.
 */
package nextbest.signal;
