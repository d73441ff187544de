package nextbest.portfolio;

/** One way to tell from the purchases of all clients how well a product would suit one of them. */
enum Opinion {
    /** Two steps on the graph of clients and products: mine, others who have it, what else they have. */
    WALK,
    /** What the most similar clients hold. */
    NEIGHBOURS,
    /** What is held together with what the client holds (item-item cosine). */
    TOGETHER,
    /** What the other products predict in one regression (EASE, Steck 2019). */
    REGRESSION,
    /** How much the client has of the product's family. */
    FAMILY,
    /** How many clients hold it. */
    POPULARITY
}
