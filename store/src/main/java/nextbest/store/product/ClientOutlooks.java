package nextbest.store.product;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import nextbest.identity.TenantId;
import nextbest.portfolio.ClientForecasts;
import nextbest.portfolio.Forecast;
import nextbest.store.Database;
import nextbest.store.json.RecordJson;
import org.jooq.DSLContext;

/** What is expected of clients, and how well such chances came true. Screenings write it; the client's page and API read it. */
public final class ClientOutlooks {
    private final Database database;

    public ClientOutlooks(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /**
     * What is expected of a client.
     *
     * @param at business time of the screening that said so
     * @param days that the chance to buy again is about
     * @param again empty where there is too little history
     * @param value in minor units, for a year; empty where no amount is known
     */
    public record Outlook(
            Instant at,
            int days,
            Optional<Forecast.Chance> again,
            Forecast.Decay decay,
            Optional<Forecast.Value> value,
            String currency) {}

    /**
     * How well a model's chances came true.
     *
     * @param model PURCHASE or AGAIN
     */
    public record Track(String model, Instant at, int days, Forecast.Quality quality) {}

    public Optional<Outlook> of(TenantId tenant, UUID client) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch(
                                "select at, days, again, again_low, again_high, again_n, silent_days, usual_days, orders_lately, orders_before, value_minor, value_low_minor, value_high_minor, currency, orders"
                                        + " from client_outlook where tenant = ? and client_id = ?",
                                tenant.value(),
                                client)
                        .map(r -> new Outlook(
                                r.get(0, Instant.class),
                                r.get(1, Integer.class),
                                Optional.ofNullable(r.get(2, Double.class))
                                        .map(again -> new Forecast.Chance(
                                                again,
                                                r.get(3, Double.class),
                                                r.get(4, Double.class),
                                                r.get(5, Integer.class))),
                                new Forecast.Decay(
                                        r.get(6, Long.class),
                                        r.get(7, Double.class),
                                        r.get(8, Integer.class),
                                        r.get(9, Integer.class)),
                                Optional.ofNullable(r.get(10, Double.class))
                                        .map(value -> new Forecast.Value(
                                                value,
                                                r.get(11, Double.class),
                                                r.get(12, Double.class),
                                                r.get(14, Integer.class))),
                                r.get(13, String.class)))
                        .stream()
                        .findFirst());
    }

    /** How well the models of the newest screening that had one did. */
    public List<Track> tracks(TenantId tenant) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch(
                                "select distinct on (model) model, at, days, cases, happened, predicted, brier, brier_of_rate, calibration_error, bins from forecast_quality where tenant = ? order by model, at desc",
                                tenant.value())
                        .map(r -> new Track(
                                r.get(0, String.class),
                                r.get(1, Instant.class),
                                r.get(2, Integer.class),
                                new Forecast.Quality(
                                        r.get(3, Integer.class),
                                        r.get(4, Integer.class),
                                        r.get(5, Double.class),
                                        r.get(6, Double.class),
                                        r.get(7, Double.class),
                                        r.get(8, Double.class),
                                        List.of(RecordJson.read(
                                                r.get(9, org.jooq.JSONB.class), Forecast.Bin[].class))))));
    }

    static void store(
            DSLContext transaction,
            UUID tenant,
            UUID screening,
            Instant at,
            String currency,
            ClientForecasts forecasts,
            Map<UUID, Integer> clients) {
        clients.forEach((id, number) -> forecasts.decay(number).ifPresent(decay -> {
            Optional<Forecast.Chance> again = forecasts.again(number);
            Optional<Forecast.Value> value = forecasts.value(number);
            transaction.execute(
                    """
                    insert into client_outlook (tenant, client_id, screening_id, at, days, again, again_low, again_high, again_n, silent_days, usual_days,
                        orders_lately, orders_before, value_minor, value_low_minor, value_high_minor, currency, orders)
                    values (?, ?, ?, cast(? as timestamptz), ?, cast(? as double precision), cast(? as double precision), cast(? as double precision), cast(? as integer), ?, ?, ?, ?,
                        cast(? as bigint), cast(? as bigint), cast(? as bigint), ?, ?)
                    on conflict (tenant, client_id) do update set screening_id = excluded.screening_id, at = excluded.at, days = excluded.days, again = excluded.again,
                        again_low = excluded.again_low, again_high = excluded.again_high, again_n = excluded.again_n, silent_days = excluded.silent_days,
                        usual_days = excluded.usual_days, orders_lately = excluded.orders_lately, orders_before = excluded.orders_before,
                        value_minor = excluded.value_minor, value_low_minor = excluded.value_low_minor, value_high_minor = excluded.value_high_minor,
                        currency = excluded.currency, orders = excluded.orders
                    """,
                    tenant,
                    id,
                    screening,
                    at.toString(),
                    forecasts.period(),
                    again.map(Forecast.Chance::value).orElse(null),
                    again.map(Forecast.Chance::low).orElse(null),
                    again.map(Forecast.Chance::high).orElse(null),
                    again.map(Forecast.Chance::n).orElse(null),
                    decay.silentDays(),
                    decay.usualDays(),
                    decay.ordersLately(),
                    decay.ordersBefore(),
                    value.map(v -> Math.round(v.amount())).orElse(null),
                    value.map(v -> Math.round(v.low())).orElse(null),
                    value.map(v -> Math.round(v.high())).orElse(null),
                    currency,
                    value.map(Forecast.Value::orders).orElse(0));
        }));
    }

    static void storeQuality(
            DSLContext transaction, UUID tenant, UUID screening, Instant at, ClientForecasts forecasts) {
        forecasts.purchaseQuality().ifPresent(q -> store(transaction, tenant, screening, at, "PURCHASE", forecasts, q));
        forecasts.againQuality().ifPresent(q -> store(transaction, tenant, screening, at, "AGAIN", forecasts, q));
    }

    private static void store(
            DSLContext transaction,
            UUID tenant,
            UUID screening,
            Instant at,
            String model,
            ClientForecasts forecasts,
            Forecast.Quality quality) {
        transaction.execute(
                "insert into forecast_quality (tenant, screening_id, model, at, days, cases, happened, predicted, brier, brier_of_rate, calibration_error, bins)"
                        + " values (?, ?, ?, cast(? as timestamptz), ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                tenant,
                screening,
                model,
                at.toString(),
                forecasts.period(),
                quality.n(),
                quality.happened(),
                quality.predicted(),
                quality.brier(),
                quality.brierOfRate(),
                quality.calibrationError(),
                RecordJson.jsonb(quality.bins()));
    }
}
