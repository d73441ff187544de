package nextbest.evaluation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import nextbest.recommendation.DayCap;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Random interleavings of all that shows a deal's recommendations on one day: two mail workers and a channel of a vendor that
 * are killed between any two steps and tried again, mails that arrive although the connection breaks, servers that refuse, a
 * page that the rep opens, and new cards that replace the ones on their way. The steps are those of the delivery ledger, each
 * transaction whole; what may be taken is decided by {@link DayCap} itself. The judge is the rep's eye: how many different
 * recommendations of the deal were really seen that day.
 */
final class CapInterleavings {
    private static final int CAP = 3;
    private static final int CARDS = 4;
    private static final int MOST_ATTEMPTS = 4;
    private static final List<String> UNITS = List.of("a", "b", "c", "d", "e", "f", "g");

    private final UniformRandomProvider random;
    private final Keeping keeping;
    private final List<Card> cards = new ArrayList<>();
    private final SortedSet<String> seen = new TreeSet<>();
    private DayCap day = DayCap.untouched(CAP);

    private CapInterleavings(UniformRandomProvider random, Keeping keeping) {
        this.random = random;
        this.keeping = keeping;
    }

    /** How the ledger is kept; the last two are wrong on purpose, and show that the check can fail. */
    enum Keeping {
        /** As the product does. */
        LOCKED,
        /** The day is read in one step and written in a later one. */
        WITHOUT_LOCK,
        /** Whoever fails gives back, also after an attempt of which nobody knows how it ended. */
        GENEROUS
    }

    /**
     * How often the rep saw more than the cap.
     *
     * @param interleavings how many orders of events are drawn, seeded
     */
    static int violations(int interleavings, Keeping keeping) {
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(0x636170L);
        int violations = 0;
        for (int i = 0; i < interleavings; i++) {
            violations += new CapInterleavings(random, keeping).isViolated() ? 1 : 0;
        }
        return violations;
    }

    private static final class Card {
        final UUID decision;
        List<String> units;
        boolean drafted = true;
        boolean shownOnPage;
        final List<Message> messages = new ArrayList<>();

        Card(UUID decision, List<String> units) {
            this.decision = decision;
            this.units = units;
        }
    }

    private boolean isViolated() {
        List<Deque<BooleanSupplier>> running = new ArrayList<>();
        running.add(program(this::decide, CARDS));
        for (int n = 0; n < CARDS; n++) {
            int card = n;
            running.add(new Message(card).program());
            if (random.nextInt(4) == 0) {
                // nobody noticed that the first worker lives: two work on the same mail
                Message mail = new Message(card);
                running.add(mail.program());
                running.add(mail.program());
            }
            running.add(program(() -> open(card), 2));
        }
        while (!running.isEmpty()) {
            int pick = random.nextInt(running.size());
            Deque<BooleanSupplier> process = running.get(pick);
            boolean goesOn = process.removeFirst().getAsBoolean();
            if (!goesOn || process.isEmpty()) {
                running.remove(pick);
            }
        }
        return seen.size() > CAP;
    }

    private static Deque<BooleanSupplier> program(BooleanSupplier step, int times) {
        Deque<BooleanSupplier> steps = new ArrayDeque<>();
        for (int i = 0; i < times; i++) {
            steps.add(step);
        }
        return steps;
    }

    /** A new card takes the place of those that nobody has seen. */
    private boolean decide() {
        cards.forEach(card -> card.drafted = false);
        List<String> left = new ArrayList<>(UNITS);
        List<String> units = new ArrayList<>();
        for (int n = 1 + random.nextInt(CAP); n > 0; n--) {
            units.add(left.remove(random.nextInt(left.size())));
        }
        cards.add(new Card(new UUID(0, cards.size() + 1L), units));
        return true;
    }

    /** Takes a card's recommendations from the day; what does not fit leaves the card. */
    private boolean reserve(Card card, Read read) {
        if (!read.drafted) {
            return false;
        }
        DayCap.Taken taken = read.day.take(card.decision, card.units);
        day = taken.after();
        if (!taken.allowed().contains(card.units.getFirst())) {
            day = day.giveBack(card.decision);
            card.drafted = false;
            return false;
        }
        card.units = taken.allowed();
        return true;
    }

    /** What a transaction has read. */
    private record Read(DayCap day, boolean drafted) {}

    /** The rep opens the page: one transaction, and then the page is read unless the process dies. */
    private boolean open(int number) {
        if (number < cards.size()) {
            Card card = cards.get(number);
            if (card.shownOnPage || reserve(card, new Read(day, card.drafted))) {
                card.shownOnPage = true;
                if (random.nextInt(5) > 0) {
                    seen.addAll(card.units);
                }
            }
        }
        return true;
    }

    /** A message of the outbox and whoever works on it: claim, send, and write down how it ended. */
    private final class Message {
        private final int number;
        private int attempts;
        private boolean over;
        private boolean certainlyRefused;

        Message(int number) {
            this.number = number;
        }

        Deque<BooleanSupplier> program() {
            Deque<BooleanSupplier> steps = new ArrayDeque<>();
            steps.add(() -> claim(steps));
            return steps;
        }

        private boolean claim(Deque<BooleanSupplier> steps) {
            if (number >= cards.size()) {
                steps.add(() -> claim(steps)); // not decided yet
                return true;
            }
            Read read = new Read(day, cards.get(number).drafted);
            if (keeping == Keeping.WITHOUT_LOCK) {
                steps.add(() -> claimed(steps, read));
                return true;
            }
            return claimed(steps, read);
        }

        private boolean claimed(Deque<BooleanSupplier> steps, Read read) {
            Card card = cards.get(number);
            if (over || attempts == MOST_ATTEMPTS) {
                return false;
            }
            if (!card.shownOnPage && !reserve(card, read)) {
                if (attempts > 0 && keeping == Keeping.GENEROUS) {
                    day = day.giveBack(card.decision);
                }
                over = attempts > 0;
                return false;
            }
            if (attempts++ == 0) {
                card.messages.add(this);
            }
            if (random.nextInt(6) == 0) {
                steps.add(() -> claim(steps)); // killed before anything was sent
            } else {
                List<String> carried = card.units;
                steps.add(() -> send(steps, carried));
            }
            return true;
        }

        private boolean send(Deque<BooleanSupplier> steps, List<String> carried) {
            switch (random.nextInt(4)) {
                case 0 -> steps.add(this::refused);
                case 1 -> {
                    seen.addAll(carried);
                    steps.add(() -> claim(steps)); // it arrived, and nobody wrote it down
                }
                case 2 -> steps.add(() -> claim(steps)); // the connection broke before it arrived
                default -> {
                    seen.addAll(carried);
                    steps.add(this::confirm);
                }
            }
            return true;
        }

        private boolean confirm() {
            over = true;
            cards.get(number).drafted = false;
            cards.get(number).shownOnPage = true;
            return false;
        }

        private boolean refused() {
            if (!over) {
                over = true;
                certainlyRefused = attempts == 1;
                Card card = cards.get(number);
                boolean unseen = card.messages.stream().allMatch(message -> message.certainlyRefused);
                if (!card.shownOnPage && (unseen || keeping == Keeping.GENEROUS)) {
                    day = day.giveBack(card.decision);
                }
                card.drafted = false;
            }
            return false;
        }
    }
}
