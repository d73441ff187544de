package nextbest.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A card as far as a simulated rep reads it.
 *
 * @param decision what answers name
 * @param state where the card is in its life, for example {@code DELIVERED}
 * @param createdAt when it was decided, in business time
 * @param shadow whether it is kept in the house
 * @param urgency {@code HIGH}, {@code MEDIUM} or {@code LOW}
 * @param points 0 to 100
 * @param positions the recommendations that nobody has answered yet, the main one first
 */
record Card(
        String decision,
        String state,
        Instant createdAt,
        boolean shadow,
        String urgency,
        int points,
        List<Position> positions) {
    /**
     * One recommendation.
     *
     * @param number 1 for the main one
     * @param action key in the catalogue
     * @param title what people read
     */
    record Position(int number, String action, String title) {}

    boolean isUrgent() {
        return urgency.equals("HIGH");
    }

    /** Whether somebody waits for an answer. */
    boolean isToBeAnswered() {
        return state.equals("DELIVERED") && !positions.isEmpty();
    }

    /** Reads the API's answer; empty if it holds no card. */
    static Optional<Card> read(Map<String, Object> body) {
        Optional<String> decision = text(body, "decision");
        if (decision.isEmpty()) {
            return Optional.empty();
        }
        Map<Integer, String> titles = new HashMap<>();
        titles.put(1, text(body, "title").orElse(""));
        for (Map<?, ?> alternative : objects(body, "alternatives")) {
            titles.put(
                    number(alternative, "position"), text(alternative, "title").orElse(""));
        }
        List<Position> positions = new ArrayList<>();
        for (Map<?, ?> position : objects(body, "positions")) {
            if (isOpen(position)) {
                int number = number(position, "position");
                String action = text(position, "action").orElse("");
                String title = titles.getOrDefault(number, "");
                positions.add(new Position(number, action, title.isEmpty() ? action : title));
            }
        }
        positions.sort(Comparator.comparingInt(Position::number));
        return Optional.of(new Card(
                decision.get(),
                text(body, "state").orElse(""),
                text(body, "createdAt").map(Instant::parse).orElse(Instant.EPOCH),
                Boolean.TRUE.equals(body.get("shadow")),
                text(body, "urgency").orElse(""),
                number(body, "points"),
                List.copyOf(positions)));
    }

    /** A recommendation that was delivered and that nobody has answered yet. */
    private static boolean isOpen(Map<?, ?> position) {
        String rep = text(position, "rep").orElse("");
        return rep.equals("NO_ANSWER") || rep.equals("VIEWED");
    }

    private static List<Map<?, ?>> objects(Map<?, ?> of, String key) {
        List<Map<?, ?>> objects = new ArrayList<>();
        if (of.get(key) instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Map<?, ?> object) {
                    objects.add(object);
                }
            }
        }
        return objects;
    }

    private static int number(Map<?, ?> of, String key) {
        return of.get(key) instanceof Number number ? number.intValue() : 0;
    }

    private static Optional<String> text(Map<?, ?> of, String key) {
        return of.get(key) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }
}
