package nextbest.standalone.parts;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Stops what was started, last started first: with PostgreSQL, Temporal, api and worker started in
 * this order, the stop order is worker → api → Temporal → PostgreSQL, so that nothing loses what it
 * stands on. One step's failure does not keep the others from stopping.
 *
 * <p>Ctrl-C and {@code kill} come in through {@link #onExit()}. What has a shutdown hook of its own
 * must have it switched off (Spring Boot: {@code setRegisterShutdownHook(false)}): the JVM runs
 * hooks at the same time, in no order.
 */
public final class OrderedShutdown implements AutoCloseable {

    private final Deque<Step> steps = new ArrayDeque<>();
    private final Consumer<String> progress;
    private boolean stopping;

    /**
     * A shutdown with nothing to stop yet.
     *
     * @param progress gets a line before each step
     */
    public OrderedShutdown(Consumer<String> progress) {
        this.progress = Objects.requireNonNull(progress, "progress");
    }

    /** Makes the end of the JVM, by Ctrl-C, {@code kill} or {@code System.exit}, run {@link #close}. */
    public OrderedShutdown onExit() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "nextbest-shutdown"));
        return this;
    }

    /**
     * Adds what was started last.
     *
     * @param name for the progress line, for example {@code "PostgreSQL"}
     * @param part is closed in its turn
     * @return the part
     * @throws PartException when the shutdown has begun; the part is closed then
     */
    public <T extends AutoCloseable> T started(String name, T part) {
        return begun("stopping " + name, name, part);
    }

    /**
     * As {@link #started}, for what is not stopped but given back.
     *
     * @param ending the whole progress line, for example {@code "releasing the data folder"}
     */
    public <T extends AutoCloseable> T taken(String ending, T part) {
        return begun(ending, "what ends with '" + ending + "'", part);
    }

    private <T extends AutoCloseable> T begun(String ending, String name, T part) {
        synchronized (this) {
            if (!stopping) {
                steps.push(new Step(ending, part));
                return part;
            }
        }
        PartException late = new PartException(name + " was started while everything is being stopped.");
        try {
            part.close();
        } catch (Exception e) {
            late.addSuppressed(e);
        }
        throw late;
    }

    /**
     * Stops everything in order. A second call, from whichever thread, waits for the first and does nothing.
     *
     * @throws PartException when something could not be stopped, after all the rest was
     */
    @Override
    public synchronized void close() {
        stopping = true;
        List<Exception> failures = new ArrayList<>();
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            progress.accept(step.ending());
            try {
                step.part().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failures.add(e);
            } catch (Exception e) {
                progress.accept("failed at " + step.ending() + ": " + e.getMessage());
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            PartException failure = new PartException(
                    failures.size() + " of the parts could not be stopped cleanly; the first reason: "
                            + failures.getFirst().getMessage(),
                    failures.getFirst());
            failures.stream().skip(1).forEach(failure::addSuppressed);
            throw failure;
        }
    }

    private record Step(String ending, AutoCloseable part) {}
}
