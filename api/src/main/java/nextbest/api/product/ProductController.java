package nextbest.api.product;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.api.problem.Refusal;
import nextbest.api.request.Body;
import nextbest.api.request.Reads;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.outcome.KeepBackReason;
import nextbest.store.Store;
import nextbest.store.product.ProductLedger;
import nextbest.store.product.ProductReports;
import nextbest.store.product.Screenings;
import nextbest.store.security.AuditTrail;
import nextbest.topics.Concept;
import nextbest.topics.Ontology;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Products for clients: from the ontology to the answer of product management. */
@RestController
@Tag(name = "Products")
final class ProductController {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Products products;
    private final Store store;
    private final AuditTrail audit;

    ProductController(Products products, Store store, AuditTrail audit) {
        this.products = products;
        this.store = store;
        this.audit = audit;
    }

    @Schema(description = "A release of the ontology.")
    record OntologyView(
            @Schema(description = "Its version.") int version,

            @Schema(description = "How many concepts it has.")
            int concepts) {}

    @PutMapping("/api/v1/ontology")
    @Requires(Act.CHANGE_ONTOLOGY)
    @Operation(
            operationId = "releaseOntology",
            summary = "Release what things are called",
            description =
                    "One file with version and sections; all problems are told at once, with their lines. Documents are read"
                            + " again with it at the next screening.")
    OntologyView release(@Reads("OntologyRelease") Body body, Caller caller) {
        Ontology ontology = products.release(caller, body.get("yaml", String.class));
        audit.note(caller.tenant(), caller.name(), "release-ontology", Integer.toString(ontology.version()), Map.of());
        return new OntologyView(
                ontology.version(),
                Arrays.stream(Concept.Kind.values())
                        .mapToInt(k -> ontology.all(k).size())
                        .sum());
    }

    @Schema(
            name = "Screening",
            description = "A screening, and how far it is; candidates are proposed, capped, ruled out or outranked.")
    record ScreeningView(
            UUID screening,

            @Schema(
                    description =
                            "ASKED, HOUSE_VIEW, OCCASION or NEWS; of NEWS only the clients that it concerns are screened.")
            String kind,

            String occasion,
            Instant at,

            @Schema(description = "When it was done; absent while it runs.")
            Optional<Instant> finishedAt,

            @Schema(description = "How similar clients were found; absent before the first client.")
            Optional<String> method,

            @Schema(description = "Documents that were new and were read for it.")
            int documents,

            int clients,
            long candidates,
            long proposed,
            long capped,
            long ruledOut,
            long outranked,

            @Schema(description = "Clients for which nothing was good enough.")
            int unserved) {
        static ScreeningView of(Screenings.Screened s) {
            return new ScreeningView(
                    s.id(),
                    s.kind().name(),
                    s.occasion(),
                    s.at(),
                    s.finishedAt(),
                    Optional.of(s.method()).filter(method -> !method.isEmpty()),
                    s.documents(),
                    s.clients(),
                    s.candidates(),
                    s.proposed(),
                    s.capped(),
                    s.ruledOut(),
                    s.outranked(),
                    s.unserved());
        }
    }

    @PostMapping("/api/v1/screenings")
    @Requires(Act.SCREEN)
    @Operation(
            operationId = "screenClients",
            summary = "Set all clients against all products",
            description =
                    "Reads new documents, then ranks for each client what it does not hold, and has the deals of those for whom"
                            + " something was found decided anew. Answers when it is done or after 20 seconds; GET /api/v1/screenings tells"
                            + " how far it is then. A changed house view, an occasion and new documents start screenings by themselves once"
                            + " one was asked for.")
    ScreeningView screen(@Reads("ScreeningRequest") Body body, Caller caller) {
        String occasion = body.get("occasion", String.class);
        Screenings.Screened screened = products.screen(caller, occasion);
        audit.note(caller.tenant(), caller.name(), "screen", screened.id().toString(), Map.of("occasion", occasion));
        return ScreeningView.of(screened);
    }

