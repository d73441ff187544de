package nextbest.api.page;

import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;
import nextbest.money.Money;

/** Amounts as a page writes them. */
public final class PageAmounts {
    private PageAmounts() {}

    public static String say(Money money) {
        NumberFormat format = NumberFormat.getCurrencyInstance(Locale.ENGLISH);
        format.setCurrency(Currency.getInstance(money.currency()));
        boolean whole = money.amount().stripTrailingZeros().scale() <= 0;
        format.setMinimumFractionDigits(whole ? 0 : Math.max(0, money.amount().scale()));
        format.setMaximumFractionDigits(whole ? 0 : Math.max(0, money.amount().scale()));
        return format.format(money.amount());
    }
}
