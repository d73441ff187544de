package nextbest.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * What a deal of the demo organisation is about; what happens in it is told by {@link DealLife} and {@link DealNews}.
 *
 * @param amount euros
 * @param competitor who else bids, should somebody be named
 * @param technology what the sensors have to talk to
 */
record Deal(
        String id,
        String name,
        Vendor.Client client,
        List<Vendor.Product> products,
        long amount,
        String competitor,
        String technology) {

    static Deal of(Chance chance, String id, Vendor vendor) {
        Vendor.Client client = chance.pick(vendor.clients());
        List<Vendor.Product> products = new ArrayList<>();
        products.add(chance.pick(vendor.sold()));
        if (chance.happens(0.4)) {
            Vendor.Product second = chance.pick(vendor.sold());
            if (!products.contains(second)) {
                products.add(second);
            }
        }
        long price = products.stream().mapToLong(Vendor.Product::price).sum();
        double scale = Math.max(1, Math.sqrt(client.employees() / 60.0));
        long amount = Math.round(price * scale * chance.between(0.6, 1.6) / 500) * 500;
        return new Deal(
                id,
                products.getFirst().name() + " for " + client.name(),
                client,
                List.copyOf(products),
                amount,
                chance.pick(Vendor.COMPETITORS),
                chance.pick(Vendor.TECHNOLOGIES));
    }

    Vendor.Rep rep() {
        return client.rep();
    }

    OfficeHours hours() {
        return rep().hours();
    }

    Buyer buyer() {
        return new Buyer(client.pace());
    }
}
