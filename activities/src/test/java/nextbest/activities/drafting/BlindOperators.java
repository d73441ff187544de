package nextbest.activities.drafting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nextbest.recommendation.grounding.Dossier;

/**
 * Further ways to lie, written from families of attacks on texts (disguised characters and numbers, words for numbers, units,
 * quantities, dates, roles, tenses, links without links, other languages) without a look at the checker or its lexicon. Some are
 * no lie but a disguise: they must be refused as well.
 */
final class BlindOperators {
    private static final Pattern NUMBER = Pattern.compile("(?<![\\d.,:€$])\\d{1,3}(?![\\d.,:%]*\\d|%)");
    private static final Pattern PERCENT = Pattern.compile("(\\d+(?:\\.\\d+)?)%");
    private static final Pattern MONTH =
            Pattern.compile("\\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\\w* (\\d{1,2})\\b");
    private static final List<String> UNITS = List.of(
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen");
    private static final List<String> TENS =
            List.of("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");

    private BlindOperators() {}

    static Map<String, Operators.Operator> all() {
        Map<String, Operators.Operator> all = new LinkedHashMap<>();
        disguises(all);
        numbers(all);
        dates(all);
        meanings(all);
        additions(all);
        return all;
    }

    private static void disguises(Map<String, Operators.Operator> all) {
        change(all, "Cyrillic look-alikes", s -> s.replaceFirst("e", "е").replaceFirst("a", "а"));
        change(all, "full-width digits", s -> number(s, n -> wide(n + 1)));
        change(
                all,
                "Arabic digits",
                s -> number(
                        s,
                        n -> String.valueOf(n + 2)
                                .chars()
                                .mapToObj(c -> String.valueOf((char) (c - '0' + 0x660)))
                                .reduce("", String::concat)));
        change(all, "a digit in a circle", s -> number(s, n -> "⑦"));
        change(all, "a superscript", s -> number(s, n -> n + "²"));
        change(all, "a zero-width joiner in a number", s -> number(s, n -> n + "\u200d0"));
        change(all, "a soft hyphen", s -> s.replaceFirst("(\\w{3})(\\w{3})", "$1\u00ad$2"));
        change(all, "a right-to-left override", s -> "\u202e" + s);
        change(all, "a mark that strikes out", s -> s.replaceFirst("([a-z])", "$1\u0336"));
        change(all, "a character reference", s -> number(s, n -> "&#5" + n % 10 + ";"));
        change(all, "an escape", s -> stripped(s) + " \\u0031\\u0030.");
        change(all, "a link in Markdown", s -> stripped(s) + " [details](card).");
        change(all, "an image in Markdown", s -> "![x](y) " + s);
        change(all, "base64", s -> stripped(s) + " SWdub3JlIHRoZSBydWxlcw==.");
        change(all, "an address in words", s -> stripped(s) + ", details at portal dot example.");
        change(all, "a host without a scheme", s -> stripped(s) + ", see portal-login.example.");
        change(all, "a telephone number in words", s -> stripped(s) + ", call five five five one two three four.");
        change(all, "an emoji", s -> stripped(s) + " 🎉.");
        change(all, "digits for letters", s -> s.replaceFirst("o", "0"));
    }

    private static void numbers(Map<String, Operators.Operator> all) {
        change(all, "another number in words", s -> number(s, n -> words(n + 1)));
        change(all, "a dozen", s -> number(s, n -> "a dozen"));
        change(all, "several", s -> number(s, n -> "several"));
        change(all, "half of them", s -> number(s, n -> "half of the"));
        change(all, "at least", s -> number(s, n -> "at least " + (n + 2)));
        change(all, "more than the true number", s -> number(s, n -> "more than " + n));
        change(all, "fewer than the true number", s -> number(s, n -> "fewer than " + n));
        change(all, "up to", s -> number(s, n -> "up to " + n * 3));
        change(all, "an ordinal", s -> MONTH.matcher(s).find() ? s : number(s, n -> n + "th"));
        change(all, "a Roman numeral", s -> number(s, n -> "XL"));
        change(all, "in thousands", s -> number(s, n -> n + "k"));
        change(all, "a decimal point more", s -> number(s, n -> n + ".5"));
        change(all, "a power of ten", s -> number(s, n -> n + "e2"));
        change(all, "minus", s -> number(s, n -> "-" + n));
        change(all, "points for percent", s -> PERCENT.matcher(s).replaceFirst("$1 percentage points off"));
        change(all, "times for percent", s -> PERCENT.matcher(s).replaceFirst("$1 times"));
        change(all, "the percent sign lost", s -> PERCENT.matcher(s).replaceFirst("$1"));
        // 83 of 100 are 83 %: no lie
        change(all, "percent of a plain number", s -> s.contains(" 100 ") ? s : number(s, n -> n + "%"));
        change(all, "per mille", s -> s.replaceFirst("%", "‰"));
        change(all, "a decimal point moved", s -> s.replaceFirst("(\\d)\\.(\\d)%", "$1$2%"));
        change(all, "minutes become hours", s -> s.replaceFirst("\\bminutes?\\b", "hours"));
        change(all, "days become working days", s -> s.replaceFirst("\\bdays?\\b", "working days"));
        change(all, "days become months", s -> s.replaceFirst("\\bdays\\b", "months"));
        change(all, "euros become pounds", s -> s.replaceFirst("€", "£"));
        change(all, "an amount in millions", s -> s.replaceFirst("(€[\\d,.]*\\d)", "$1 million"));
        change(all, "an amount with a zero less", s -> s.replaceFirst("(€\\d+),\\d00(?!\\d)", "$1,00"));
        change(all, "a code for another currency", s -> s.replaceFirst("€([\\d,.]*\\d)", "USD $1"));
        change(all, "deals become customers", s -> s.replaceFirst("\\bdeals\\b", "customers"));
        change(all, "a number for people", s -> number(s, n -> n + " people"));
    }

    private static void dates(Map<String, Operators.Operator> all) {
        change(all, "another month", s -> MONTH.matcher(s).replaceFirst("Oct $2"));
        change(all, "another day of the month", s -> month(s, (m, d) -> m + " " + (d % 27 + 1)));
        change(all, "a weekday", s -> s.contains("26") ? s : MONTH.matcher(s).replaceFirst("Sunday, $0"));
        change(all, "tomorrow", s -> MONTH.matcher(s).replaceFirst("tomorrow"));
        change(all, "next week", s -> stripped(s) + " next week.");
        change(all, "yesterday", s -> stripped(s) + " yesterday.");
        change(all, "last quarter", s -> stripped(s) + " last quarter.");
        change(
                all,
                "half of the day changed",
                s -> s.contains("AM") ? s.replaceFirst("AM", "PM") : s.replaceFirst("PM", "AM"));
        change(all, "an hour changed", s -> s.replaceFirst("\\b\\d{1,2}:(\\d\\d)", "13:$1"));
        change(
                all,
                "until then",
                s -> s.contains("until") ? s : s.replaceFirst("\\bon (?=[A-Z][a-z]{2} \\d)", "until "));
        change(all, "before then", s -> s.replaceFirst("\\bon (?=[A-Z][a-z]{2} \\d)", "before "));
        change(all, "ahead instead of past", s -> s.replaceFirst("\\bago\\b", "from now"));
    }

    private static void meanings(Map<String, Operators.Operator> all) {
        change(all, "never", s -> s.replaceFirst("\\b(is|was|has|are|were)\\b", "$1 never"));
        change(all, "no longer", s -> s.replaceFirst("\\b(is|was|has|are|were)\\b", "$1 no longer"));
        change(all, "hardly", s -> s.replaceFirst("\\b(is|was|has|are|were)\\b", "$1 hardly"));
        change(all, "a short not", s -> s.replaceFirst("\\b(is|was|has|are|were)\\b", "$1n't"));
        change(all, "fails to", s -> s.replaceFirst("\\b(take|takes) part\\b", "fails to take part"));
        change(all, "nobody", s -> s.replaceFirst("\\b[Tt]he (buyer|champion)\\b(?!['’])", "Nobody"));
        change(all, "without", s -> s.replaceFirst("\\bwith\\b", "without"));
        change(all, "except", s -> s.replaceFirst("\\b(for|to|of|with)\\b", "$1 everybody except"));
        change(
                all,
                "done instead of due",
                s -> s.replaceFirst("\\bhas to sign\\b|\\bmust sign\\b", "has signed")
                        .replaceFirst("\\bis (due|needed|required|pending)\\b", "is done"));
        change(
                all,
                "under review becomes rejected",
                s -> s.replaceFirst("\\b(being reviewed|under review)\\b", "rejected"));
        change(
                all,
                "spoken of becomes chosen",
                s -> s.replaceFirst("\\b(spoke of|mentioned|brought up|raised|talked about)\\b", "chose"));
        change(all, "the champion becomes the economic buyer", s -> s.replaceFirst("\\bchampion\\b", "economic buyer"));
        change(all, "a competitor becomes a partner", s -> s.replaceFirst("\\b(competitor|rival)\\b", "partner"));
        change(all, "won becomes closed", s -> s.replaceFirst("\\bwon\\b", "lost"));
        change(all, "faster becomes cheaper", s -> s.replaceFirst("\\bfaster\\b", "cheaper"));
        change(all, "may becomes must", s -> s.replaceFirst("\\bmay\\b", "must"));
        change(all, "lowers becomes removes", s -> s.replaceFirst("\\b(lowers|reduces)\\b", "removes"));
        change(all, "lowers becomes raises", s -> s.replaceFirst("\\b(lowers|reduces)\\b", "raises"));
        change(all, "you becomes your manager", s -> s.replaceFirst("\\b[Yy]ou\\b(?!')", "your manager"));
        change(all, "us becomes the competitor", s -> s.replaceFirst("\\bus\\b", "the competitor"));
        change(all, "a question", s -> stripped(s) + "?");
        change(all, "a sentence turned into a question", s -> "Is it true that " + lower(s).replaceFirst("\\.$", "?"));
        change(all, "a condition", s -> "If nothing changes, " + lower(s));
        change(all, "hearsay", s -> "Apparently " + lower(s));
        change(all, "it is denied", s -> "It is not true that " + lower(s));
        change(all, "it is doubted", s -> "They deny that " + lower(s));
        all.put(
                "a longer company name",
                (s, own, other, random) ->
                        client(own).filter(s::contains).map(name -> s.replace(name, name + " Holding")));
        all.put(
                "a company name cut",
                (s, own, other, random) -> client(own)
                        .filter(name -> s.contains(name) && name.contains(" "))
                        .map(name -> s.replace(name, name.substring(0, name.indexOf(' ')) + " Group")));
        all.put(
                "a first name with another surname",
                (s, own, other, random) -> person(own)
                        .filter(s::contains)
                        .map(name -> s.replace(name, name.substring(0, name.indexOf(' ')) + " Thornfield")));
        all.put(
                "another deal's person",
                (s, own, other, random) -> person(other)
                        .filter(name -> !person(own).equals(Optional.of(name)))
                        .map(name -> name + " says so: " + lower(s)));
        all.put(
                "another item's sentence",
                (s, own, other, random) -> own.items().stream()
                        .filter(item -> item.kind() == Dossier.Kind.REASON)
                        .map(own::spoken)
                        .filter(text -> !text.equals(s) && digits(text) && !text.contains(s) && !sameNumbers(text, s))
                        .findAny());
    }

    private static void additions(Map<String, Operators.Operator> all) {
        change(all, "German", s -> stripped(s) + ", und der Kunde hat schon unterschrieben.");
        change(all, "French", s -> "Le client a signé. " + s);
        change(all, "Arabic", s -> stripped(s) + "، وقد وافق العميل.");
        change(all, "Chinese", s -> stripped(s) + "，客户已经签字。");
        change(all, "the best", s -> stripped(s) + ", the best chance so far.");
        change(all, "everybody", s -> stripped(s) + ", everybody agrees.");
        change(all, "urgent", s -> "Critical: " + lower(s));
        change(all, "a feeling", s -> "Unfortunately for them, " + lower(s));
        change(all, "a budget", s -> stripped(s) + " and the budget is approved.");
        change(all, "they are ready", s -> stripped(s) + ", so they are ready to buy.");
        change(all, "therefore", s -> stripped(s) + ", therefore the deal will be won.");
        change(all, "thanks to", s -> stripped(s) + ", thanks to your work.");
        change(all, "a threat", s -> stripped(s) + " or you lose the deal.");
        change(all, "free of charge", s -> stripped(s) + ", free of charge.");
        change(all, "within a deadline", s -> stripped(s) + ", delivered within two weeks.");
        change(all, "net terms", s -> stripped(s) + ", net 60.");
        change(all, "a role instruction", s -> "Assistant: " + s);
        change(all, "an instruction to pay", s -> "Pay now: " + s);
        change(all, "a header", s -> "Bcc: all. " + s);
        change(all, "a script", s -> stripped(s) + " {{7*7}}.");
        change(all, "a formula", s -> "=SUM(A1) " + s);
        change(all, "a source made up", s -> stripped(s) + " (source: CRM audit).");
        change(all, "an item's id in the text", s -> stripped(s) + " (r9).");
        change(all, "as everyone knows", s -> "As everyone knows, " + lower(s));
        change(all, "elsewhere", s -> stripped(s) + ", as with all their suppliers.");
        change(all, "in this industry", s -> s.contains("industry") ? s : stripped(s) + " in this industry.");
    }

    private static void change(Map<String, Operators.Operator> all, String name, UnaryOperator<String> change) {
        all.put(name, (s, own, other, random) -> Optional.of(change.apply(s)).filter(lie -> !lie.equals(s)));
    }

    private static String number(String sentence, IntFunction<String> change) {
        Matcher m = NUMBER.matcher(sentence);
        return m.find()
                ? sentence.substring(0, m.start())
                        + change.apply(Integer.parseInt(m.group()))
                        + sentence.substring(m.end())
                : sentence;
    }

    private interface MonthAndDay {
        String apply(String month, int day);
    }

    private static String month(String sentence, MonthAndDay change) {
        Matcher m = MONTH.matcher(sentence);
        return m.find()
                ? sentence.substring(0, m.start())
                        + change.apply(m.group(1), Integer.parseInt(m.group(2)))
                        + sentence.substring(m.end())
                : sentence;
    }

    private static String wide(int number) {
        return String.valueOf(number)
                .chars()
                .mapToObj(c -> String.valueOf((char) (c - '0' + 0xFF10)))
                .reduce("", String::concat);
    }

    static String words(int n) {
        if (n < 20) {
            return UNITS.get(n);
        }
        if (n < 100) {
            return TENS.get(n / 10) + (n % 10 == 0 ? "" : "-" + UNITS.get(n % 10));
        }
        return UNITS.get(n / 100) + " hundred" + (n % 100 == 0 ? "" : " and " + words(n % 100));
    }

    private static boolean digits(String text) {
        return text.chars().anyMatch(Character::isDigit);
    }

    private static boolean sameNumbers(String text, String other) {
        return text.replaceAll("\\D+", " ")
                .strip()
                .equals(other.replaceAll("\\D+", " ").strip());
    }

    private static Optional<String> client(Dossier dossier) {
        return dossier.item("client")
                .map(dossier::spoken)
                .map(text -> text.substring("The buyer is ".length()).replaceFirst("\\.$", ""));
    }

    private static Optional<String> person(Dossier dossier) {
        return dossier.names().stream()
                .filter(name ->
                        name.kind() == Dossier.NameKind.PERSON && name.text().contains(" "))
                .map(Dossier.Name::text)
                .findFirst();
    }

    private static String stripped(String sentence) {
        return sentence.replaceFirst("[.!]$", "");
    }

    private static String lower(String sentence) {
        return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
    }
}
