package nextbest.api;

import static nextbest.store.schema.Tables.LINK_USE;
import static nextbest.store.schema.Tables.REP_ANSWER;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import nextbest.identity.CardId;
import nextbest.identity.DecisionId;
import nextbest.store.Store;
import nextbest.store.security.AnswerLink;
import nextbest.store.security.AnswerLinks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Answers from a mail, without log-in. */
class AnswerLinksTest {
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
    void lookingAtALinkChangesNothing() {
        Desk desk = new Desk(api, "scanner");
        String link = link(desk, desk.deliver(), AnswerLink.Kind.ACCEPT, 1);
        for (String method : List.of("GET", "HEAD", "OPTIONS")) {
            for (int i = 0; i < 3; i++) {
                assertThat(api.ask(method, link).send().status()).isEqualTo(200);
            }
        }
        assertThat(answers(desk)).doesNotContain("ACCEPTED");
        assertThat(uses(desk)).isZero();
        assertThat(api.get(link).send().text())
                .contains("Yes, I will do it", "Pumps for the north")
                .doesNotContain("<script>");
    }

    @Test
    void theButtonRecordsOnce() {
        Desk desk = new Desk(api, "button");
        String link = link(desk, desk.deliver(), AnswerLink.Kind.ACCEPT, 1);
        RunningApi.Answer first = api.post(link).send();
        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(first.text()).contains("Recorded, thank you");
        assertThat(first.headers()).doesNotContainKey("set-cookie");
        for (int i = 0; i < 3; i++) {
            RunningApi.Answer again = api.post(link).send();
            assertThat(again.status()).isEqualTo(409);
            assertThat(again.text()).contains("used already");
        }
        assertThat(answers(desk)).containsOnlyOnce("ACCEPTED");
        assertThat(uses(desk)).isOne();
    }

    @Test
    void aDismissalAsksForItsReason() {
        Desk desk = new Desk(api, "reason");
        String link = link(desk, desk.deliver(), AnswerLink.Kind.DISMISS, 1);
        assertThat(api.get(link).send().text()).contains("Right, but not now", "WRONG_TIME");
        RunningApi.Answer bare = api.post(link).form("x=1").send();
        assertThat(bare.status()).isEqualTo(422);
        assertThat(bare.text()).contains("Please choose");
        assertThat(uses(desk)).isZero();
        assertThat(api.post(link).form("reason=BORED").send().status()).isEqualTo(422);
        assertThat(api.post(link).form("reason=WRONG_TIME").send().status()).isEqualTo(200);
        assertThat(answers(desk)).contains("DISMISSED");
    }

    @Test
    void theOtherAnswersWorkToo() {
        Desk desk = new Desk(api, "kinds");
        JsonNode card = desk.deliver();
        assertThat(api.post(link(desk, card, AnswerLink.Kind.KEEP_BACK, 1))
                        .form("reason=PRICE")
                        .send()
                        .status())
                .isEqualTo(200);
        assertThat(api.post(link(desk, card, AnswerLink.Kind.SNOOZE, 1))
                        .form("days=3")
                        .send()
                        .status())
                .isEqualTo(200);
        assertThat(api.post(link(desk, card, AnswerLink.Kind.SNOOZE, 2))
                        .form("days=-3")
                        .send()
                        .status())
                .isEqualTo(422);
        assertThat(api.post(link(desk, card, AnswerLink.Kind.OVERRIDE, 1))
                        .form("instead=I+called+Carla")
                        .send()
                        .status())
                .isEqualTo(200);
        assertThat(answers(desk)).contains("KEPT_BACK", "SNOOZED", "OVERRIDDEN");
    }

