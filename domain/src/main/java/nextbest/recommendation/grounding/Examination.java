package nextbest.recommendation.grounding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The examination of one draft against one dossier. */
final class Examination {
    private static final Pattern LINK = Pattern.compile(
            "(?i)\\b(?:[a-z][a-z0-9+.-]*:/?/|www\\.|mailto:|javascript:|data:)|[\\p{L}\\p{N}]\\.[\\p{L}]{2,}|\\[[^\\]]*\\]\\(");
    private static final Pattern ADDRESS = Pattern.compile("@|\\+?\\d(?:[\\s().-]?\\d){6,}");
    private static final Pattern MARKUP = Pattern.compile("[<>\\[\\]{}`*_#|\\\\~^=$]|&[#\\w]+;");
    private static final Pattern QUOTED = Pattern.compile("[\"“”„«»]([^\"“”„«»]*)[\"“”„«»]");
    private static final Pattern INTERVAL = Pattern.compile("\\[(\\d+(?:\\.\\d+)?%), ?(\\d+(?:\\.\\d+)?%)]");
    private static final Pattern COINS = Pattern.compile("[$](?=\\s?\\d)|(?<=\\bn ?)=(?= ?\\d)");

    private final Dossier dossier;
    private final Scanner scanner;
    private final Map<String, List<Frame>> frames = new LinkedHashMap<>();

    Examination(Lexicon lexicon, Dossier dossier) {
        this.dossier = dossier;
        this.scanner = new Scanner(lexicon, dossier.names());
        for (Dossier.Item item : dossier.items()) {
            boolean signal = item.evidence().stream().anyMatch(id -> id.startsWith("signal:"));
            frames.put(
                    item.id(),
                    Frame.of(item, scanner.scan(item.text())).stream()
                            .map(frame -> frame.completed(lexicon, signal))
                            .toList());
        }
        connect();
    }

    /** Reasons that rest on the same signal may be told together: what was said, by whom and when. */
    private void connect() {
        List<Dossier.Item> reasons = dossier.items().stream()
                .filter(item -> item.kind() == Dossier.Kind.REASON)
                .toList();
        for (Dossier.Item one : reasons) {
            for (Dossier.Item other : reasons) {
                if (!one.id().equals(other.id())
                        && one.evidence().stream()
                                .anyMatch(id -> id.startsWith("signal:")
                                        && other.evidence().contains(id))) {
                    List<Frame> mine = frames.get(one.id());
                    List<Frame> its = frames.get(other.id());
                    if (mine.size() == 1
                            && its.size() == 1
                            && mine.getFirst().negated() == its.getFirst().negated()) {
                        frames.computeIfPresent(
                                one.id(),
                                (id, list) -> join(list, list.getFirst().with(its.getFirst())));
                    }
                }
            }
        }
    }

    private static List<Frame> join(List<Frame> list, Frame more) {
        List<Frame> all = new ArrayList<>(list);
        all.add(more);
        return all;
    }

    List<Objection> of(Draft draft) {
        if (draft.why().isEmpty() && draft.how().isEmpty()) {
            return List.of(new Objection("draft", Objection.Reason.EMPTY, ""));
        }
        List<Objection> objections = new ArrayList<>();
        examine("why", draft.why(), objections);
        examine("how", draft.how(), objections);
        return objections;
    }

    private void examine(String part, List<Draft.Sentence> sentences, List<Objection> objections) {
        if (sentences.size() > GroundingCheck.MOST_SENTENCES) {
            objections.add(new Objection(part, Objection.Reason.TOO_LONG, sentences.size() + " sentences"));
            return;
        }
        for (int i = 0; i < sentences.size(); i++) {
            String where = part + " " + (i + 1);
            examine(where, sentences.get(i)).ifPresent(objections::add);
        }
    }

    private Optional<Objection> examine(String where, Draft.Sentence sentence) {
        String said = sentence.text();
        if (said.isBlank()) {
            return Optional.of(new Objection(where, Objection.Reason.EMPTY, ""));
        }
        if (said.length() > GroundingCheck.MOST_CHARACTERS) {
            return Optional.of(new Objection(where, Objection.Reason.TOO_LONG, said.length() + " characters"));
        }
        for (String id : sentence.restsOn()) {
            if (dossier.item(id).isEmpty()) {
                return Optional.of(new Objection(where, Objection.Reason.UNKNOWN_EVIDENCE, fit(id)));
            }
        }
        List<Dossier.Item> cited = dossier.items().stream()
                .filter(item -> sentence.restsOn().isEmpty()
                        || sentence.restsOn().contains(item.id())
                        || item.kind() == Dossier.Kind.CONTEXT
                        || item.kind() == Dossier.Kind.ADVICE
                        || item.kind() == Dossier.Kind.STEP)
                .toList();
        String folded = fold(said);
        if (cited.stream().anyMatch(item -> fold(dossier.spoken(item)).equals(folded))) {
            return Optional.empty();
        }
        if (!dossier.language().getLanguage().equals(Locale.ENGLISH.getLanguage())) {
            return Optional.of(
                    new Objection(where, Objection.Reason.WORD, "a text that is not English can only be repeated"));
        }
        String marked = mark(
                INTERVAL.matcher(said.strip().replaceFirst("^[-–•·*]\\s+", "")).replaceAll("($1 to $2)"));
        return forbidden(where, marked, cited).or(() -> carried(where, unquoted(marked), cited));
    }

    private static String fold(String text) {
        return text.strip().replaceAll("\\s+", " ").replaceAll("[.!]$", "");
    }

    private static String fit(String offence) {
        return offence.length() <= 60 ? offence : offence.substring(0, 60);
    }

