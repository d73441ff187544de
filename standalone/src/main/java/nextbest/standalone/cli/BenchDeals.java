package nextbest.standalone.cli;

import static nextbest.store.schema.Tables.DECISION;

import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.engine.EngineInput;
import nextbest.event.EventEnvelope;
import nextbest.event.EventType;
import nextbest.event.SubjectRef;
import nextbest.identity.DecisionId;
import nextbest.identity.SubjectId;
import nextbest.standalone.House;
import nextbest.store.decision.DecisionMaker;
import nextbest.store.event.EventResult;
import nextbest.workflows.SearchAttributes;
import nextbest.workflows.payload.PayloadJson;
import tools.jackson.databind.JsonNode;

/** Deals to measure with: urgent ones, so that each goes through the whole loop and out by mail. */
final class BenchDeals {
    private static final String SOURCE = "bench";
    static final int REPS = 20;
    /** Deals that are not measured, for ours and for the constants: a worker runs for weeks, not for its first seconds. */
    static final int WARM = 300;

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final House house;
    private final Instant now;
    private final List<SubjectId> subjects = new ArrayList<>();

    BenchDeals(House house) {
        this.house = house;
        this.now = house.store().time().now();
    }

    /** The deals after those that only warmed the house up, in their order. */
    List<SubjectId> measured() {
        return subjects.subList(WARM, subjects.size());
    }

    /** Stores deals without telling their loops. */
    void store(String name, int deals) {
        List<EventEnvelope> events = new ArrayList<>();
        for (int rep = 0; rep < REPS; rep++) {
            events.add(event(
                    "rep-" + rep,
                    EventType.REP,
                    Optional.empty(),
                    40,
                    // around the clock: no hour at which somebody measures is quiet
                    Map.of(
                            "id",
                            "R" + rep,
                            "name",
                            "Rep " + rep,
                            "email",
                            "rep" + rep + "@example.com",
                            "workFrom",
                            0,
                            "workUntil",
                            24)));
        }
        for (int i = 0; i < deals; i++) {
            String id = name + "-" + i;
            Optional<SubjectRef> deal = Optional.of(new SubjectRef(SubjectRef.Kind.DEAL, SOURCE, id));
            events.add(event(
                    id + "-deal",
                    EventType.DEAL,
                    deal,
                    20,
                    Map.of(
                            "name",
                            "Deal " + id,
                            "stage",
                            "Discovery",
                            "rep",
                            "R" + i % REPS,
                            "amount",
                            Map.of("amount", 10_000 + 100 * i, "currency", "EUR"),
                            "createdAt",
                            now.minus(Duration.ofDays(20)).toString())));
            events.add(event(
                    id + "-contact",
                    EventType.CONTACT,
                    deal,
                    19,
                    Map.of("id", "P-" + id, "name", "Buyer " + id, "roles", List.of("economic-buyer"))));
            events.add(event(
                    id + "-signal",
                    EventType.SIGNAL,
                    deal,
                    1,
                    Map.of("signal", "budget-discussed", "contact", "P-" + id)));
        }
        for (int from = 0; from < events.size(); from += 1_000) {
            List<EventEnvelope> batch = events.subList(from, Math.min(events.size(), from + 1_000));
            List<EventResult> results =
                    house.store().intake().take(house.tenant().id(), batch);
            for (int i = 0; i < batch.size(); i++) {
                EventType type = batch.get(i).type();
                switch (results.get(i)) {
                    case EventResult.Accepted(Optional<SubjectId> subject) -> {
                        if (type == EventType.DEAL) {
                            subjects.add(subject.orElseThrow());
                        }
                    }
                    case EventResult.Duplicate ignored -> {}
                    case EventResult.Refused(var violations) ->
                        throw new IllegalStateException("the bench's own event was refused: " + violations);
                }
            }
        }
    }

    private EventEnvelope event(
            String id, EventType type, Optional<SubjectRef> subject, int daysAgo, Map<String, Object> data) {
        Instant at = now.minus(Duration.ofDays(daysAgo));
        return new EventEnvelope(
                SOURCE, id, type, 1, house.tenant().id(), subject, at, at, EventEnvelope.Origin.OUTSIDE, "bench", data);
    }

