package nextbest.portfolio;

/**
 * One line of an order.
 *
 * @param client number of the client, from 0
 * @param product number of the product, from 0
 * @param day when it was bought, in days since 1970-01-01
 */
public record Purchase(int client, int product, long day) {
    /** Rejects negative numbers. */
    public Purchase {
        if (client < 0 || product < 0) {
            throw new IllegalArgumentException(
                    "expected client and product >= 0, but got client " + client + ", product " + product);
        }
    }
}
