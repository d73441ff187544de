/**
 * How long the decision core takes, measured with JMH: {@code nextbest bench core}. Start with {@link
 * nextbest.bench.CoreBenchCommand}; {@link nextbest.bench.LearningBenchmark} measures choosing and learning, {@link
 * nextbest.bench.DecisionBenchmark} a whole decision, each beside a yardstick of the same run, because times of a busy
 * machine mean little alone.
 */
package nextbest.bench;
