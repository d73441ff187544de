package nextbest.api.page.card;

import java.util.Optional;
import nextbest.api.page.PageAmounts;
import nextbest.money.Money;
import nextbest.portfolio.Forecast;
import nextbest.store.product.ClientOutlooks;

/**
 * What is expected of a client, beside a card.
 *
 * @param days that the chance is about
 * @param again in percent with interval and cases; empty where there is too little history
 * @param usualDays between two orders; 0 if there was only one
 * @param value for a year, in words; empty where no amount is known
 * @param orders days with orders behind the value
 */
record OutlookPanel(
        int days,
        Optional<Percent> again,
        long silentDays,
        long usualDays,
        int lately,
        int before,
        Optional<Worth> value,
        int orders) {
    /** A chance in whole percent. */
    record Percent(long value, long low, long high, int n) {}

    /** Amounts in words. */
    record Worth(String value, String low, String high) {}

    static OutlookPanel of(ClientOutlooks.Outlook outlook) {
        Forecast.Decay decay = outlook.decay();
        return new OutlookPanel(
                outlook.days(),
                outlook.again().map(c -> new Percent(percent(c.value()), percent(c.low()), percent(c.high()), c.n())),
                decay.silentDays(),
                Math.round(decay.usualDays()),
                decay.ordersLately(),
                decay.ordersBefore(),
                outlook.value()
                        .map(v -> new Worth(
                                say(v.amount(), outlook.currency()),
                                say(v.low(), outlook.currency()),
                                say(v.high(), outlook.currency()))),
                outlook.value().map(Forecast.Value::orders).orElse(0));
    }

    private static long percent(double share) {
        return Math.round(share * 100);
    }

    /** To whole hundreds of minor units: more would claim what nobody knows. */
    private static String say(double minor, String currency) {
        return PageAmounts.say(new Money(Math.round(minor / 100) * 100, currency));
    }
}
