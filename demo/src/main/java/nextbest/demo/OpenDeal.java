package nextbest.demo;

import java.util.List;
import java.util.Map;

/**
 * A deal that is open when the simulation begins, with its buyer as the past has made it.
 *
 * @param events its past
 */
record OpenDeal(Deal deal, Buyer buyer, List<Map<String, Object>> events) {}
