package nextbest.store.team;

import static nextbest.store.schema.Tables.REP;
import static nextbest.store.schema.Tables.STATISTIC;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Optional;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.deal.StageKind;
import nextbest.engine.Engine;
import nextbest.engine.EngineInput;
import nextbest.identity.DecisionId;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.recommendation.Arm;
import nextbest.recommendation.Candidate;
import nextbest.recommendation.Decision;
import nextbest.recommendation.Evidence;
import nextbest.recommendation.Move;
import nextbest.recommendation.SubFactor;
import nextbest.store.decision.Replay;
import nextbest.store.team.Guidances.Leaning;
import nextbest.store.testing.SellingHouse;
import nextbest.store.testing.TestPostgres;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a manager's word to the next decision, on a real PostgreSQL. */
class GuidancesTest {
    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final LocalDate LATER = LocalDate.parse("2026-06-02");
    private static final TestPostgres POSTGRES = TestPostgres.fresh();

    private final SellingHouse house = new SellingHouse(POSTGRES, START);
    private final Guidances guidances = new Guidances(house.store.database(), house.store.ids());
    private SubjectId deal;
    /** By rules alone the runner-up. */
    private String action;

    @BeforeEach
    void aNewRepHasADeal() {
        house.rep("M");
        house.rep("OTHER");
        house.rep("R", "M", "2026-02-01");
        deal = house.deal("D", "R", 10_000);
        String best = best();
        action = decide().candidates().stream()
                .filter(candidate -> candidate.propensity().onSlate() > 0
                        && !candidate.action().equals(best))
                .max(Comparator.comparing(candidate -> candidate.score().hundredths()))
                .orElseThrow()
                .action();
    }

    @Test
    void aNewRepsDecisionLeansTheWayTheManagerSays() {
        Candidate before = candidate();
        say("M", Leaning.PREFER, false);
        Candidate preferred = candidate();
        assertThat(best()).isEqualTo(action);
        house.now.set(START.plusSeconds(60));
        say("M", Leaning.AVOID, false);
        Candidate avoided = candidate();

        assertThat(preferred.score().hundredths()).isGreaterThan(before.score().hundredths());
        // the later word stands
        assertThat(best()).isNotEqualTo(action);
        assertThat(avoided.score().hundredths()).isLessThan(before.score().hundredths());
        assertThat(word(preferred))
                .contains("n=Count[value=20]")
                .contains("own=Count[value=0]")
                .contains("start with what you know");
    }

    @Test
    void itGivesWayToTheRepsOwnAnswersOneForOne() {
        say("M", Leaning.PREFER, false);
        answered(action, 15, 7);
        Move move = candidate().score().line(SubFactor.REP_CAPABILITY).moves().stream()
                .filter(m -> m.evidence().id().equals("guidance:" + action))
                .findFirst()
                .orElseThrow();
        // 20 - 15 of 20
        assertThat(move.permille()).isEqualTo(250);
        assertThat(word(candidate())).contains("n=Count[value=5]").contains("own=Count[value=15]");
    }

    @Test
    void anExperiencedRepsDecisionDoesNotLean() {
        answered(action, 20, 10);
        Candidate before = candidate();
        say("M", Leaning.PREFER, false);
        assertThat(candidate()).isEqualTo(before);
    }

    @Test
    void answersToOtherActionsCountAFifth() {
        answered("another-action", 100, 50);
        Candidate before = candidate();
        say("M", Leaning.PREFER, false);
        assertThat(candidate()).isEqualTo(before);
    }

    @Test
    void wordsForNewRepsAreNotForOneWhoBeganAYearAgo() {
        house.rep("OLD", "M", "2025-03-02");
        deal = house.deal("D2", "OLD", 10_000);
        Candidate before = candidate();
        say("M", Leaning.PREFER, true);
        assertThat(candidate()).isEqualTo(before);
        say("M", Leaning.PREFER, false);
        assertThat(candidate()).isNotEqualTo(before);
    }

    @Test
    void whatWasWithdrawnOrHasExpiredOrIsForOthersHasNoEffect() {
        Candidate before = candidate();

        say("OTHER", Leaning.PREFER, false);
        assertThat(candidate()).as("of another team's manager").isEqualTo(before);

        guidances.add(
                house.tenant,
                rep("M"),
                action,
                Optional.of(StageKind.DISCOVERY),
                Leaning.PREFER,
                false,
                "",
                house.now.get(),
                LATER);
        assertThat(candidate()).as("of another stage").isEqualTo(before);

        guidances.add(
                house.tenant,
                rep("M"),
                action,
                Optional.empty(),
                Leaning.PREFER,
                false,
                "",
                house.now.get().minus(Duration.ofDays(9)),
                LocalDate.parse("2026-03-01"));
        assertThat(candidate()).as("expired").isEqualTo(before);

        say("M", Leaning.PREFER, false);
        assertThat(candidate()).as("standing").isNotEqualTo(before);
        withdrawAll();
        assertThat(candidate()).as("withdrawn").isEqualTo(before);
    }

