package nextbest.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A card as far as a simulated rep reads it.
 *
 * @param decision what answers name
 * @param state where the card is in its life, upper case
 * @param urgency upper case, empty if there is none
 * @param points 0 to 100
 * @param positions the recommendations, the main one first
 */
record Card(String decision, String state, String urgency, int points, List<Position> positions) {
    /**
     * One recommendation.
     *
     * @param number 1 for the main one
     * @param action key in the catalogue
     * @param title what people read, empty if the answer names none
     */
    record Position(int number, String action, String title) {}

    boolean isUrgent() {
        return urgency.equals("HIGH");
    }

    /** Whether somebody waits for an answer. */
    boolean isToBeAnswered() {
        return state.equals("DELIVERED") && !positions.isEmpty();
    }

    boolean isInShadow() {
        return state.equals("DRAFTED");
    }

    /** Reads the API's answer; empty if it holds no card. */
    static Optional<Card> read(Map<String, Object> body) {
        Map<?, ?> card = body.get("card") instanceof Map<?, ?> inner ? inner : body;
        Map<?, ?> content = card.get("content") instanceof Map<?, ?> inner ? inner : card;
        String decision =
                text(card, "decision").or(() -> text(card, "decisionId")).orElse("");
        if (decision.isEmpty()) {
            return Optional.empty();
        }
        List<Position> positions = new ArrayList<>();
        if (card.get("positions") instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Map<?, ?> position && isOpen(position)) {
                    positions.add(position(position, content));
                }
            }
        }
        positions.sort(Comparator.comparingInt(Position::number));
        return Optional.of(new Card(
                decision,
                text(card, "state").orElse("DELIVERED").toUpperCase(Locale.ROOT),
                text(content, "urgency").orElse("").toUpperCase(Locale.ROOT),
                content.get("points") instanceof Number points
                        ? points.intValue()
                        : content.get("score") instanceof Number score ? score.intValue() : 0,
                List.copyOf(positions)));
    }

    /** A recommendation that was delivered and that nobody has answered yet. */
    private static boolean isOpen(Map<?, ?> position) {
        String rep =
                text(position, "rep").or(() -> text(position, "disposition")).orElse("NO_ANSWER");
        return rep.equalsIgnoreCase("NO_ANSWER") || rep.equalsIgnoreCase("VIEWED");
    }

    private static Position position(Map<?, ?> position, Map<?, ?> content) {
        int number = position.get("position") instanceof Number n ? n.intValue() : 1;
        String action = text(position, "action").orElse("");
        String title = text(position, "title")
                .or(() -> number == 1 ? text(content, "title") : Optional.empty())
                .orElse("");
        return new Position(number, action, title);
    }

    private static Optional<String> text(Map<?, ?> of, String key) {
        return of.get(key) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }
}