    /** Puts markers where names stand, the longest names first. */
    private String mark(String said) {
        String marked = said;
        List<Called> called = called();
        for (Called name : called) {
            if (marked.contains(name.text())) {
                marked = Pattern.compile(
                                "(?<![\\p{L}\\p{N}\uE000])" + Pattern.quote(name.text()) + "(?![\\p{L}\\p{N}\uE001])")
                        .matcher(marked)
                        .replaceAll(Matcher.quoteReplacement(Dossier.marker(name.index())));
            }
        }
        return marked;
    }

    private record Called(String text, int index) {}

    private List<Called> called() {
        List<Called> called = new ArrayList<>();
        Map<String, Integer> parts = new HashMap<>();
        for (int i = 0; i < dossier.names().size(); i++) {
            Dossier.Name name = dossier.names().get(i);
            called.add(new Called(name.text(), i));
            for (String part : shortForms(name)) {
                int index = i;
                parts.merge(part, index, (one, other) -> one.equals(other) ? one : -1);
            }
        }
        parts.forEach((part, index) -> {
            if (index >= 0) {
                called.add(new Called(part, index));
            }
        });
        called.sort(Comparator.comparingInt((Called c) -> c.text().length())
                .reversed()
                .thenComparing(Called::index));
        return called;
    }

    /** A person by one of the names, a company without its legal form. A short form that is also a word is none. */
    private static Set<String> shortForms(Dossier.Name name) {
        Set<String> forms = new HashSet<>();
        switch (name.kind()) {
            case PERSON -> {
                for (String part : name.text().split("\\s+", -1)) {
                    if (part.length() > 2 && Character.isUpperCase(part.codePointAt(0))) {
                        forms.add(part);
                    }
                }
            }
            case CLIENT ->
                forms.add(name.text()
                        .replaceFirst(
                                "(?i),?\\s+(?:inc|ltd|llc|gmbh|ag|corp|corporation|plc|sa|bv|co|kg|ab|oy|srl|spa)\\.?$",
                                ""));
            case DEAL, TERM -> {}
        }
        forms.remove(name.text());
        return forms;
    }

    /** What no draft may have, whatever the evidence says. */
    private Optional<Objection> forbidden(String where, String marked, List<Dossier.Item> cited) {
        String bare = marked.replaceAll("\uE000\\d+\uE001", "N");
        Optional<Integer> character =
                bare.codePoints().filter(Examination::isStrange).boxed().findFirst();
        if (character.isPresent()) {
            return Optional.of(new Objection(
                    where, Objection.Reason.CHARACTERS, String.format(Locale.ROOT, "U+%04X", character.get())));
        }
        Matcher quoted = QUOTED.matcher(marked);
        while (quoted.find()) {
            String quote = fold(quoted.group(1)).toLowerCase(Locale.ROOT);
            if (quote.isEmpty()
                    || cited.stream()
                            .noneMatch(item ->
                                    fold(item.text()).toLowerCase(Locale.ROOT).contains(quote))) {
                return Optional.of(new Objection(where, Objection.Reason.QUOTE, fit(quote)));
            }
        }
        if (Scanner.plain(bare).indexOf('?') >= 0
                && cited.stream().noneMatch(item -> item.text().indexOf('?') >= 0)) {
            // what the evidence states, a question only wonders
            return Optional.of(new Objection(where, Objection.Reason.CERTAINTY, "?"));
        }
        return found(where, Objection.Reason.LINK, LINK, bare)
                .or(() -> found(where, Objection.Reason.ADDRESS, ADDRESS, bare.replaceAll("\\d{4}-\\d{2}-\\d{2}", "")))
                .or(() -> found(
                        where,
                        Objection.Reason.MARKUP,
                        MARKUP,
                        COINS.matcher(bare).replaceAll("")));
    }

    private static Optional<Objection> found(String where, Objection.Reason reason, Pattern pattern, String text) {
        Matcher m = pattern.matcher(text);
        return m.find() ? Optional.of(new Objection(where, reason, fit(m.group()))) : Optional.empty();
    }

    private static boolean isStrange(int character) {
        // digits of other scripts look like ours to nobody, and to no rule about numbers
        boolean digit = Character.isDigit(character) && (character < '0' || character > '9');
        return digit
                || switch (Character.getType(character)) {
                    case Character.CONTROL,
                            Character.OTHER_NUMBER,
                            Character.LETTER_NUMBER,
                            Character.FORMAT,
                            Character.PRIVATE_USE,
                            Character.SURROGATE,
                            Character.UNASSIGNED,
                            Character.OTHER_SYMBOL,
                            Character.MODIFIER_SYMBOL,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> true;
                    default -> false;
                };
    }

    private static String unquoted(String marked) {
        return QUOTED.matcher(marked).replaceAll("$1");
    }

    private Optional<Objection> carried(String where, String marked, List<Dossier.Item> cited) {
        List<Frame> usable =
                cited.stream().flatMap(item -> frames.get(item.id()).stream()).toList();
        List<Token> tokens = scanner.scan(marked);
        List<Token> sentence = new ArrayList<>();
        for (int i = 0; i <= tokens.size(); i++) {
            boolean ends = i == tokens.size() || tokens.get(i).text().matches("[.!?]");
            if (!ends) {
                sentence.add(tokens.get(i));
            } else if (!sentence.isEmpty()) {
                Optional<Objection> objection = new Cutting(dossier, usable, List.copyOf(sentence)).objection(where);
                if (objection.isPresent()) {
                    return objection;
                }
                sentence.clear();
            }
        }
        return IntStream.range(0, tokens.size()).allMatch(i -> tokens.get(i).isMark())
                ? Optional.of(new Objection(where, Objection.Reason.EMPTY, ""))
                : Optional.empty();
    }
}
