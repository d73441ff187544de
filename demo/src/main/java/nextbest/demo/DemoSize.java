package nextbest.demo;

/**
 * How large the generated organisation is.
 *
 * @param reps sales representatives without the two managers, 2 to 50
 * @param clients companies, 5 to 1,000
 * @param closedDeals deals that are won or lost, 0 to 100,000
 * @param openDeals deals that are open when the simulation begins, 0 to 5,000
 * @param newDealsPerDay how many deals are opened per working day while the simulation runs, 0 to 20
 */
public record DemoSize(int reps, int clients, int closedDeals, int openDeals, double newDealsPerDay) {
    public DemoSize {
        require("reps", reps, 2, 50);
        require("clients", clients, 5, 1_000);
        require("closedDeals", closedDeals, 0, 100_000);
        require("openDeals", openDeals, 0, 5_000);
        if (!(newDealsPerDay >= 0 && newDealsPerDay <= 20)) {
            throw new IllegalArgumentException("newDealsPerDay must be 0 to 20, but is " + newDealsPerDay);
        }
    }

    /** Eight reps, 60 clients, 600 closed and 40 open deals, a new one about every second day. */
    public static DemoSize standard() {
        return new DemoSize(8, 60, 600, 40, 0.6);
    }

    /** Four reps, 12 clients, 40 closed and 8 open deals: for a quick look and for tests. */
    public static DemoSize small() {
        return new DemoSize(4, 12, 40, 8, 0.4);
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", but is " + value);
        }
    }
}
