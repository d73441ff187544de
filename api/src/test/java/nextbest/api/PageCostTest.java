package nextbest.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import nextbest.store.security.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a look at a page costs the database, and that looking cheaply shows nothing old. */
class PageCostTest {
    private static RunningApi api;

    @BeforeAll
    static void start() {
        api = RunningApi.start();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void aLookAtACardTakesFewStatements() {
        Desk desk = new Desk(api, "few");
        PagesTest.Visitor rita =
                new PagesTest.Visitor(api).logIn(desk, "rita@few.example", Role.REP, Optional.of(desk.rep("R")));
        desk.decide("D1");
        String card = "/deals/" + desk.subject("D1");
        List<String> first = api.part(Statements.class).of(() -> rita.get(card));
        List<String> second = api.part(Statements.class).of(() -> rita.get(card));
        System.out.println("FIRST " + first.size() + "\n" + String.join("\n", first));
        System.out.println("SECOND " + second.size() + "\n" + String.join("\n", second));
        List<String> day = api.part(Statements.class).of(() -> rita.get("/my-day"));
        System.out.println("DAY " + day.size() + "\n" + String.join("\n", day));
        assertThat(second).hasSizeLessThanOrEqualTo(15);
    }
}
