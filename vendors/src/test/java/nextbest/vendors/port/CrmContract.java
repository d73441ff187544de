package nextbest.vendors.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import nextbest.event.EventType;
import org.junit.jupiter.api.Test;

/** What every CRM keeps: what every system with deals does, and where a deal has been before. */
public abstract class CrmContract extends DealsContract {
    @Test
    void theWayOfADealIsItsStagesAndItsEnd() {
        World world = world();
        String deal = deal(world, people(world), "Deal");
        world.later();
        world.move(deal, "proposal");
        world.later();
        world.move(deal, "won");
        world.later();
        world.move(deal, "proposal");
        Source source = world.line().source();
        assertThat(source.capabilities()).contains(Capability.READ_STAGE_HISTORY);
        List<Statement> says =
                source.reread(Kind.DEAL, Set.of(deal)).items().getLast().says();
        assertThat(says.stream()
                        .filter(said -> said.type() == EventType.STAGE_CHANGE || said.type() == EventType.OUTCOME)
                        .map(said -> said.type() == EventType.OUTCOME
                                ? said.data().get("kind")
                                : said.data().get("stage")))
                .containsExactly("discovery", "proposal", "WON", "REOPENED", "proposal");
        assertThat(says).extracting(Statement::id).doesNotHaveDuplicates();
    }
}
