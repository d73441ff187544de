package nextbest.api.product;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.portfolio.Forecast;
import nextbest.store.Store;
import nextbest.store.product.ClientOutlooks;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is expected of clients, and how well such chances came true. */
@RestController
@Tag(name = "Products")
final class OutlookController {
    private final Products products;
    private final ClientOutlooks outlooks;

    OutlookController(Products products, Store store) {
        this.products = products;
        this.outlooks = new ClientOutlooks(store.database());
    }

    @Schema(name = "ForecastChance", description = "A chance with what stands behind it.")
    record ChanceView(
            double value,

            @Schema(
                    description =
                            "Lower end of the 95 % interval of what came true among cases with about this chance.")
            double low,

            @Schema(description = "Upper end of that interval.")
            double high,

            @Schema(description = "How many such cases there were, in a period that the model had not seen.")
            int n) {
        static ChanceView of(Forecast.Chance c) {
            return new ChanceView(c.value(), c.low(), c.high(), c.n());
        }
    }

    @Schema(name = "ClientValue", description = "What a client is expected to spend in a year, in minor units.")
    record ValueView(
            long minor,

            @Schema(description = "Lower end of the 80 % interval.")
            long lowMinor,

            @Schema(description = "Upper end of the 80 % interval.")
            long highMinor,

            String currency,

            @Schema(description = "Days with orders that stand behind it.")
            int orders) {}

    @Schema(name = "ClientOutlook", description = "What is expected of a client, as the last screening forecast it.")
    record OutlookView(
            UUID client,

            @Schema(description = "Business time of the forecast; absent if no screening has seen an order of it.")
            Optional<Instant> at,

            @Schema(description = "Days that the chance to order again is about.")
            int days,

            @Schema(
                    description =
                            "The chance that it orders anything in that time; absent where there is too little history.")
            Optional<ChanceView> ordersAgain,

            @Schema(description = "One minus that chance.") Optional<ChanceView> churn,

            @Schema(description = "Days since its last order.")
            Optional<Long> silentDays,

            @Schema(description = "Days between two of its orders, on average.")
            Optional<Double> usualDays,

            @Schema(description = "Days with orders in the last period.")
            Optional<Integer> ordersLately,

            @Schema(description = "Days with orders in the period before.")
            Optional<Integer> ordersBefore,

            @Schema(description = "Absent where no amount is known.")
            Optional<ValueView> value) {}

    @GetMapping("/api/v1/client-outlook")
    @Requires(Act.READ_SUBJECTS)
    @Operation(
            operationId = "readClientOutlook",
            summary = "Read what is expected of a client",
            description =
                    "The chance that it orders again and its decay against its own habit, and its value; chances to buy a product are"
                            + " in the evidence of its product candidates (chance, chanceLow, chanceHigh, chanceCases).")
    OutlookView outlook(
            @Parameter(description = "The client: our id, SOURCE:ID, or its name.") @RequestParam(required = false)
                    String client,
            Caller caller) {
        if (client == null) {
            throw Refusal.invalid("client", "nothing", "the id, SOURCE:ID or name of a client");
        }
        UUID id = products.client(caller, client);
        Optional<ClientOutlooks.Outlook> outlook = outlooks.of(caller.tenant(), id);
        return new OutlookView(
                id,
                outlook.map(ClientOutlooks.Outlook::at),
                outlook.map(ClientOutlooks.Outlook::days).orElse(0),
                outlook.flatMap(ClientOutlooks.Outlook::again).map(ChanceView::of),
                outlook.flatMap(ClientOutlooks.Outlook::again)
                        .map(c -> new ChanceView(1 - c.value(), 1 - c.high(), 1 - c.low(), c.n())),
                outlook.map(o -> o.decay().silentDays()),
                outlook.map(o -> o.decay().usualDays()),
                outlook.map(o -> o.decay().ordersLately()),
                outlook.map(o -> o.decay().ordersBefore()),
                outlook.flatMap(o -> o.value()
                        .map(v -> new ValueView(
                                Math.round(v.amount()),
                                Math.round(v.low()),
                                Math.round(v.high()),
                                o.currency(),
                                v.orders()))));
    }

    @Schema(name = "ForecastBin", description = "Cases with about the same chance.")
    record BinView(int n, double predicted, double observed) {}

    @Schema(
            name = "ForecastTrack",
            description = "How well the chances of a model came true in a period that it had not seen.")
    record TrackView(
            @Schema(description = "PURCHASE: a client buys a product for the first time. AGAIN: it orders anything.")
            String model,

            Instant at,
            int days,
            int cases,
            int happened,

            @Schema(description = "How many were expected.") double predicted,
            @Schema(description = "Mean squared error.") double brier,

            @Schema(description = "That of saying the share of all cases each time.")
            double brierOfRate,

            @Schema(description = "Weighted mean of the distance between chance and share, over bins.")
            double calibrationError,

            List<BinView> bins) {}

    @Schema(name = "ForecastReport", description = "One entry per model; none where there is too little history.")
    record TracksView(List<TrackView> models) {}

    @GetMapping("/api/v1/reports/forecasts")
    @Requires(Act.READ_REPORTS)
    @Operation(
            operationId = "readForecasts",
            summary = "Read how well forecasts of clients came true",
            description =
                    "Of the newest screening: cases, calibration by bins, and the error beside that of the plain share.")
    TracksView forecasts(Caller caller) {
        return new TracksView(outlooks.tracks(caller.tenant()).stream()
                .map(t -> new TrackView(
                        t.model(),
                        t.at(),
                        t.days(),
                        t.quality().n(),
                        t.quality().happened(),
                        t.quality().predicted(),
                        t.quality().brier(),
                        t.quality().brierOfRate(),
                        t.quality().calibrationError(),
                        t.quality().bins().stream()
                                .map(b -> new BinView(b.n(), b.predicted(), b.observed()))
                                .toList()))
                .toList());
    }
}
