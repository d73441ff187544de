package nextbest.demo;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nextbest.deal.StakeholderRole;

/**
 * The made-up vendor: who sells, what is sold, and to whom. A function of seed and size.
 *
 * @param managers line managers, one per desk
 * @param reps sales representatives
 * @param products a tree of families and products, parents first
 */
record Vendor(List<Rep> managers, List<Rep> reps, List<Product> products, List<Client> clients) {
    static final List<String> INDUSTRIES =
            List.of("machinery", "food", "chemicals", "pharmaceuticals", "energy", "automotive", "water");
    static final List<String> COMPETITORS = List.of("Kelbrix", "Tovanta", "Ornelis", "Quandrel");
    static final List<String> TECHNOLOGIES = List.of("OPC UA", "MQTT", "Modbus", "REST");
    static final List<String> FEATURES = List.of(
            "anomaly detection",
            "energy dashboard",
            "calibration record",
            "mobile alerts",
            "offline buffering",
            "audit trail");
    static final List<String> PAINS = List.of("cost", "efficiency", "time", "security", "compliance", "integration");
    static final List<String> OBJECTIONS =
            List.of("the price", "the effort of integration", "data leaving the plant", "lead times", "staff training");

    private static final List<String> FAMILIES = List.of("Sensors", "Gateways", "Software", "Services");
    private static final List<String> DESKS = List.of("Process industries", "Discrete manufacturing");

    /**
     * Somebody who sells, or leads those who sell.
     *
     * @param capacityMinutes minutes per day for what is recommended
     * @param manager id of the line manager; empty for managers
     */
    record Rep(
            String id,
            String name,
            OfficeHours hours,
            String desk,
            String book,
            String region,
            List<String> skills,
            int capacityMinutes,
            LocalDate since,
            Optional<String> manager,
            Temperament temperament) {
        /** In the domain that is reserved for examples, so that no mail can reach anybody. */
        String email() {
            return name.toLowerCase(Locale.ROOT).replace(' ', '.') + "@example.com";
        }
    }

    /** @param price euros for one; 0 for a family */
    record Product(String id, String name, Optional<String> parent, long price) {}

    /** @param roles what the person is in a buying decision */
    record Contact(String id, String name, String title, List<StakeholderRole> roles) {}

