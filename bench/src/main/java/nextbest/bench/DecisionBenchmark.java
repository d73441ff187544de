package nextbest.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import nextbest.engine.Engine;
import nextbest.engine.EngineInput;
import nextbest.recommendation.Decision;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A whole decision: all candidates of the catalogue with their seventeen lines, evidence and why-not, and the card. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DecisionBenchmark {
    private final Engine engine = Engine.current();
    private final List<EngineInput> inputs = SampleDeals.inputs(256);
    private int turn;

    /** One decision, another deal each time. */
    @Benchmark
    public Decision fullDecision() {
        return engine.decide(inputs.get(turn++ % inputs.size()));
    }
}
