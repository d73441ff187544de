package nextbest.vendors;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import nextbest.vendors.http.Gate;
import nextbest.vendors.http.Limit;
import nextbest.vendors.http.Toll;

/** A gate that lets everybody through and notes what is paid and closed. */
public final class NotingGate implements Gate {
    private final List<Toll> paid = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();

    @Override
    public synchronized Duration pay(List<Toll> tolls) {
        paid.addAll(tolls);
        return Duration.ZERO;
    }

    @Override
    public synchronized void close(Limit limit, Duration during) {
        closed.add(limit.scope() + " " + during);
    }

    public synchronized List<Double> costs() {
        return paid.stream().map(Toll::cost).toList();
    }

    /** Scope, what is allowed and within which time, of each toll. */
    public synchronized List<String> limits() {
        return paid.stream()
                .map(toll -> toll.limit().scope() + " " + toll.limit().allowed() + "/"
                        + toll.limit().window())
                .toList();
    }

    /** Scope and for how long. */
    public synchronized List<String> closed() {
        return List.copyOf(closed);
    }
}