    @Test
    void aStoredDecisionReplaysToTheSameBytesAfterTheWordIsWithdrawn() {
        say("M", Leaning.PREFER, false);
        Decision decision = house.decides(deal, Arm.ENGINE);
        assertThat(decision.candidates())
                .anySatisfy(candidate -> assertThat(word(candidate)).contains("n=Count[value=20]"));
        withdrawAll();

        Replay replay = house.store
                .decisions()
                .replay(house.tenant, decision.id(), Engine.current(), (t, version) -> CatalogueReader.standard())
                .orElseThrow();

        assertThat(replay.same()).isTrue();
    }

    @Test
    void theRandomArmIsNotGuided() {
        double before = decide(Arm.RANDOM_ELIGIBLE).candidates().stream()
                .filter(c -> c.action().equals(action))
                .findFirst()
                .orElseThrow()
                .propensity()
                .onSlate();
        say("M", Leaning.PREFER, false);
        assertThat(decide(Arm.RANDOM_ELIGIBLE).candidates().stream()
                        .filter(c -> c.action().equals(action))
                        .findFirst()
                        .orElseThrow()
                        .propensity()
                        .onSlate())
                .isEqualTo(before);
    }

    private void say(String manager, Leaning leaning, boolean newRepsOnly) {
        guidances.add(
                house.tenant,
                rep(manager),
                action,
                Optional.empty(),
                leaning,
                newRepsOnly,
                "start with what you know",
                house.now.get(),
                LATER);
    }

    private void withdrawAll() {
        LocalDate today = LocalDate.parse("2026-03-02");
        guidances
                .of(house.tenant, rep("M"), today)
                .forEach(said -> guidances.withdraw(house.tenant, rep("M"), said.id(), house.now.get()));
        assertThat(guidances.of(house.tenant, rep("M"), today)).isEmpty();
    }

    private Candidate candidate() {
        return decide().candidates().stream()
                .filter(candidate -> candidate.action().equals(action))
                .findFirst()
                .orElseThrow();
    }

    /** What the candidate's timing line says of the manager's word; empty if nothing. */
    private String word(Candidate candidate) {
        return candidate.score().lines().stream()
                .filter(line -> line.subFactor() == SubFactor.TIMING_ALIGNMENT)
                .flatMap(line -> line.moves().stream())
                .map(Move::evidence)
                .filter(evidence -> evidence.id().startsWith("guidance:"))
                .map(Evidence::text)
                .map(text -> text.arguments().toString())
                .findFirst()
                .orElse("");
    }

    /** The action with the highest score. */
    private String best() {
        return decide().candidates().stream()
                .filter(candidate -> candidate.propensity().onSlate() > 0)
                .max(Comparator.comparing(candidate -> candidate.score().hundredths()))
                .orElseThrow()
                .action();
    }

    private Decision decide() {
        return decide(Arm.ENGINE);
    }

    private Decision decide(Arm arm) {
        EngineInput input = house.store
                .maker()
                .collect(
                        house.tenant,
                        deal,
                        house.store.maker().standing(house.tenant, deal).orElseThrow(),
                        // always the same id: the same chance
                        new DecisionId(deal.value()),
                        house.now.get(),
                        Optional.of(arm));
        return house.store.maker().decide(input);
    }

    private RepId rep(String id) {
        return new RepId(house.store
                .database()
                .inTenant(
                        house.tenant,
                        t -> t.select(REP.ID)
                                .from(REP)
                                .where(REP.TENANT.eq(house.tenant.value()), REP.NAME.eq("Rep " + id))
                                .fetchSingle(REP.ID)));
    }

    /** The rep has answered so many recommendations of an action. */
    private void answered(String of, long answers, long accepted) {
        house.store
                .database()
                .doInTenant(
                        house.tenant,
                        t -> t.insertInto(STATISTIC)
                                .set(STATISTIC.TENANT, house.tenant.value())
                                .set(STATISTIC.ACTION, of)
                                .set(STATISTIC.STAGE_KIND, "PROPOSAL")
                                .set(STATISTIC.SEGMENT, "unknown/unknown")
                                .set(STATISTIC.REP_ID, rep("R").value())
                                .set(STATISTIC.MONTH, LocalDate.parse("2026-02-01"))
                                .set(STATISTIC.DELIVERED, answers)
                                .set(STATISTIC.VIEWED, 0L)
                                .set(STATISTIC.ACCEPTED, accepted)
                                .set(STATISTIC.DISMISSED, answers - accepted)
                                .set(STATISTIC.KEPT_BACK, 0L)
                                .set(STATISTIC.OVERRIDDEN, 0L)
                                .set(STATISTIC.EXECUTED, 0L)
                                .set(STATISTIC.IGNORED, 0L)
                                .set(STATISTIC.ADVANCE_OBSERVED, 0L)
                                .set(STATISTIC.ADVANCED, 0L)
                                .set(STATISTIC.CLOSE_OBSERVED, 0L)
                                .set(STATISTIC.WON, 0L)
                                .execute());
    }
}
