package nextbest.activities.mail;

import java.util.List;

/**
 * A letter in words, ready to be set as HTML or as text. All strings are said already; none is escaped.
 *
 * @param preview what a list of mails shows beside the subject
 * @param heading above the cards
 * @param cards one or several, the best first
 * @param closing sentences below the cards
 */
record Letter(String subject, String preview, String heading, List<Card> cards, List<String> closing) {
    Letter {
        cards = List.copyOf(cards);
        closing = List.copyOf(closing);
    }

    /**
     * A card.
     *
     * @param deal what the rep calls it
     * @param context client, stage, amount; empty if none is known
     * @param urgencyKey high, medium or low
     * @param remark that it is mandatory or a default; empty if neither
     * @param reasons of the urgency and the window
     */
    record Card(
            String deal,
            String context,
            Sentence title,
            int points,
            String urgency,
            String urgencyKey,
            String impact,
            String remark,
            List<Factor> factors,
            List<Reason> why,
            List<Sentence> how,
            String best,
            List<String> reasons,
            String success,
            List<Alternative> alternatives,
            List<String> conflicts,
            List<String> missing,
            List<Answer> answers,
            String page) {
        Card {
            factors = List.copyOf(factors);
            why = List.copyOf(why);
            how = List.copyOf(how);
            reasons = List.copyOf(reasons);
            alternatives = List.copyOf(alternatives);
            conflicts = List.copyOf(conflicts);
            missing = List.copyOf(missing);
            answers = List.copyOf(answers);
        }
    }

    /** A factor of the score in whole points. */
    record Factor(String name, int points, int max) {}

    /** @param source what it rests on; empty if it speaks for itself */
    record Reason(String text, String source) {}

    /** @param accept where this one is accepted instead */
    record Alternative(int points, String title, String remark, String accept) {}

    /** @param main whether it is the answer that the letter asks for */
    record Answer(String label, String url, boolean main) {}
}
