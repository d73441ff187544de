package nextbest.activities.drafting;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import nextbest.recommendation.grounding.Dossier;

/**
 * A third set of ways to lie, in two halves, written together with {@code unseen-first.txt} and {@code unseen-second.txt} and
 * without a look at the checker. The first half taught the checker something; none of the second got through when it was first measured.
 */
final class UnseenOperators {
    private static final String AUX = "\\b(is|was|has|are|were|have|had)\\b(?! not)";
    private static final Pattern WORD_NUMBER = Pattern.compile(
            "\\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ISO = Pattern.compile("(2026-\\d\\d-)(\\d\\d)");
    private static final Pattern AMOUNT_SHORT = Pattern.compile("(\\d+)((?:\\.\\d+)?k)\\b");

    private UnseenOperators() {}

    static Map<String, Operators.Operator> first() {
        Map<String, Operators.Operator> all = new LinkedHashMap<>();
        change(
                all,
                "another number word",
                s -> WORD_NUMBER.matcher(s).replaceFirst(m -> m.group().equalsIgnoreCase("nine") ? "eight" : "nine"));
        change(all, "a rounding to the wrong side", s -> s.replaceFirst("\\b(\\d+)(\\.\\d)?%", "about $1" + "9%"));
        change(all, "an ISO date moved by a day", s -> ISO.matcher(s).replaceFirst(UnseenOperators::nextDay));
        change(
                all,
                "an amount in thousands changed",
                s -> AMOUNT_SHORT.matcher(s).replaceFirst(m -> (Integer.parseInt(m.group(1)) + 10) + m.group(2)));
        change(
                all,
                "euros become dollars",
                s -> s.replaceFirst("€", "\\$")
                        .replaceFirst("\\bEUR\\b", "USD")
                        .replaceFirst("\\beuros\\b", "dollars"));
        change(
                all,
                "weeks become months",
                s -> s.replaceFirst("\\bweeks\\b", "months").replaceFirst("(\\d)d\\b", "$1w"));
        change(all, "two in three", s -> s.replaceFirst("\\d+ (of|out of) (the )?\\d+", "two in three"));
        change(all, "an answer to another question", s -> "Is the budget approved? Yes. " + s);
        change(all, "a bullet more", s -> s + " - Budget: approved");
        change(all, "a field made up", s -> "Status: verbal yes. " + s);
        change(
                all,
                "contact instead of none",
                s -> s.replaceFirst("(?i)\\bno contact\\b", "Contact")
                        .replaceFirst("\\bnot in touch\\b", "in touch")
                        .replaceFirst("(?i)\\bnobody(?= .*(but|apart))", "Everybody"));
        change(
                all,
                "at most",
                s -> s.replaceFirst("(?<![\\d.,€-])(\\d+) (days|deals|minutes|competitors)", "at most $1 $2"));
        change(all, "a time of the day made up", s -> stripped(s) + " at 6 pm.");
        change(all, "a guarantee", s -> stripped(s) + ", guaranteed.");
        change(all, "a rebate", s -> stripped(s) + "; offer them 10% off.");
        change(all, "a consequence", s -> stripped(s) + ", which is why they will sign.");
        change(all, "a telephone number", s -> stripped(s) + " (call 0171 555 12 34).");
        change(all, "a name with a look-alike letter", s -> s.replaceFirst("\\b([A-Z][b-z]*)a", "$1\u0430"));
        change(all, "the step denied", s -> "Do not " + lower(s));
        change(all, "the step for the competitor", s -> stripped(s) + " for the competitor.");
        change(
                all,
                "the share of another whole",
                s -> s.replaceFirst("\\bsimilar won deals\\b", "all our deals")
                        .replaceFirst("\\b(similar|comparable) deals\\b", "all deals of the buyer"));
        all.put(
                "the first name of another",
                (s, own, other, random) -> person(own)
                        .flatMap(mine -> person(other)
                                .filter(theirs -> !first(theirs).equals(first(mine)))
                                .filter(_ -> s.contains(first(mine)))
                                .map(theirs -> s.replace(first(mine), first(theirs)))));
        return all;
    }

    static Map<String, Operators.Operator> second() {
        Map<String, Operators.Operator> all = new LinkedHashMap<>();
        change(all, "a digit exchanged", s -> s.replaceFirst("(\\d)(\\d)(?=\\D*$)", "$2$1"));
        change(
                all,
                "hundreds",
                s -> s.replaceFirst("(?<![\\d.,€-])(\\d{1,2}) (days|deals|minutes|min)\\b", "$1 hundred $2"));
        change(
                all,
                "another weekday",
                s -> s.replaceFirst("\\b(Mon|Tues|Wednes|Thurs)day\\b", "Saturday")
                        .replaceFirst("\\bFriday\\b", "Sunday"));
        change(all, "a date a year later", s -> s.replace("2026", "2027"));
        change(
                all,
                "an ordinal changed",
                s -> s.replaceFirst("\\b\\d+(st|nd|rd|th)\\b", "19th").replaceFirst("\\b(19th)\\b(?=.*\\1)", "18th"));
        change(all, "thousands become millions", s -> s.replaceFirst("(\\d)k\\b", "$1m"));
        change(
                all,
                "the half of it",
                s -> s.replaceFirst("(?<![\\d.,€-])(\\d+) (days|deals|minutes)", "half of $1 $2"));
        change(all, "nine in ten", s -> stripped(s) + ", in nine of ten cases.");
        change(
                all,
                "the range turned up",
                s -> s.replaceFirst("(\\d+)% to (\\d+)%", "$2% to 99%").replaceFirst("(\\d+)%-(\\d+)%", "$2%-99%"));
        change(all, "an owner made up", s -> stripped(s) + " (owner: the CFO).");
        change(all, "lost to them before", s -> stripped(s) + ", and we lost to them last year.");
        change(all, "a preference", s -> stripped(s) + "; the buyer prefers us.");
        change(all, "barely", s -> s.replaceFirst(AUX, "$1 barely"));
        change(all, "neither", s -> s.replaceFirst(AUX, "$1 neither"));
        change(all, "no longer needed", s -> stripped(s) + " is no longer needed.");
        change(
                all,
                "a comparison turned round",
                s -> s.replaceFirst("\\bfaster\\b", "more slowly")
                        .replaceFirst("\\bmore often\\b", "more rarely")
                        .replaceFirst("\\blarger\\b", "smaller"));
        change(all, "without charge", s -> stripped(s) + " at no cost to them.");
        change(all, "a delivery date", s -> stripped(s) + " and we deliver by May.");
        change(all, "a link in words", s -> stripped(s) + " (see www dot offers dot example).");
        change(all, "an instruction to the reader", s -> stripped(s) + ". Reply with your password.");
        change(all, "a step left undone", s -> "Skip this: " + lower(s));
        change(all, "a step by others", s -> "Let the competitor " + lower(s));
        change(
                all,
                "the buyer becomes the rep",
                s -> s.replaceFirst("\\b[Tt]he buyer\\b(?!['’])", "your manager")
                        .replaceFirst("\\b[Tt]heir\\b", "your manager's"));
        all.put(
                "a surname of another",
                (s, own, other, random) -> person(own)
                        .flatMap(mine -> person(other)
                                .filter(theirs -> !last(theirs).equals(last(mine)))
                                .filter(_ -> s.contains(last(mine)))
                                .map(theirs -> s.replace(last(mine), last(theirs)))));
        return all;
    }

    private static String nextDay(MatchResult m) {
        int day = Integer.parseInt(m.group(2));
        return m.group(1) + "%02d".formatted(day % 28 + 1);
    }

    private static Optional<String> person(Dossier dossier) {
        return dossier.names().stream()
                .filter(name ->
                        name.kind() == Dossier.NameKind.PERSON && name.text().contains(" "))
                .map(Dossier.Name::text)
                .findFirst();
    }

    private static String first(String name) {
        return name.substring(0, name.indexOf(' '));
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf(' ') + 1);
    }

    private static void change(Map<String, Operators.Operator> all, String name, UnaryOperator<String> change) {
        all.put(name, (s, own, other, random) -> Optional.of(change.apply(s)).filter(lie -> !lie.equals(s)));
    }

    private static String stripped(String sentence) {
        return sentence.replaceFirst("[.!]$", "");
    }

    private static String lower(String sentence) {
        return sentence.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + sentence.substring(1);
    }
}
