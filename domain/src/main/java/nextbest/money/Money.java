package nextbest.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Objects;

/**
 * An amount in minor units (cents, yen) of a currency. Never floating point.
 *
 * @param minor the amount in the currency's smallest unit
 * @param currency ISO 4217 code, for example {@code EUR}
 */
public record Money(long minor, String currency) {
    public Money {
        Objects.requireNonNull(currency, "currency");
        unitsOf(currency);
    }

    /**
     * @param amount in major units, for example 4821.50
     * @throws ArithmeticException if the amount has more decimals than the currency, or does not fit
     */
    public static Money of(BigDecimal amount, String currency) {
        int digits = Math.max(0, unitsOf(currency).getDefaultFractionDigits());
        return new Money(
                amount.setScale(digits, RoundingMode.UNNECESSARY)
                        .movePointRight(digits)
                        .longValueExact(),
                currency);
    }

    /** The amount in major units. */
    public BigDecimal amount() {
        return BigDecimal.valueOf(minor, Math.max(0, unitsOf(currency).getDefaultFractionDigits()));
    }

    private static Currency unitsOf(String code) {
        try {
            return Currency.getInstance(code);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected an ISO 4217 currency such as EUR, but saw '" + code + "'", e);
        }
    }
}
