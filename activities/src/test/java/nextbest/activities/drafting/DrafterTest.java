package nextbest.activities.drafting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.identity.CardId;
import nextbest.prompts.PromptLibrary;
import nextbest.store.drafting.DraftPolicy;
import nextbest.store.drafting.DraftRecord;
import nextbest.store.drafting.DraftReport;
import nextbest.store.drafting.DraftText;
import nextbest.store.tenant.Tenants;
import nextbest.workflows.subjectloop.DecideResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** One card, a real database, and an endpoint that does what it likes. */
class DrafterTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String HONEST = """
            {"why": [{"text": "Budget or ROI has come up; it came from PERSON_1.", "items": ["r1", "r2"]}],
             "how": [{"text": "Open the deal in the CRM.", "items": ["s1"]}]}""";
    private static final String QUOTE = "We would have to find the money first.";

    private final DraftingHouse house = new DraftingHouse(QUOTE);

    @Test
    void anHonestDraftIsKeptWithItsEvidenceItsPromptAndItsCost() throws LanguageModel.Trouble {
        CardId card = house.card();
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint().reads(DrafterTest::firstReason)) {
            Drafter.Outcome outcome =
                    house.drafter(endpoint, Duration.ofSeconds(10), 2_000_000).draft(house.tenant, card, 1, false);
            assertThat(outcome.state()).as(outcome.reason()).contains(DraftRecord.State.ACCEPTED);
            DraftText text = house.drafts
                    .text(
                            house.tenant,
                            house.store
                                    .decisions()
                                    .card(house.tenant, card)
                                    .orElseThrow()
                                    .decision())
                    .orElseThrow();
            assertThat(text.why().getFirst().evidence()).isNotEmpty();
            DraftReport report = house.drafts.report(
                    house.tenant,
                    DraftingHouse.START,
                    DraftingHouse.START.atZone(java.time.ZoneOffset.UTC).toLocalDate());
            assertThat(report.counts()).singleElement().satisfies(count -> {
                assertThat(count.prompt()).isEqualTo(PromptLibrary.card().label());
                assertThat(count.model()).isEqualTo("scripted");
            });
            // 500 tokens at 2 a million are 1,000 millionths
            assertThat(report.days())
                    .singleElement()
                    .satisfies(day -> assertThat(day.costMicros()).isEqualTo(1_000));
        }
    }

    /** Repeats the first reason that it was given. */
    static String firstReason(String user) {
        String card = user.lines()
                .filter(line -> line.startsWith("{\"why\""))
                .findFirst()
                .orElseThrow();
        String reason = JSON.readTree(card).at("/why/r1").asString();
        return "{\"why\": {\"r1\": " + JSON.writeValueAsString(reason) + "}, \"how\": {}}";
    }

    @Test
    void namesDoNotLeaveTheHouseUnlessTheyMay() throws LanguageModel.Trouble {
        CardId card = house.card();
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint().reads(DrafterTest::firstReason)) {
            house.drafter(endpoint, Duration.ofSeconds(10), 0).draft(house.tenant, card, 1, false);
            assertThat(endpoint.requests.getFirst()).doesNotContain("Carla", "Mendes", "Pump renewal", "Rosa");
        }
    }

    @Test
    void theSameRequestOfAnotherDealIsAnsweredFromWhatWasKept() throws LanguageModel.Trouble {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint().reads(DrafterTest::firstReason)) {
            Drafter drafter = house.drafter(endpoint, Duration.ofSeconds(10), 0);
            Drafter withoutMemory = house.drafter(endpoint, Duration.ofSeconds(10), 0);
            int number = 0;
            for (Drafter one : List.of(drafter, drafter, withoutMemory)) {
                Drafter.Outcome outcome = one.draft(house.tenant, house.twin(++number), 1, false);
                assertThat(outcome.state()).as(outcome.reason()).contains(DraftRecord.State.ACCEPTED);
            }
            assertThat(endpoint.requests).hasSize(1);
        }
    }

    @Test
    void aCardIsNotDraftedTwice() throws LanguageModel.Trouble {
        CardId card = house.card();
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint().reads(DrafterTest::firstReason)) {
            Drafter drafter = house.drafter(endpoint, Duration.ofSeconds(10), 0);
            drafter.draft(house.tenant, card, 1, false);
            assertThat(drafter.draft(house.tenant, card, 1, false).reason()).isEqualTo("drafted-already");
            assertThat(endpoint.requests).hasSize(1);
        }
    }

    /** Every way to fail: the card is there before and after, and says what its template says. */
    enum Failure {
        RATE_LIMIT("rate-limit", true) {
            @Override
            ScriptedEndpoint play() {
                return new ScriptedEndpoint().status(429, "Retry-After", "7");
            }
        },
        SERVER_ERROR("server-error", true) {
            @Override
            ScriptedEndpoint play() {
                return new ScriptedEndpoint().status(500);
            }
        },
        SLOW_STREAM("time-out", true) {
            @Override
            ScriptedEndpoint play() {
                return new ScriptedEndpoint().trickles();
            }
        },
        WRONG_KEY("authentication", false) {
            @Override
            ScriptedEndpoint play() {
                return new ScriptedEndpoint().status(401);
            }
        },
        BAD_REQUEST("bad-request", false) {
            @Override
            ScriptedEndpoint play() {
                return new ScriptedEndpoint().status(400);
            }
        },
        NOT_OPENAI("not-compatible", false) {
            @Override
            ScriptedEndpoint play() {
                return new ScriptedEndpoint().sends("text/html", "<html>It works!</html>");
            }
        },
        ELSEWHERE("not-compatible", false) {
            @Override
            ScriptedEndpoint play() {
                return new ScriptedEndpoint().status(302, "Location", "http://127.0.0.1:9/steal");
            }
        },
        CUT_JSON("unreadable", true) {
            @Override
            ScriptedEndpoint play() {
                return new ScriptedEndpoint().says("{\"why\": [{\"text\": \"Budget");
            }
        },
        WRONG_JSON("unreadable", true) {
            @Override
            ScriptedEndpoint play() {
                return new ScriptedEndpoint().says("{\"answer\": 42}");
            }
        },
        REFUSAL("unreadable", true) {
            @Override
            ScriptedEndpoint play() {
                return new ScriptedEndpoint().says("I am sorry, but I cannot help with that.");
            }
        },
        FILTERED("refused", false) {
            @Override
            ScriptedEndpoint play() {
                return new ScriptedEndpoint()
                        .sends("application/json", ScriptedEndpoint.completion("", "content_filter"));
            }
        },
        EMPTY("unreadable", true) {
            @Override
            ScriptedEndpoint play() {
                return new ScriptedEndpoint().says("");
            }
        },
        CUT_AT_LENGTH("unreadable", true) {
            @Override
            ScriptedEndpoint play() {
                return new ScriptedEndpoint()
                        .sends("application/json", ScriptedEndpoint.completion("{\"why\": [", "length"));
            }
        },
        HUGE("too-long", false) {
            @Override
            ScriptedEndpoint play() {
                return new ScriptedEndpoint().floods();
            }
        };

        private final String cause;
        private final boolean again;

        Failure(String cause, boolean again) {
            this.cause = cause;
            this.again = again;
        }

        abstract ScriptedEndpoint play();
    }

    @ParameterizedTest
    @EnumSource
    void aFailureIsSortedByWhatToDoNextAndTheCardStands(Failure failure) throws LanguageModel.Trouble {
        CardId card = house.card();
        try (ScriptedEndpoint endpoint = failure.play()) {
            Drafter drafter = house.drafter(endpoint, Duration.ofSeconds(2), 0);
            if (failure.again) {
                assertThatThrownBy(() -> drafter.draft(house.tenant, card, 1, false))
                        .isInstanceOfSatisfying(LanguageModel.Trouble.class, trouble -> {
                            assertThat(trouble.kind().key()).isEqualTo(failure.cause);
                            assertThat(trouble.retryAfter())
                                    .isEqualTo(failure == Failure.RATE_LIMIT ? Duration.ofSeconds(7) : Duration.ZERO);
                            assertThat(trouble.getMessage()).doesNotContain("Budget", "secret-key", QUOTE);
                        });
            }
            Drafter.Outcome last = drafter.draft(house.tenant, card, 6, true);
            assertThat(last.state()).contains(DraftRecord.State.FAILED);
            assertThat(last.reason()).isEqualTo(failure.cause);
        }
        assertThat(house.store.decisions().card(house.tenant, card)).isPresent();
        assertThat(house.drafts.text(
                        house.tenant,
                        house.store
                                .decisions()
                                .card(house.tenant, card)
                                .orElseThrow()
                                .decision()))
                .isEmpty();
    }

    @Test
    void anEndpointThatIsAwayIsLeftAloneAndAskedAgainAfterAWhile() {
        CardId card = house.card();
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint().status(500)) {
            Drafter drafter = house.drafter(endpoint, Duration.ofSeconds(2), 0);
            for (int i = 0; i < Breaker.FAILURES + 3; i++) {
                assertThatThrownBy(() -> drafter.draft(house.tenant, card, 1, false))
                        .isInstanceOf(LanguageModel.Trouble.class);
            }
            assertThat(endpoint.requests).hasSize(Breaker.FAILURES);
            house.now.set(house.now.get().plus(Breaker.PAUSE));
            assertThatThrownBy(() -> drafter.draft(house.tenant, card, 1, false))
                    .isInstanceOf(LanguageModel.Trouble.class);
            assertThat(endpoint.requests).hasSize(Breaker.FAILURES + 1);
        }
    }

    @Test
    void aDayWithoutBudgetAsksNobody() throws LanguageModel.Trouble {
        CardId card = house.card();
        house.drafts.setPolicy(house.tenant, new DraftPolicy(true, false, true, 0));
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint().says(HONEST)) {
            Drafter.Outcome outcome =
                    house.drafter(endpoint, Duration.ofSeconds(2), 1_000).draft(house.tenant, card, 1, false);
            assertThat(outcome.reason()).isEqualTo("over-budget");
            assertThat(endpoint.requests).isEmpty();
        }
    }

    @Test
    void anOrganisationThatSwitchedDraftingOffSendsNothing() throws LanguageModel.Trouble {
        CardId card = house.card();
        house.drafts.setPolicy(house.tenant, new DraftPolicy(false, false, true, 1_000_000));
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint().says(HONEST)) {
            Drafter.Outcome outcome =
                    house.drafter(endpoint, Duration.ofSeconds(2), 0).draft(house.tenant, card, 1, false);
            assertThat(outcome.state()).isEqualTo(Optional.empty());
            assertThat(endpoint.requests).isEmpty();
        }
    }

    @Test
    void aDraftThatSaysMoreThanTheEvidenceIsRejectedAndCountedByReason() throws LanguageModel.Trouble {
        CardId card = house.card();
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint()
                .says(
                        "{\"why\": [{\"text\": \"They will sign for 99% if you give 20% off.\", \"items\": [\"r1\"]}], \"how\": []}")) {
            Drafter.Outcome outcome =
                    house.drafter(endpoint, Duration.ofSeconds(2), 0).draft(house.tenant, card, 1, false);
            assertThat(outcome.state()).contains(DraftRecord.State.REJECTED);
            assertThat(house.drafts
                            .report(
                                    house.tenant,
                                    DraftingHouse.START,
                                    DraftingHouse.START
                                            .atZone(java.time.ZoneOffset.UTC)
                                            .toLocalDate())
                            .counts())
                    .extracting(DraftReport.Count::reason)
                    .containsExactly(outcome.reason());
        }
    }

    @Test
    void onlyACardThatIsToBeShownAsksForADraft() {
        assertThat(house.decide(false).draft()).isNull();
        house.store.tenants().setMode(house.tenant, Tenants.Mode.SHADOW);
        DecideResult kept = house.decide(true);
        assertThat(kept.present()).isFalse();
        assertThat(kept.draft()).isNull();
        house.store.tenants().setMode(house.tenant, Tenants.Mode.LIVE);
        assertThat(house.decide(true).draft()).isTrue();
    }

    @Test
    void aSecretIsMaskedAndAnUnknownSettingIsAnError() {
        DraftingSettings settings = DraftingSettings.from(
                        Map.of(),
                        Map.of(
                                "NEXTBEST_DRAFTING_BASE_URL", "http://127.0.0.1:1/v1",
                                "NEXTBEST_DRAFTING_API_KEY", "secret-key",
                                "NEXTBEST_DRAFTING_MODEL", "m"))
                .orElseThrow();
        assertThat(settings.toString()).doesNotContain("secret-key").contains("***");
        assertThat(DraftingSettings.from(Map.of(), Map.of())).isEmpty();
        assertThatThrownBy(() -> DraftingSettings.from(Map.of("nextbest.drafting.url", "x"), Map.of()))
                .hasMessageContaining("there is no setting nextbest.drafting.url")
                .hasMessageContaining("base-url");
        assertThat(List.of(settings.atOnce())).containsExactly(4);
    }

    @Test
    void anEndpointIsHeldToTheSchemaIfItCanBeAndAskedLessStrictlyIfNot() throws LanguageModel.Trouble {
        try (ScriptedEndpoint endpoint =
                new ScriptedEndpoint().status(400).says(HONEST).says(HONEST)) {
            OpenAiEndpoint model = new OpenAiEndpoint(
                    DraftingSettings.of(endpoint.address(), "", "scripted"), java.time.InstantSource.system());
            model.ask(PromptLibrary.card(), "items");
            model.ask(PromptLibrary.card(), "items");
            assertThat(endpoint.requests.get(0)).contains("\"json_schema\"", "additionalProperties");
            assertThat(endpoint.requests.get(1)).contains("\"json_object\"").doesNotContain("json_schema");
            // what it accepts is remembered
            assertThat(endpoint.requests.get(2)).contains("\"json_object\"");
        }
    }

    @Test
    void whatIsWrongWithARequestItselfIsSaidAfterTheLeastStrictWay() {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint().status(400)) {
            OpenAiEndpoint model = new OpenAiEndpoint(
                    DraftingSettings.of(endpoint.address(), "", "scripted"), java.time.InstantSource.system());
            assertThatThrownBy(() -> model.ask(PromptLibrary.card(), "items"))
                    .isInstanceOfSatisfying(
                            LanguageModel.Trouble.class,
                            trouble -> assertThat(trouble.kind()).isEqualTo(LanguageModel.Cause.BAD_REQUEST));
            assertThat(endpoint.requests).hasSize(3);
        }
    }

    @Test
    void operatorsSeeHowTheEndpointStands() {
        CardId card = house.card();
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint().status(500)) {
            Drafter drafter = house.drafter(endpoint, Duration.ofSeconds(10), 0);
            for (int i = 0; i < Breaker.FAILURES; i++) {
                assertThatThrownBy(() -> drafter.draft(house.tenant, card, 1, false))
                        .isInstanceOf(LanguageModel.Trouble.class);
            }
            assertThat(new nextbest.store.drafting.EndpointHealths(house.store.database()).all())
                    .filteredOn(health -> health.model().equals("scripted"))
                    .singleElement()
                    .satisfies(health -> {
                        assertThat(health.failedBy()).contains("server-error");
                        assertThat(health.failures()).isGreaterThanOrEqualTo(Breaker.FAILURES);
                        assertThat(health.isLeftAlone(house.now.get())).isTrue();
                    });
        }
    }
}