    @Schema(description = "Screenings, the newest first.")
    record ScreeningsView(List<ScreeningView> screenings) {}

    @GetMapping("/api/v1/screenings")
    @Requires(Act.READ_REPORTS)
    @Operation(
            operationId = "readScreenings",
            summary = "Read how far screenings are",
            description =
                    "One, or the last 50: those that were asked for, and those that a house view, an occasion or news started.")
    ScreeningsView screenings(
            @Parameter(description = "The id of one; without it the last 50.") @RequestParam(required = false)
                    String screening,
            Caller caller) {
        List<Screenings.Screened> found = screening == null
                ? products.lastScreenings(caller)
                : List.of(products.screening(caller, id("screening", screening)));
        return new ScreeningsView(found.stream().map(ScreeningView::of).toList());
    }

    @Schema(name = "ProductLine", description = "Why: one ground with its points and what was counted.")
    record LineView(
            @Schema(description = "SIMILAR_CLIENTS, HOUSE_VIEW, CONVERSATION or EXPERIENCE.")
            String ground,

            @Schema(description = "Points times 100.") int hundredths,
            @Schema(description = "What was counted.") List<String> evidence) {}

    @Schema(name = "Passage", description = "What was said about a topic.")
    record PassageView(
            @Schema(description = "Whether the client said it; otherwise research or marketing wrote it.")
            boolean byClient,

            @Schema(description = "The title; absent for a note.")
            String title,

            String passage,

            @Schema(description = "The words of the topic that were said; none when meaning alone decided.")
            List<String> terms,

            @Schema(description = "0 to 1.") double strength,

            @Schema(description = "Whether meaning could not be used for its language.")
            boolean byWordsOnly) {}

    @Schema(name = "ProductCandidate", description = "A product for a client, or why not.")
    record CandidateView(
            UUID id,
            UUID product,
            String name,

            @Schema(description = "PROPOSED, CAPPED or RULED_OUT.")
            String disposition,

            @Schema(description = "Why it is ruled out.") String rule,
            int place,

            @Schema(description = "Points times 100, up to 10,000.")
            int hundredths,

            List<LineView> lines,

            @Schema(description = "What the client said about it.")
            List<PassageView> passages,

            @Schema(description = "NO_ANSWER, PRESENTED or KEPT_BACK.")
            String rep,

            String repReason,

            @Schema(description = "NO_ANSWER, INTERESTED, ACCEPTED or REFUSED.")
            String client,

            @Schema(description = "What product management last answered about it.")
            String productTeam) {}

    @Schema(description = "The candidates of one client by the newest screening, best first.")
    record CandidatesView(UUID client, List<CandidateView> candidates) {}

    @GetMapping("/api/v1/product-candidates")
    @Requires(Act.READ_SUBJECTS)
    @Operation(
            operationId = "readProductCandidates",
            summary = "Read which products suit a client",
            description =
                    "With the points, the passages and what became of it. Products that were only outranked are counted in the"
                            + " screening and not listed.")
    CandidatesView candidates(
            @Parameter(description = "The client: our id, SOURCE:ID, or its name.") @RequestParam(required = false)
                    String client,
            Caller caller) {
        if (client == null) {
            throw Refusal.invalid("client", "nothing", "the id, SOURCE:ID or name of a client");
        }
        UUID id = products.client(caller, client);
        return new CandidatesView(
                id,
                products.candidates(caller, id).stream()
                        .map(c -> view(caller, id, c))
                        .toList());
    }

