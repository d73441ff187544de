package nextbest.deal;

import nextbest.fact.Fact;

/**
 * The buyer's company.
 *
 * @param industry in the organisation's words, lower case
 * @param employees how many people work there
 * @param size the band, from the source or from {@code employees}
 */
public record Company(
        Fact<String> name, Fact<String> industry, Fact<Integer> employees, Fact<SizeBand> size, Fact<String> region) {}