    /** A company that buys. */
    record Client(
            String id,
            String name,
            String industry,
            String region,
            String country,
            int employees,
            List<Contact> contacts,
            Rep rep) {
        /** Large companies take longer. */
        double pace() {
            return employees >= 1_000 ? 0.8 : employees < 250 ? 1.15 : 1;
        }

        String segment() {
            return employees >= 1_000 ? "enterprise" : employees < 250 ? "small" : "mid-market";
        }

        /** A name under the top-level domain that is reserved for examples. */
        String mailDomain() {
            return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "") + ".example";
        }
    }

    /** Where people sell. */
    private record Region(String name, String country, String zone, int from, int until) {}

    private static final List<Region> REGIONS = List.of(
            new Region("Central Europe", "DE", "Europe/Berlin", 8, 17),
            new Region("US East", "US", "America/New_York", 8, 17),
            new Region("Western Europe", "FR", "Europe/Paris", 9, 18),
            new Region("US West", "US", "America/Los_Angeles", 8, 17),
            new Region("Northern Europe", "SE", "Europe/Stockholm", 8, 16),
            new Region("British Isles", "GB", "Europe/London", 9, 17));

    static Vendor of(long seed, DemoSize size) {
        Names names = new Names(Chance.of(seed, "names"));
        List<Rep> managers = new ArrayList<>();
        for (int i = 0; i < DESKS.size(); i++) {
            managers.add(
                    rep(Chance.of(seed, "manager", "" + i), "manager-" + (i + 1), names.person(), i, Optional.empty()));
        }
        List<Rep> reps = new ArrayList<>();
        for (int i = 0; i < size.reps(); i++) {
            Optional<String> manager =
                    Optional.of(managers.get(i % DESKS.size()).id());
            reps.add(rep(Chance.of(seed, "rep", "" + i), "rep-" + (i + 1), names.person(), i, manager));
        }
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < size.clients(); i++) {
            clients.add(client(Chance.of(seed, "client", "" + i), i + 1, names, reps.get(i % reps.size())));
        }
        return new Vendor(List.copyOf(managers), List.copyOf(reps), productTree(), List.copyOf(clients));
    }

    private static Rep rep(Chance chance, String id, String name, int place, Optional<String> manager) {
        Region region = REGIONS.get(place % REGIONS.size());
        return new Rep(
                id,
                name,
                new OfficeHours(ZoneId.of(region.zone()), region.from(), region.until()),
                DESKS.get(place % DESKS.size()),
                "Book " + region.name(),
                region.name(),
                chance.happens(0.75) ? List.of("demo", "negotiation") : List.of("demo"),
                chance.within(8, 14) * 30,
                LocalDate.of(2015, 1, 1).plusDays(chance.below(3_000)),
                manager,
                List.of(Temperament.values()).get(place % Temperament.values().length));
    }

    private static Client client(Chance chance, int number, Names names, Rep rep) {
        String industry = INDUSTRIES.get(number % INDUSTRIES.size());
        Region region = REGIONS.stream()
                .filter(r -> r.name().equals(rep.region()))
                .findFirst()
                .orElseThrow();
        int employees = (int) Math.round(Math.exp(chance.between(Math.log(40), Math.log(8_000))));
        String id = "client-" + number;
        return new Client(
                id,
                names.company(industry),
                industry,
                region.name(),
                region.country(),
                employees,
                contacts(chance, number, names),
                rep);
    }

    private static List<Contact> contacts(Chance chance, int number, Names names) {
        List<Contact> contacts = new ArrayList<>();
        contact(contacts, number, names, "Head of maintenance", StakeholderRole.CHAMPION, StakeholderRole.USER);
        contact(contacts, number, names, "Head of finance", StakeholderRole.ECONOMIC_BUYER);
        contact(contacts, number, names, "Automation engineer", StakeholderRole.TECHNICAL_BUYER);
        if (chance.happens(0.6)) {
            contact(contacts, number, names, "Managing director", StakeholderRole.EXECUTIVE);
        }
        if (chance.happens(0.5)) {
            contact(contacts, number, names, "Purchasing officer", StakeholderRole.PROCUREMENT);
        }
        if (chance.happens(0.2)) {
            contact(contacts, number, names, "Counsel", StakeholderRole.LEGAL);
        }
        return List.copyOf(contacts);
    }

    private static void contact(
            List<Contact> contacts, int number, Names names, String title, StakeholderRole... roles) {
        String id = "contact-" + number + "-" + (contacts.size() + 1);
        contacts.add(new Contact(id, names.person(), title, List.of(roles)));
    }

    private static List<Product> productTree() {
        List<Product> tree = new ArrayList<>();
        FAMILIES.forEach(family -> tree.add(new Product(id(family), family, Optional.empty(), 0)));
        product(tree, "Sensors", "Vibration sensor set", 18_000);
        product(tree, "Sensors", "Temperature sensor set", 9_000);
        product(tree, "Sensors", "Flow meter set", 24_000);
        product(tree, "Sensors", "Gas detector set", 31_000);
        product(tree, "Gateways", "Plant gateway", 12_000);
        product(tree, "Gateways", "Field gateway", 7_000);
        product(tree, "Software", "Condition monitoring", 42_000);
        product(tree, "Software", "Energy management", 36_000);
        product(tree, "Software", "Calibration management", 22_000);
        product(tree, "Services", "Commissioning", 15_000);
        product(tree, "Services", "Operator training", 6_000);
        return List.copyOf(tree);
    }

    private static void product(List<Product> tree, String family, String name, long price) {
        tree.add(new Product(id(name), name, Optional.of(id(family)), price));
    }

    private static String id(String name) {
        return "product-" + name.toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    /** What can be bought, without the families. */
    List<Product> sold() {
        return products.stream().filter(product -> product.parent().isPresent()).toList();
    }
}
