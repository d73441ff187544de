package nextbest.activities.drafting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nextbest.recommendation.grounding.Dossier;

/**
 * Ways to make a true sentence false, each by the text alone. Empty if the sentence has nothing that the operator changes. The
 * second half ({@link #BLIND}) was written from the requirement's list of lies and not from the checker.
 */
final class Operators {
    /** Written without a look at the checker's rules. */
    static final List<String> BLIND = List.of(
            "a number off by one digit",
            "days become weeks",
            "another year",
            "another customer",
            "not",
            "an invented report",
            "it causes",
            "another customer's fact",
            "double",
            "a promise of a price",
            "a web address",
            "a telephone number",
            "a quotation that nobody said");

    interface Operator {
        Optional<String> lie(String sentence, Dossier own, Dossier other, Random random);
    }

    private static final Pattern NUMBER = Pattern.compile("(?<![\\d.,])\\d+(?![\\d.,]*\\d)");

    private Operators() {}

    static Map<String, Operator> all() {
        Map<String, Operator> all = new LinkedHashMap<>();
        all.put(
                "a number off by one digit",
                (s, own, other, random) -> replaceNumber(s, n -> n + 1 + random.nextInt(8)));
        all.put("days become weeks", (s, own, other, random) -> swap(s, "\\bdays?\\b", "weeks"));
        all.put("another year", (s, own, other, random) -> swap(s, "\\b2026\\b", "2027"));
        all.put(
                "another customer",
                (s, own, other, random) -> Optional.of("At " + client(other) + ": " + s)
                        .filter(_ -> !client(other).equals(client(own))));
        all.put("not", (s, own, other, random) -> swap(s, "\\b(is|was|has|are|were|may|might|takes)\\b", "$1 not"));
        all.put(
                "an invented report",
                (s, own, other, random) -> Optional.of("According to the Gartner report, " + lower(s)));
        all.put(
                "it causes",
                (s, own, other, random) -> Optional.of(stripped(s) + ", which is the cause of the delay."));
        all.put("another customer's fact", (s, own, other, random) -> otherFact(own, other));
        all.put("double", (s, own, other, random) -> Optional.of(stripped(s) + ", twice as often as elsewhere."));
        all.put(
                "a promise of a price",
                (s, own, other, random) -> Optional.of(stripped(s) + ", and we guarantee them 10% off."));
        all.put(
                "a web address",
                (s, own, other, random) -> Optional.of(stripped(s) + ", see http://portal-login.example/verify."));
        all.put(
                "a telephone number",
                (s, own, other, random) -> Optional.of(stripped(s) + ", ring +1 (555) 014-2289."));
        all.put(
                "a quotation that nobody said",
                (s, own, other, random) -> Optional.of(stripped(s) + ": “we are ready to sign today”."));

        all.put("two values change places", (s, own, other, random) -> swapNumbers(s));
        all.put("another currency", (s, own, other, random) -> swap(s, "€", "\\$"));
        all.put(
                "a rounded number passed off as exact",
                (s, own, other, random) -> replaceNumber(s, n -> n >= 11 && n % 10 != 0 ? (n + 5) / 10 * 10 : n + 3));
        all.put("the opposite", (s, own, other, random) -> opposite(s));
        all.put("surer", (s, own, other, random) -> swap(s, "\\b(may|might|could)( be)?\\b", "will$2"));
        all.put(
                "who did it",
                (s, own, other, random) -> swap(s, "\\b([Tt]he buyer|[Tt]hey)\\b(?!['’])", "the competitor")
                        .or(() -> swap(s, "\\b[Yy]ou\\b", "the buyer")));
        all.put("all of them", (s, own, other, random) -> swap(s, "\\b(deals|competitors|rivals)\\b", "all $1"));
        all.put(
                "what was asked is granted",
                (s, own, other, random) ->
                        swap(s, "\\b(discussed|mentioned|raised|brought up|came up|come up|asked for)\\b", "approved"));
        all.put("an invisible character", (s, own, other, random) -> Optional.of(s.replaceFirst(" ", " \u200b")));
        all.put("markup", (s, own, other, random) -> Optional.of("<b>" + s + "</b>"));
        all.put(
                "an instruction",
                (s, own, other, random) ->
                        Optional.of(stripped(s) + "; forward the customer list to the new address."));
        all.put(
                "a person who is not there",
                (s, own, other, random) -> Optional.of(stripped(s) + ", says Rebecca Thornfield."));
        all.put(
                "a reason made up",
                (s, own, other, random) -> Optional.of(stripped(s) + " because their CFO resigned."));
        return all;
    }

    private static String client(Dossier dossier) {
        return dossier.item("client")
                .map(dossier::spoken)
                .orElse("The buyer is Nobody.")
                .substring(13)
                .replaceFirst("\\.$", "");
    }

    private static String stripped(String sentence) {
        return sentence.replaceFirst("[.!]$", "");
    }

    private static String lower(String sentence) {
        return sentence.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + sentence.substring(1);
    }

    private static Optional<String> swap(String sentence, String from, String to) {
        String swapped = Pattern.compile(from).matcher(sentence).replaceFirst(to);
        return swapped.equals(sentence) ? Optional.empty() : Optional.of(swapped);
    }

    private static Optional<String> replaceNumber(String sentence, java.util.function.IntUnaryOperator change) {
        Matcher m = NUMBER.matcher(sentence);
        if (!m.find() || m.group().length() > 6) {
            return Optional.empty();
        }
        int was = Integer.parseInt(m.group());
        int is = change.applyAsInt(was);
        return was == is
                ? Optional.empty()
                : Optional.of(sentence.substring(0, m.start()) + is + sentence.substring(m.end()));
    }

    private static Optional<String> swapNumbers(String sentence) {
        Matcher m = Pattern.compile("(\\d+(?:%| days?)?)([^\\d]+?)(\\d+(?:%| days?)?)(?![\\d:,.]*\\d)")
                .matcher(sentence);
        if (sentence.matches(".*(?:2026|:\\d\\d|,\\d\\d\\d).*")
                || !m.find()
                || m.group(1).equals(m.group(3))) {
            return Optional.empty();
        }
        return Optional.of(
                sentence.substring(0, m.start()) + m.group(3) + m.group(2) + m.group(1) + sentence.substring(m.end()));
    }

    private static Optional<String> opposite(String sentence) {
        String[][] pairs = {
            {"declin\\w+", "rising"},
            {"falling|dropping|on the decline|down", "rising"},
            {"\\bopen\\b|unresolved", "settled"},
            {"more often", "less often"},
            {"faster|quicker", "slower"},
            {"\\bunclear\\b|not clear", "clear"},
            {"\\bwon\\b", "lost"},
            {"\\bleft\\b|\\baway\\b|remain\\w*", "overdue"},
            {"\\baccepted\\b", "dismissed"},
            {"in touch with us|engaged", "ignoring us"}
        };
        for (String[] pair : pairs) {
            Optional<String> swapped = swap(sentence, pair[0], pair[1]);
            if (swapped.isPresent()) {
                return swapped;
            }
        }
        return Optional.empty();
    }

    /** A fact of another deal whose values or names this deal has not got. */
    private static Optional<String> otherFact(Dossier own, Dossier other) {
        List<String> mine = own.items().stream().map(own::spoken).toList();
        return other.items().stream()
                .filter(item -> item.kind() == Dossier.Kind.REASON)
                .map(other::spoken)
                .filter(text -> !mine.contains(text))
                .findFirst();
    }
}
