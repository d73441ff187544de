package nextbest.deal;

import java.util.Objects;
import nextbest.identity.ProductId;

/**
 * A product in the deal.
 *
 * @param product which one
 * @param name what people call it
 * @param family the product line it belongs to, empty if there is none
 */
public record Offering(ProductId product, String name, String family) {
    public Offering {
        Objects.requireNonNull(product, "product");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(family, "family");
    }
}
