package nextbest.standalone.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderedShutdownTest {

    private final List<String> log = new ArrayList<>();

    @Test
    void stopsInTheOppositeOrderOfStartingAndOnlyOnce() {
        OrderedShutdown shutdown = new OrderedShutdown(log::add);
        for (String part : List.of("PostgreSQL", "Temporal", "api", "worker")) {
            shutdown.started(part, () -> log.add(part + " stopped"));
        }
        shutdown.close();
        shutdown.close();
        assertThat(log)
                .containsExactly(
                        "stopping worker",
                        "worker stopped",
                        "stopping api",
                        "api stopped",
                        "stopping Temporal",
                        "Temporal stopped",
                        "stopping PostgreSQL",
                        "PostgreSQL stopped");
    }

    @Test
    void whatIsGivenBackIsNotSaidToBeStopped() {
        OrderedShutdown shutdown = new OrderedShutdown(log::add);
        shutdown.taken("releasing the folder", () -> log.add("released"));
        shutdown.taken("closing the door", () -> {
            throw new IOException("it jams");
        });
        assertThatThrownBy(shutdown::close).isInstanceOf(PartException.class);
        assertThat(log)
                .containsExactly(
                        "closing the door", "failed at closing the door: it jams", "releasing the folder", "released");
    }

    @Test
    void oneFailureDoesNotKeepTheRestFromStoppingAndIsReportedAtTheEnd() {
        OrderedShutdown shutdown = new OrderedShutdown(line -> {});
        shutdown.started("first", () -> log.add("first stopped"));
        shutdown.started("second", () -> {
            throw new IOException("disk on fire");
        });
        assertThatThrownBy(shutdown::close).isInstanceOf(PartException.class).hasMessageContaining("disk on fire");
        assertThat(log).containsExactly("first stopped");
    }

    @Test
    void whatIsStartedTooLateIsStoppedAtOnce() {
        OrderedShutdown shutdown = new OrderedShutdown(line -> {});
        shutdown.close();
        assertThatThrownBy(() -> shutdown.started("late", () -> log.add("late stopped")))
                .isInstanceOf(PartException.class);
        assertThat(log).containsExactly("late stopped");
    }
}
