package nextbest.demo;

import java.time.Duration;

/** Real time as the simulation needs it: how much of it has passed, and waiting. */
interface Pace {
    /** Nanoseconds since some fixed moment. */
    long nanos();

    void sleep(Duration time) throws InterruptedException;

    /** The machine's own. */
    static Pace real() {
        return new Pace() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void sleep(Duration time) throws InterruptedException {
                Thread.sleep(time);
            }
        };
    }
}
