package nextbest.demo;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names of people and companies, put together from syllables; each is given once. */
final class Names {
    private static final List<String> BEGIN = List.of(
            "Av", "Bel", "Cor", "Dal", "El", "Fen", "Gal", "Hel", "Il", "Jor", "Kel", "Lum", "Mir", "Nor", "Or", "Pel",
            "Quin", "Ras", "Sel", "Tal", "Ul", "Ver", "Wil", "Yar", "Zan");
    private static final List<String> END = List.of("a", "an", "en", "ia", "in", "is", "o", "on", "u", "yn");
    private static final List<String> FAMILY = List.of(
            "bryn", "calder", "dovan", "falk", "garth", "holt", "kaster", "lorn", "mander", "nevik", "pont", "rask",
            "steg", "tolv", "vand", "wick");
    private static final List<String> COMPANY =
            List.of("dara", "fora", "gano", "lita", "mora", "neva", "rena", "sano", "tera", "vika", "zeno");
    private static final Map<String, String> TRADE = Map.of(
            "machinery", "Machines",
            "food", "Foods",
            "chemicals", "Chemicals",
            "pharmaceuticals", "Pharma",
            "energy", "Energy",
            "automotive", "Vehicles",
            "water", "Waterworks");

    private final Chance chance;
    private final Set<String> given = new HashSet<>();

    Names(Chance chance) {
        this.chance = chance;
    }

    String person() {
        while (true) {
            String name = chance.pick(BEGIN) + chance.pick(END) + " " + chance.pick(BEGIN) + chance.pick(FAMILY);
            if (given.add(name)) {
                return name;
            }
        }
    }

    String company(String industry) {
        while (true) {
            String name = chance.pick(BEGIN) + chance.pick(COMPANY) + " " + TRADE.get(industry);
            if (given.add(name)) {
                return name;
            }
        }
    }
}
