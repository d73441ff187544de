package nextbest.deal;

import nextbest.fact.Keyed;

/** The size of a company by employees: under 10, under 50, under 250, under 1,000, and from 1,000. */
public enum SizeBand implements Keyed {
    MICRO,
    SMALL,
    MID,
    LARGE,
    ENTERPRISE;

    /** The band of a number of employees; the first three follow the EU's definition of small and medium enterprises. */
    public static SizeBand of(int employees) {
        if (employees < 0) {
            throw new IllegalArgumentException("a number of employees must be 0 or more, but is " + employees);
        }
        if (employees < 10) {
            return MICRO;
        }
        if (employees < 50) {
            return SMALL;
        }
        if (employees < 250) {
            return MID;
        }
        return employees < 1000 ? LARGE : ENTERPRISE;
    }
}