    private CandidateView view(Caller caller, UUID client, ProductLedger.Candidate c) {
        List<LineView> lines = lines(c.lines());
        List<String> topics = lines.stream()
                .flatMap(l -> l.evidence().stream())
                .filter(e -> e.startsWith("topic=") || e.startsWith("research="))
                .map(e -> e.substring(e.indexOf('=') + 1).split(" ", 2)[0])
                .distinct()
                .toList();
        List<PassageView> passages = topics.isEmpty()
                ? List.of()
                : products.said(caller, client, topics).stream()
                        .map(m -> new PassageView(
                                m.byClient(),
                                m.title().orElse(null),
                                m.passage(),
                                m.terms(),
                                m.strength(),
                                m.byWordsOnly()))
                        .toList();
        return new CandidateView(
                c.id(),
                c.product(),
                c.productName(),
                c.disposition(),
                c.rule().orElse(null),
                c.place(),
                c.hundredths(),
                lines,
                passages,
                c.rep().orElse(null),
                c.repReason().orElse(null),
                c.client().orElse(null),
                c.productTeam().orElse(null));
    }

    private static List<LineView> lines(String json) {
        JsonNode lines = JSON.readTree(json);
        return lines.valueStream()
                .map(l -> new LineView(
                        l.get("ground").asString(),
                        l.get("hundredths").asInt(),
                        l.get("evidence").valueStream().map(JsonNode::asString).toList()))
                .toList();
    }

    @Schema(description = "What was taken down.")
    record AnsweredView(UUID candidate, String disposition) {}

    @PostMapping("/api/v1/product-answers")
    @Requires(Act.ANSWER)
    @Operation(
            operationId = "answerProduct",
            summary = "Say what became of a product",
            description =
                    "PRESENTED or KEPT_BACK with a reason by the rep; what the client said only after it was presented. Saying"
                            + " the same again changes nothing.")
    AnsweredView answer(@Reads("ProductAnswer") Body body, Caller caller) {
        UUID candidate = id("candidate", body.get("candidate", String.class));
        products.requireSeen(caller, candidate);
        String disposition = body.get("disposition", String.class);
        ProductLedger ledger = products.ledger();
        boolean taken = switch (disposition) {
            case "PRESENTED" -> ledger.present(caller.tenant(), candidate, caller.name());
            case "KEPT_BACK" -> ledger.keepBack(caller.tenant(), candidate, reason(body), caller.name());
            default ->
                ledger.clientAnswers(
                        caller.tenant(),
                        candidate,
                        ProductLedger.ClientAnswer.valueOf(disposition),
                        body.text("reason"));
        };
        if (!taken) {
            throw Refusal.invalid(
                    "disposition",
                    disposition,
                    "PRESENTED or KEPT_BACK for a proposed product, one of the two; INTERESTED, ACCEPTED or REFUSED for one that was presented");
        }
        return new AnsweredView(candidate, disposition);
    }

