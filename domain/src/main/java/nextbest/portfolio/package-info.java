/**
 * What clients hold, and what would suit them. Start with {@link nextbest.portfolio.Portfolios} (who bought what when) and
 * {@link nextbest.portfolio.ProductAffinity}, which ranks for each client the products that it does not hold, from what similar
 * clients hold; {@link nextbest.portfolio.RankingQuality} measures such rankings on months that were held out.
 *
 * <p>Clients and products are numbers from 0 here; who they are, the store knows.
 */
package nextbest.portfolio;
