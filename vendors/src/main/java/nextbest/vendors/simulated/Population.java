package nextbest.vendors.simulated;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import nextbest.vendors.simulated.Simulated.Part;
import nextbest.vendors.simulated.SimulatedWorld.Sort;

/** The people, deals and calls that a simulated system begins with: always the same, so that a try can be repeated. */
final class Population {
    private static final List<String> REPS = List.of("Rita Rhodes", "Ravi Rao", "Ruth Roth");
    private static final List<String> NAMES = List.of("Acme", "Birch", "Cedar", "Dune", "Elm", "Fjord", "Grove");
    private static final List<String> KINDS = List.of("Works", "Foods", "Bank", "Clinic", "Freight");
    private static final List<String> INDUSTRIES =
            List.of("Manufacturing", "Retail", "Financial services", "Healthcare", "Logistics");

    private Population() {}

    static void fill(SimulatedWorld world, Part part, int deals) {
        world.once(() -> {
            if (part == Part.CALLS) {
                calls(world, deals);
            } else {
                deals(world, deals);
            }
        });
    }

    private static void deals(SimulatedWorld world, int deals) {
        List<String> reps = deals == 0
                ? List.of()
                : REPS.stream()
                        .map(name -> world.add(Sort.OWNER, Map.of("name", name, "email", mail(name, "example.com"))))
                        .toList();
        for (int i = 0; i < deals; i++) {
            String company = company(i);
            String client = world.add(
                    Sort.CLIENT,
                    Map.of(
                            "name",
                            company,
                            "industry",
                            INDUSTRIES.get(i % INDUSTRIES.size()),
                            "employees",
                            "" + (20 + 35 * (i % 9))));
            String buyer = "Pat " + company.replace(' ', '-');
            String contact = world.add(
                    Sort.CONTACT, Map.of("name", buyer, "email", mail(buyer, "buyer.example"), "client", client));
            world.add(
                    Sort.DEAL,
                    Map.of(
                            "name",
                            company + " renewal",
                            "stage",
                            SimulatedWorld.STAGES.get(i % 3),
                            "amount",
                            "" + (4_000 + 1_750 * (i % 13)),
                            "closeDate",
                            world.now()
                                    .plus(Duration.ofDays(20 + i % 60))
                                    .toString()
                                    .substring(0, 10),
                            "owner",
                            reps.get(i % reps.size()),
                            "client",
                            client,
                            "contact",
                            contact));
        }
    }

    private static void calls(SimulatedWorld world, int calls) {
        for (int i = 0; i < calls; i++) {
            String buyer = "Pat " + company(i).replace(' ', '-');
            String call = world.add(
                    Sort.CALL,
                    Map.of(
                            "ours", mail(REPS.get(i % REPS.size()), "example.com"),
                            "buyer", mail(buyer, "buyer.example"),
                            "minutes", "" + (10 + i % 40)));
            world.line(
                    call,
                    new SimulatedWorld.Line(
                            "said",
                            world.now().plusSeconds(90),
                            i % 2 == 0
                                    ? "What does it cost for fifty people?"
                                    : "Our budget is approved for this quarter."));
        }
    }

    /** Different for each of the first {@code 35}; after that numbered. */
    private static String company(int i) {
        String name = NAMES.get(i % NAMES.size()) + " " + KINDS.get(i / NAMES.size() % KINDS.size());
        int round = i / (NAMES.size() * KINDS.size());
        return round == 0 ? name : name + " " + (round + 1);
    }

    private static String mail(String name, String server) {
        return name.toLowerCase(java.util.Locale.ROOT).replace(' ', '.') + "@" + server;
    }
}