    @Test
    void whatWasChangedOnTheWayIsForgedAndRecordsNothing() {
        Desk desk = new Desk(api, "forged");
        JsonNode card = desk.deliver();
        String accept = link(desk, card, AnswerLink.Kind.ACCEPT, 1);
        String dismiss = link(desk, card, AnswerLink.Kind.DISMISS, 1);
        int token = "/a/".length();
        for (int i = token; i < accept.length(); i += 7) {
            char other = accept.charAt(i) == 'A' ? 'B' : 'A';
            assertForged(accept.substring(0, i) + other + accept.substring(i + 1));
        }
        // the signature of one on the answer of another
        assertForged(accept.substring(0, accept.length() - 43) + dismiss.substring(dismiss.length() - 43));
        assertForged(accept.substring(0, accept.length() - 1));
        assertForged(accept + "A");
        assertForged("/a/x");
        assertThat(answers(desk)).doesNotContain("ACCEPTED", "DISMISSED");
    }

    private static void assertForged(String link) {
        assertThat(api.get(link).send().status()).as(link).isEqualTo(403);
        assertThat(api.post(link).send().status()).as(link).isEqualTo(403);
    }

    @Test
    void aLinkOfOneOrganisationDoesNotReachAnothersCard() {
        Desk desk = new Desk(api, "swap-a");
        Desk other = new Desk(api, "swap-b");
        JsonNode theirs = other.deliver();
        // signed with our own key, but about their card
        String link = path(api.part(AnswerLinks.class)
                .url(new AnswerLink(
                        desk.tenant.id(),
                        CardId.parse(theirs.get("card").asString()),
                        DecisionId.parse(theirs.get("decision").asString()),
                        1,
                        AnswerLink.Kind.ACCEPT,
                        desk.rep("R"),
                        api.time().instant().plus(Duration.ofDays(1)))));
        assertThat(api.get(link).send().status()).isEqualTo(404);
        assertThat(api.post(link).send().status()).isEqualTo(404);
        assertThat(answers(other)).doesNotContain("ACCEPTED");
    }

    @Test
    void anExpiredLinkIsGone() {
        Desk desk = new Desk(api, "late");
        String link = link(desk, desk.deliver(), AnswerLink.Kind.ACCEPT, 1);
        api.time().pass(Duration.ofDays(8));
        RunningApi.Answer answer = api.post(link).send();
        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.text()).contains("expired", "Nothing was recorded");
        assertThat(answers(desk)).doesNotContain("ACCEPTED");
    }

    @Test
    void aSupersededCardShowsTheCurrentOne() {
        Desk desk = new Desk(api, "newer");
        String link = link(desk, desk.deliver(), AnswerLink.Kind.ACCEPT, 1);
        api.time().pass(Duration.ofMinutes(30));
        desk.send("""
                {"source": "crm", "id": "50", "type": "stage-change", "subject": {"kind": "deal", "id": "D1"},
                 "occurredAt": "%s", "data": {"stage": "Negotiation"}},
                {"source": "crm", "id": "51", "type": "signal", "subject": {"kind": "deal", "id": "D1"},
                 "occurredAt": "%s", "data": {"signal": "pricing-discussed"}}""".formatted(api.time().instant(), api.time().instant()));
        desk.decide("D1");
        RunningApi.Answer answer = api.post(link).send();
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text()).contains("newer card", "Recommended now", "/a/");
        assertThat(answers(desk)).doesNotContain("ACCEPTED");
    }

    private static String link(Desk desk, JsonNode card, AnswerLink.Kind kind, int position) {
        return path(api.part(AnswerLinks.class)
                .url(new AnswerLink(
                        desk.tenant.id(),
                        CardId.parse(card.get("card").asString()),
                        DecisionId.parse(card.get("decision").asString()),
                        position,
                        kind,
                        desk.rep("R"),
                        api.time().instant().plus(Duration.ofDays(7)))));
    }

    private static String path(String url) {
        return url.substring(url.indexOf("/a/"));
    }

    private static List<String> answers(Desk desk) {
        return api.part(Store.class)
                .database()
                .inTenant(
                        desk.tenant.id(),
                        t -> t.select(REP_ANSWER.DISPOSITION).from(REP_ANSWER).fetch(REP_ANSWER.DISPOSITION));
    }

    private static int uses(Desk desk) {
        return api.part(Store.class).database().inTenant(desk.tenant.id(), t -> t.fetchCount(LINK_USE));
    }
}