    private static KeepBackReason reason(Body body) {
        String reason = body.text("reason").orElse("");
        return Arrays.stream(KeepBackReason.values())
                .filter(r -> r.name().equals(reason.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(
                        () -> Refusal.invalid("reason", reason, "one of " + Arrays.toString(KeepBackReason.values())));
    }

    private static UUID id(String field, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            throw Refusal.invalid(field, text, "an id of 36 characters");
        }
    }

    @Schema(description = "What the loop of products did in a period; each level adds up to the one above.")
    record ProductReportView(
            Instant from,
            Instant to,
            String by,
            boolean addsUp,
            List<ReportLineView> lines,
            List<UnservedView> unserved) {}

    @Schema(name = "ProductReportLine", description = "One group of candidates.")
    record ReportLineView(
            @Schema(description = "The product, segment, desk or reason.")
            String key,

            long candidates,
            long proposed,
            long capped,
            long ruledOut,
            long presented,
            long keptBack,
            long unanswered,
            long interested,
            long accepted,
            long refused,

            @Schema(description = "Presented, and the client has not said anything.")
            long clientSilent) {}

    @Schema(description = "A client that talked about topics and got no proposal.")
    record UnservedView(UUID client, String name, List<String> topics) {}

    @GetMapping("/api/v1/reports/products")
    @Requires(Act.READ_REPORTS)
    @Operation(
            operationId = "readProductReport",
            summary = "Read what became of products",
            description =
                    "Candidates of the screenings of the last 90 days by product, segment, desk or reason, and the clients"
                            + " that nothing was good enough for.")
    ProductReportView report(
            @Parameter(description = "product, segment, desk or reason; product if not said.")
                    @RequestParam(required = false)
                    String by,
            Caller caller) {
        ProductReports.By grouping = Arrays.stream(ProductReports.By.values())
                .filter(b -> b.name().equalsIgnoreCase(by == null ? "product" : by))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid("by", by, "product, segment, desk or reason"));
        // what happens at this very moment belongs to the report
        Instant until = store.time().now().plusSeconds(1);
        Instant from = until.minus(Duration.ofDays(90));
        List<ProductReports.Line> lines = products.reports().of(caller.tenant(), grouping, from, until);
        return new ProductReportView(
                from,
                until,
                grouping.name().toLowerCase(Locale.ROOT),
                lines.stream().allMatch(ProductReports.Line::addsUp),
                lines.stream()
                        .map(l -> new ReportLineView(
                                l.key(),
                                l.candidates(),
                                l.proposed(),
                                l.capped(),
                                l.ruledOut(),
                                l.presented(),
                                l.keptBack(),
                                l.unanswered(),
                                l.interested(),
                                l.accepted(),
                                l.refused(),
                                l.clientSilent()))
                        .toList(),
                products.reports().unserved(caller.tenant()).stream()
                        .map(u -> new UnservedView(u.client(), u.name(), u.topics()))
                        .toList());
    }

    @Schema(name = "ProductAlert", description = "Something that product management should look at.")
    record AlertView(
            UUID id,

            @Schema(description = "KEPT_BACK_RISES or TOPIC_RISES.")
            String kind,

            @Schema(description = "The product's id or the topic's key.")
            String about,

            LocalDate day,
            @Schema(description = "The counts behind it.") Map<String, Object> evidence,

            @Schema(description = "ADOPTED or REJECTED; absent while it is open.")
            String answer,

            String text) {}

    @Schema(description = "All alerts, newest first.")
    record AlertsView(List<AlertView> alerts) {}

    @GetMapping("/api/v1/product-alerts")
    @Requires(Act.READ_REPORTS)
    @Operation(
            operationId = "readProductAlerts",
            summary = "Read what product management should look at",
            description = "Products that reps keep back more often than before, and topics that rise; with the counts.")
    AlertsView alerts(Caller caller) {
        return new AlertsView(products.reports().alerts(caller.tenant()).stream()
                .map(a -> new AlertView(
                        a.id(),
                        a.kind(),
                        a.about(),
                        a.day(),
                        a.evidence(),
                        a.answer().orElse(null),
                        a.text().orElse(null)))
                .toList());
    }

    @Schema(description = "What was taken down.")
    record AlertAnsweredView(UUID alert, String answer) {}

    @PostMapping("/api/v1/product-alert-answers")
    @Requires(Act.ANSWER_ALERTS)
    @Operation(
            operationId = "answerProductAlert",
            summary = "Answer an alert",
            description = "What product management changes, or why not; sales read it with the product's candidates.")
    AlertAnsweredView answerAlert(@Reads("ProductAlertAnswer") Body body, Caller caller) {
        UUID alert = id("alert", body.get("alert", String.class));
        ProductReports.Answer answer = ProductReports.Answer.valueOf(body.get("answer", String.class));
        if (!products.reports().answer(caller.tenant(), alert, answer, body.get("text", String.class), caller.name())) {
            throw Refusal.invalid("alert", alert.toString(), "the id of an alert");
        }
        audit.note(caller.tenant(), caller.name(), "answer-alert", alert.toString(), Map.of("answer", answer.name()));
        return new AlertAnsweredView(alert, answer.name());
    }
}
