package nextbest.portfolio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import nextbest.portfolio.ClientForecasts.Sale;
import org.junit.jupiter.api.Test;

class ClientForecastsTest {
    private static final int CLIENTS = 300;
    private static final int PRODUCTS = 60;
    private static final int DAYS = 720;
    private static final int PERIOD = 90;

    /**
     * Half of the clients order every 20 days on average, half every 120; each fifth stops for good on a day of its own between 150 and 550. Products of a
     * client's own half of the list are four times as likely.
     */
    private static List<Sale> house(long seed) {
        Random random = new Random(seed);
        List<Sale> sales = new ArrayList<>();
        for (int c = 0; c < CLIENTS; c++) {
            double perDay = c % 2 == 0 ? 1 / 20.0 : 1 / 120.0;
            int until = c % 5 == 0 ? 150 + c * 37 % 400 : DAYS;
            for (int day = 0; day < until; day++) {
                if (random.nextDouble() < perDay) {
                    int half = random.nextInt(5) < 4 ? c / 2 % 2 : 1 - c / 2 % 2;
                    sales.add(new Sale(
                            c, half * PRODUCTS / 2 + random.nextInt(PRODUCTS / 2), day, 80 + random.nextInt(40)));
                }
            }
        }
        sales.add(new Sale(1, 0, DAYS - 1, 100));
        return sales;
    }

    private static ClientForecasts learned(long seed) {
        return ClientForecasts.learn(CLIENTS, new int[PRODUCTS], house(seed), PERIOD);
    }

    @Test
    void chancesComeTrueAsOftenAsTheySayInAPeriodThatWasNotSeen() {
        ClientForecasts forecasts = learned(1);
        Forecast.Quality purchase = forecasts.purchaseQuality().orElseThrow();
        // calibration in the large: within three standard errors of the count that happened
        assertThat(purchase.predicted())
                .isBetween(
                        purchase.happened() - 3 * Math.sqrt(purchase.happened()) - 0.15 * purchase.happened(),
                        purchase.happened() + 3 * Math.sqrt(purchase.happened()) + 0.15 * purchase.happened());
        assertThat(purchase.brier()).isLessThan(purchase.brierOfRate());
        assertThat(purchase.calibrationError()).isLessThan(0.05);

        Forecast.Quality again = forecasts.againQuality().orElseThrow();
        assertThat(again.brier()).isLessThan(0.75 * again.brierOfRate());
        assertThat(again.calibrationError()).isLessThan(0.1);
    }

    @Test
    void aClientThatStoppedIsLikelierToBeGoneThanOneThatOrdersAsEver() {
        ClientForecasts forecasts = learned(2);
        // client 10 ordered every 20 days and stopped on day 520; client 2 goes on
        Forecast.Chance gone = forecasts.again(10).orElseThrow();
        Forecast.Chance here = forecasts.again(2).orElseThrow();
        assertThat(gone.value()).isLessThan(0.25);
        assertThat(here.value()).isGreaterThan(0.9);
        assertThat(gone.low()).isLessThanOrEqualTo(gone.value());
        assertThat(gone.n()).isPositive();
        assertThat(forecasts.decay(10).orElseThrow().silentDays()).isGreaterThan(190);
        assertThat(forecasts.decay(10).orElseThrow().usualDays()).isBetween(10.0, 40.0);
    }

    @Test
    void theValueOfAClientIsItsRateTimesItsAmountAndIntervalsHoldTheTruth() {
        ClientForecasts forecasts = learned(3);
        int inside = 0;
        int n = 0;
        double sum = 0;
        for (int c = 0; c < CLIENTS; c++) {
            Optional<Forecast.Value> value = forecasts.value(c);
            if (c % 5 != 0 && value.isPresent()) {
                // an order is worth 99.5 on average, 80 to 119
                double truth = 365 * (c % 2 == 0 ? 1 / 20.0 : 1 / 120.0) * 99.5;
                n++;
                inside += value.get().low() <= truth && truth <= value.get().high() ? 1 : 0;
                sum += value.get().amount() / truth;
            }
        }
        // 80 % intervals of what happens hold the expected value more often than that
        assertThat((double) inside / n).isGreaterThan(0.8);
        assertThat(sum / n).isBetween(0.75, 1.35);
        assertThat(forecasts.value(10).orElseThrow().amount())
                .isLessThan(0.5 * forecasts.value(2).orElseThrow().amount());
    }

    @Test
    void productsOfTheClientsOwnKindAreLikelier() {
        ClientForecasts forecasts = learned(4);
        double own = 0;
        double other = 0;
        int ownN = 0;
        int otherN = 0;
        for (int c = 0; c < CLIENTS; c++) {
            Forecast.Chance[] chances = forecasts.purchases(c).orElse(new Forecast.Chance[PRODUCTS]);
            for (int p = 0; p < PRODUCTS; p++) {
                if (chances[p] != null && p / (PRODUCTS / 2) == c / 2 % 2) {
                    own += chances[p].value();
                    ownN++;
                } else if (chances[p] != null) {
                    other += chances[p].value();
                    otherN++;
                }
            }
        }
        assertThat(own / ownN).isGreaterThan(1.5 * other / otherN);
    }

    @Test
    void littleHistoryGivesNoChanceAtAll() {
        List<Sale> few = List.of(new Sale(0, 0, 0, 10), new Sale(0, 1, 30, 10), new Sale(1, 0, 40, 0));
        ClientForecasts forecasts = ClientForecasts.learn(3, new int[2], few, PERIOD);
        assertThat(forecasts.purchases(0)).isEmpty();
        assertThat(forecasts.again(0)).isEmpty();
        assertThat(forecasts.purchaseQuality()).isEmpty();
        assertThat(forecasts.value(2)).as("never bought").isEmpty();
        assertThat(forecasts.value(0).orElseThrow().orders()).isEqualTo(2);
    }
}