    /** Tells the loops of all that was stored, and waits until so many track; gives the seconds. */
    double cycle(int tracking) throws InterruptedException {
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(house.addresses().get("temporal"))
                .build());
        try {
            WorkflowClient client = PayloadJson.client(stubs, "nextbest");
            long started = System.nanoTime();
            house.loops().forward(house.tenant().id(), house.store().inbox());
            awaitTracking(client, tracking);
            return BenchVerb.seconds(started);
        } finally {
            stubs.shutdownNow();
        }
    }

    /** A loop tracks when it has decided and presented. */
    static void awaitTracking(WorkflowClient client, int tracking) throws InterruptedException {
        String query = SearchAttributes.STAGE.getName() + " = 'track'";
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (client.countWorkflows(query).getCount() < tracking) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("after " + PATIENCE.toMinutes() + " minutes only "
                        + client.countWorkflows(query).getCount() + " of " + tracking + " deals track");
            }
            Thread.sleep(50);
        }
    }

    /**
     * Milliseconds from sending a signal over HTTP to the new decision and its card being stored, one deal after the other. What
     * is not there within ten seconds is left out, so fewer numbers than deals are a finding.
     */
    double[] signalToCard(HttpApi api, int deals) throws InterruptedException {
        String token = api.post("/api/v1/tokens", Map.of("label", "bench", "role", "INTEGRATION"))
                .path("token")
                .asString();
        HttpApi crm = api.as(token);
        Thread.sleep(2_000);
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < deals; i++) {
            SubjectId deal = measured().get(i);
            int before = decisions(deal);
            Map<String, Object> signal = new LinkedHashMap<>();
            signal.put("source", SOURCE);
            signal.put("id", "latency-" + i);
            signal.put("type", "signal");
            signal.put("subject", Map.of("kind", "deal", "id", "deal-" + i));
            signal.put("occurredAt", house.store().time().now().toString());
            signal.put("data", Map.of("signal", "pricing-discussed"));
            long started = System.nanoTime();
            JsonNode answer = crm.post("/api/v1/events", Map.of("events", List.of(signal)));
            if (answer.path("accepted").asInt() != 1) {
                throw new IllegalStateException("the bench's own signal was not accepted: " + answer);
            }
            while (decisions(deal) == before && BenchVerb.seconds(started) < 10) {
                Thread.sleep(2);
            }
            if (BenchVerb.seconds(started) < 10) {
                millis.add(BenchVerb.seconds(started) * 1e3);
            }
        }
        return millis.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private int decisions(SubjectId deal) {
        return house.store()
                .database()
                .inTenant(
                        house.tenant().id(),
                        database -> database.fetchCount(DECISION, DECISION.SUBJECT_ID.eq(deal.value())));
    }

    /** What a decision costs by itself, on one thread: reading what the engine needs, and deciding over the whole catalogue. */
    Map<String, Double> decideAlone(int decisions) {
        DecisionMaker maker = house.store().maker();
        var tenant = house.tenant().id();
        List<SubjectId> deals = subjects.subList(0, WARM);
        double[] collect = new double[decisions];
        double[] decide = new double[decisions];
        int candidates = 0;
        for (int i = -decisions; i < decisions; i++) {
            SubjectId deal = deals.get(Math.floorMod(i, deals.size()));
            long started = System.nanoTime();
            EngineInput input = maker.collect(
                    tenant,
                    deal,
                    maker.standing(tenant, deal).orElseThrow(),
                    new DecisionId(house.store().ids().next()),
                    house.store().time().now(),
                    Optional.empty());
            long collected = System.nanoTime();
            int seen = maker.decide(input).candidates().size();
            if (i >= 0) {
                collect[i] = (collected - started) / 1e3;
                decide[i] = (System.nanoTime() - collected) / 1e3;
                candidates += seen;
            }
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("decision.candidates", candidates / (double) decisions);
        figures.put("decision.us.p50", BenchCosts.quantile(decide, 0.5));
        figures.put("decision.us.p95", BenchCosts.quantile(decide, 0.95));
        figures.put("decision.collect-us.p50", BenchCosts.quantile(collect, 0.5));
        figures.put("decision.collect-us.p95", BenchCosts.quantile(collect, 0.95));
        return figures;
    }

    /** A table of closed deals as a CRM exports it. */
    static Path pipeline(Path file, int rows, Instant now) throws IOException {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        StringBuilder csv = new StringBuilder(
                "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n");
        for (int i = 0; i < rows; i++) {
            LocalDate closed = today.minusDays(1 + i % 300);
            boolean won = i % 5 < 3;
            csv.append("B%06d,Agent %d,Product %d,Account %d,%s,%s,%s,%d%n"
                    .formatted(
                            i,
                            i % 30,
                            i % 7,
                            i % 85,
                            won ? "Won" : "Lost",
                            closed.minusDays(20 + i % 60),
                            closed,
                            won ? 500 + i % 4_000 : 0));
        }
        return Files.writeString(file, csv);
    }
}
