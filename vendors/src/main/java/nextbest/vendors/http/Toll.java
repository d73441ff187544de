package nextbest.vendors.http;

/**
 * What one request takes of a limit.
 *
 * @param cost in the limit's units; 1 where requests are counted
 */
public record Toll(Limit limit, double cost) {
    public Toll {
        if (!(cost > 0)) {
            throw new IllegalArgumentException("a request costs more than 0, but " + cost + " was said");
        }
    }

    public static Toll one(Limit limit) {
        return new Toll(limit, 1);
    }
}
