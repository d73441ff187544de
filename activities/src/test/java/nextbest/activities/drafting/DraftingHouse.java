package nextbest.activities.drafting;

import static nextbest.store.schema.Tables.DRAFT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import nextbest.activities.loop.LoopActivities;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.engine.Engine;
import nextbest.event.EventEnvelope;
import nextbest.event.EventType;
import nextbest.event.SubjectRef;
import nextbest.identity.CardId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.prompts.PromptLibrary;
import nextbest.store.Store;
import nextbest.store.drafting.Drafts;
import nextbest.store.event.EventResult;
import nextbest.store.tenant.TenantSettings;
import nextbest.store.tenant.Tenants;
import nextbest.store.testing.TestPostgres;
import nextbest.workflows.subjectloop.DecideRequest;
import nextbest.workflows.subjectloop.DecideResult;

/** An organisation with a deal on a real PostgreSQL, and what decides about it. */
final class DraftingHouse {
    static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final TestPostgres POSTGRES = TestPostgres.fresh();

    final AtomicReference<Instant> now = new AtomicReference<>(START);
    final Store store = Store.on(POSTGRES.source(), now::get, tenant -> CatalogueReader.standard(), Engine.current());
    final TenantId tenant = store.tenants()
            .create("t" + UUID.randomUUID().toString().substring(0, 8), "Test", "EUR", "Europe/Berlin")
            .id();
    final Drafts drafts = new Drafts(store.database());
    final SubjectId deal;
    private final String quote;
    private int ids;

    DraftingHouse(String quote) {
        store.tenants().setSettings(tenant, TenantSettings.standard().withRecipientDomains(List.of("example.com")));
        store.tenants().setMode(tenant, Tenants.Mode.LIVE);
        this.quote = quote;
        deal = deal("1");
    }

    /** A deal about which the same is known as about each other, but its number. */
    private SubjectId deal(String number) {
        List<EventResult> results = store.intake()
                .take(
                        tenant,
                        List.of(
                                event(
                                        EventType.REP,
                                        Optional.empty(),
                                        Map.of("id", "R1", "name", "Rosa", "email", "rosa@example.com", "zone", "UTC")),
                                event(
                                        EventType.DEAL,
                                        Optional.of("D" + number),
                                        Map.of(
                                                "name", "Pump renewal",
                                                "stage", "Discovery",
                                                "rep", "R1",
                                                "amount", Map.of("amount", 5000, "currency", "EUR"))),
                                event(
                                        EventType.CONTACT,
                                        Optional.of("D" + number),
                                        Map.of(
                                                "id",
                                                "C" + number,
                                                "name",
                                                "Carla Mendes",
                                                "roles",
                                                List.of("economic-buyer"))),
                                event(
                                        EventType.SIGNAL,
                                        Optional.of("D" + number),
                                        Map.of(
                                                "signal",
                                                "budget-discussed",
                                                "contact",
                                                "C" + number,
                                                "quote",
                                                quote))));
        assertThat(results).allMatch(EventResult.Accepted.class::isInstance);
        return ((EventResult.Accepted) results.get(1)).subject().orElseThrow();
    }

    private EventEnvelope event(EventType type, Optional<String> about, Map<String, Object> data) {
        return new EventEnvelope(
                "crm",
                "e" + ids++,
                type,
                1,
                tenant,
                about.map(id -> new SubjectRef(SubjectRef.Kind.DEAL, "crm", id)),
                now.get(),
                now.get(),
                EventEnvelope.Origin.OUTSIDE,
                "c",
                data);
    }

    DecideResult decide(boolean drafting) {
        return decide(deal, drafting);
    }

    private DecideResult decide(SubjectId subject, boolean drafting) {
        return new LoopActivities(
                        store.maker(),
                        store.decisions(),
                        store.attributions(),
                        store.answers(),
                        store.loops(),
                        any -> drafting,
                        (any, about) -> false)
                .decide(new DecideRequest(
                        tenant.value(),
                        subject.value(),
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        "asked",
                        "c",
                        now.get()));
    }

    /** A card that is to be drafted. */
    CardId card() {
        return new CardId(decide(true).card());
    }

    /** The card of another deal about which the same is known: what is asked about it is the same. */
    CardId twin(int number) {
        return new CardId(decide(deal("twin" + number), true).card());
    }

    /** By which the answer to the only request so far is found again. */
    String keyOfTheOnlyDraft() {
        return store.database()
                .inTenant(
                        tenant,
                        transaction -> transaction
                                .select(DRAFT.CONTENT_KEY)
                                .from(DRAFT)
                                .where(DRAFT.TENANT.eq(tenant.value()))
                                .fetchSingle(DRAFT.CONTENT_KEY));
    }

    /** Takes news of the deal in. */
    String tell(EventType type, Map<String, Object> data) {
        return tell(type, Optional.of("D1"), data);
    }

    /** @return the event's id */
    String tell(EventType type, Optional<String> about, Map<String, Object> data) {
        EventEnvelope event = event(type, about, data);
        assertThat(store.intake().take(tenant, List.of(event))).allMatch(EventResult.Accepted.class::isInstance);
        return event.id();
    }

    DraftingSettings settings(ScriptedEndpoint endpoint, Duration timeout, long price) {
        return new DraftingSettings(
                endpoint.address(),
                "secret-key",
                "scripted",
                timeout,
                4,
                price,
                price,
                DraftingSettings.Json.OBJECT,
                PromptLibrary.card().version());
    }

    Drafter drafter(ScriptedEndpoint endpoint, Duration timeout, long price) {
        DraftingSettings settings = settings(endpoint, timeout, price);
        return new Drafter(
                store.database(),
                new WatchedModel(new OpenAiEndpoint(settings, now::get), store.database(), now::get),
                settings,
                now::get);
    }
}
