package nextbest.vendors.port;

import static nextbest.vendors.Asking.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import nextbest.event.EventType;
import nextbest.vendors.Line;
import org.junit.jupiter.api.Test;

/** What every engagement platform keeps: what every system with deals does, and what was done and is being done with buyers. */
public abstract class EngagementContract extends DealsContract {
    /** A platform that people work in. */
    public interface EngagementWorld extends World {
        /** A call that is over, with a person of the deal. */
        String call(String deal, String contact, String owner);

        /** A person of the deal is in a sequence of mails and calls. */
        String sequenced(String deal, String contact, String sequence);

        /** An open line of an organisation that lets this action be done by the sequence with this name. */
        Line lineWithSequence(String action, String sequence);

        /** People who are in a sequence. */
        List<String> inSequence(String sequence);
    }

    protected abstract EngagementWorld platform();

    @Override
    protected final World world() {
        return platform();
    }

    private static List<Statement> said(Source source, EventType type) {
        return readAll(source, Kind.ACTIVITY, Optional.empty()).stream()
                .flatMap(item -> item.says().stream())
                .filter(one -> one.type() == type)
                .toList();
    }

    @Test
    void aDealThatWasWonOrLostSaysSoOnce() {
        EngagementWorld world = platform();
        People people = people(world);
        String won = deal(world, people, "Won");
        String lost = deal(world, people, "Lost");
        world.later();
        world.move(won, "won");
        world.move(lost, "lost");
        Source source = world.line().source();
        assertThat(ends(source, won)).extracting(end -> end.data().get("kind")).containsExactly("WON");
        assertThat(ends(source, lost)).extracting(end -> end.data().get("kind")).containsExactly("LOST");
        String before = ends(source, won).getFirst().id();
        world.later();
        world.rename(won, "Renamed");
        assertThat(ends(source, won).getFirst().id()).as("the same end").isEqualTo(before);
    }

    private static List<Statement> ends(Source source, String deal) {
        return source.reread(Kind.DEAL, Set.of(deal)).items().getLast().says().stream()
                .filter(one -> one.type() == EventType.OUTCOME)
                .toList();
    }

    @Test
    void whatWasDoneIsSaidOfItsDealOrClient() {
        EngagementWorld world = platform();
        People people = people(world);
        String deal = deal(world, people, "Deal");
        world.call(deal, people.contact(), people.owner());
        List<Statement> done = said(world.line().source(), EventType.ACTIVITY);
        assertThat(done).singleElement().satisfies(call -> {
            assertThat(call.data()).containsEntry("kind", "call").containsEntry("contact", people.contact());
            assertThat(call.subject().orElseThrow().id()).isIn(deal, people.client());
        });
    }

    /** Elsewhere another system acts on the deal: what follows is not our doing alone. */
    @Test
    void aSequenceThatRunsIsAnExposureElsewhere() {
        EngagementWorld world = platform();
        People people = people(world);
        String deal = deal(world, people, "Deal");
        world.sequenced(deal, people.contact(), "Warm up");
        List<Statement> exposures = said(world.line().source(), EventType.EXPOSURE_ELSEWHERE);
        assertThat(exposures).singleElement().satisfies(exposure -> {
            assertThat(exposure.data()).containsEntry("action", "Warm up");
            assertThat(exposure.subject().orElseThrow().id()).isIn(deal, people.client());
            assertThat(exposure.ours()).isFalse();
        });
    }

    @Test
    void anActionThatASequenceDoesPutsThePersonIntoItOnceAndIsNoTask() {
        EngagementWorld world = platform();
        People people = people(world);
        String deal = deal(world, people, "Deal");
        Line line = world.lineWithSequence("send-case-study", "Case studies");
        assertThat(line.capabilities()).contains(Capability.WRITE_SEQUENCES);
        line.prepareWriting();
        Tasks tasks = line.tasks().orElseThrow();
        Tasks.Draft draft = new Tasks.Draft(
                "key-2", "Send it", "Why", world.now(), false, Optional.of(people.owner()), deal, "send-case-study");
        String written = tasks.write(draft);
        assertThat(tasks.write(draft)).as("looked up, not written twice").isEqualTo(written);
        assertThat(world.inSequence("Case studies")).containsExactly(people.contact());
        assertThat(standing(tasks, written)).isEqualTo(Tasks.State.OPEN);
        // any other action is a task
        String task = tasks.write(draft(world, deal, Optional.of(people.owner()), "Call Ann"));
        assertThat(task).isNotEqualTo(written);
        assertThat(world.inSequence("Case studies")).hasSize(1);
    }

    @Test
    void withoutASequenceForAnActionNobodyIsPutIntoOne() {
        EngagementWorld world = platform();
        People people = people(world);
        String deal = deal(world, people, "Deal");
        Line line = world.line();
        assertThat(line.capabilities()).doesNotContain(Capability.WRITE_SEQUENCES);
        line.prepareWriting();
        Tasks tasks = line.tasks().orElseThrow();
        String task = tasks.write(draft(world, deal, Optional.of(people.owner()), "Call Ann"));
        assertThat(tasks.standings(Set.of(task))).containsOnlyKeys(task);
        assertThat(world.inSequence("Case studies")).isEmpty();
    }

    @Test
    void aStageHistoryIsNotClaimedAndCallsAreNotRead() {
        Source source = platform().line().source();
        assertThat(source.capabilities()).doesNotContain(Capability.READ_STAGE_HISTORY, Capability.READ_CALLS);
        assertThatThrownBy(() -> source.read(Kind.CALL, Optional.empty(), Optional.empty()))
                .isInstanceOfSatisfying(
                        VendorTrouble.class, e -> assertThat(e.what()).isEqualTo(VendorTrouble.Cause.NOT_ABLE))
                .hasMessageContaining("read-calls");
    }
}
