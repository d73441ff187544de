package nextbest.recommendation.grounding;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One thing that a piece of evidence says.
 *
 * @param item id of the item
 * @param kind of the item
 * @param meanings what it is about and how it stands with it
 * @param statuses those of the meanings that say how it stands
 * @param topics those of the meanings that say what it is about, as far as it says so itself
 * @param lead what its first word with a meaning means: of a step, what is to be done
 * @param negated whether it is denied
 * @param hedged whether it is only possible
 * @param values numbers, amounts and dates
 * @param names indexes
 */
record Frame(
        String item,
        Dossier.Kind kind,
        Set<String> meanings,
        Set<String> statuses,
        Set<String> topics,
        Set<String> lead,
        boolean negated,
        boolean hedged,
        List<Value> values,
        Set<Integer> names) {

    /** Whether it is advice, which may be given in more ways than facts can be stated. */
    boolean advises() {
        return kind == Dossier.Kind.ADVICE || kind == Dossier.Kind.STEP;
    }

    /** What an item says: its clauses, and those of them together that cannot be mixed up. */
    static List<Frame> of(Dossier.Item item, List<Token> tokens) {
        List<Frame> frames = new ArrayList<>();
        List<Token> clause = new ArrayList<>();
        List<Token> inBrackets = new ArrayList<>();
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            String mark = token.isMark() ? token.text() : "";
            if (mark.equals("(")) {
                depth++;
            } else if (mark.equals(")")) {
                depth--;
                addSample(clause, inBrackets);
                add(frames, item, inBrackets);
            } else if (depth > 0) {
                if (mark.equals(";") || mark.equals(",")) {
                    addSample(clause, inBrackets);
                    add(frames, item, inBrackets);
                } else {
                    inBrackets.add(token);
                    // an interval belongs to its estimate as well
                    token.value().stream().filter(Value.Range.class::isInstance).forEach(_ -> clause.add(token));
                }
            } else if (mark.matches("[;.!?]") || (mark.equals(",") && endsClause(tokens, i + 1))) {
                add(frames, item, clause);
            } else {
                clause.add(token);
            }
        }
        add(frames, item, inBrackets);
        add(frames, item, clause);
        addTogether(frames);
        // where only one clause has a value, it cannot be taken for another's
        boolean mistakable =
                frames.stream().filter(frame -> !frame.values.isEmpty()).count() > 1;
        return mistakable ? frames : frames.stream().map(Frame::unmistakable).toList();
    }

    /** How many cases an estimate rests on belongs to the estimate as well. */
    private static void addSample(List<Token> clause, List<Token> inBrackets) {
        boolean sample = inBrackets.stream()
                .allMatch(token -> token.isFree()
                        || token.entry()
                                .filter(entry -> entry.meanings().contains("cases"))
                                .isPresent()
                        || token.value().stream()
                                .anyMatch(value -> value instanceof Value.Quantity q
                                        && q.unit().equals("case")));
        if (sample) {
            clause.addAll(inBrackets);
        }
    }

    /** Whether it is about nothing but a value, as 'It takes 10 minutes' is. */
    boolean isBare() {
        return meanings.stream()
                .noneMatch(meaning -> Character.isLetter(meaning.charAt(0))
                        && !statuses.contains(meaning)
                        && !meaning.equals("we")
                        && !meaning.equals("you"));
    }

    /** 'A competitor takes part, and this lowers that risk': a comma alone ends no clause. */
    private static boolean endsClause(List<Token> tokens, int at) {
        return at < tokens.size() && tokens.get(at).text().matches("(?i)and|so|but");
    }

    private static void add(List<Frame> frames, Dossier.Item item, List<Token> clause) {
        if (clause.stream().anyMatch(token -> !token.isFree())) {
            frames.add(of(item.id(), item.kind(), clause));
        }
        clause.clear();
    }

    static Frame of(String item, Dossier.Kind kind, List<Token> tokens) {
        Set<String> meanings = new HashSet<>();
        Set<String> statuses = new HashSet<>();
        Set<String> topics = new HashSet<>();
        Set<String> lead = tokens.stream()
                .filter(token -> token.is(Lexicon.Use.STATUS) || token.is(Lexicon.Use.TOPIC))
                .findFirst()
                .flatMap(Token::entry)
                .map(Lexicon.Entry::meanings)
                .orElse(Set.of());
        List<Value> values = new ArrayList<>();
        Set<Integer> names = new HashSet<>();
        int denials = 0;
        boolean hedged = false;
        for (Token token : tokens) {
            token.entry().ifPresent(entry -> {
                meanings.addAll(entry.meanings());
                meanings.add(word(token));
                meanings.add(form(token));
                if (entry.is(Lexicon.Use.TOPIC) && !entry.is(Lexicon.Use.STATUS)) {
                    entry.meanings().stream()
                            .filter(meaning -> Character.isLetter(meaning.charAt(0)) && !meaning.equals("you"))
                            .forEach(topics::add);
                }
                if (entry.is(Lexicon.Use.STATUS)) {
                    statuses.addAll(entry.meanings());
                }
            });
            values.addAll(token.value());
            names.addAll(token.names());
            denials += token.is(Lexicon.Use.NEGATION) ? 1 : 0;
            hedged |= token.is(Lexicon.Use.HEDGE);
        }
        return new Frame(
                item, kind, meanings, statuses, topics, lead, denials % 2 == 1, hedged, List.copyOf(values), names);
    }

    /** The word itself, for words that count only where the evidence has the same. */
    static String word(Token token) {
        return "=" + Lexicon.stem(token.text());
    }

    /** The word in the form that it has. */
    static String form(Token token) {
        return "~" + token.text().toLowerCase(Locale.ROOT);
    }

    /** Clauses with the same denial and with values in at most one of them make a frame together. */
    private static void addTogether(List<Frame> frames) {
        if (frames.size() < 2) {
            return;
        }
        Frame first = frames.getFirst();
        boolean mixable = frames.stream().allMatch(f -> f.negated == first.negated && f.hedged == first.hedged)
                && frames.stream().filter(f -> !f.values.isEmpty()).count() <= 1;
        if (mixable) {
            frames.add(frames.stream().reduce(Frame::with).orElseThrow());
        }
    }

    /** The frame with what follows from it; what signals tell comes from the buyer. */
    Frame completed(Lexicon lexicon, boolean signal) {
        Set<String> more = new HashSet<>(meanings);
        meanings.forEach(meaning -> more.addAll(lexicon.implied(meaning)));
        if (meanings.stream().anyMatch(meaning -> meaning.endsWith("discussed"))
                && !meanings.contains("buyer")
                && !meanings.contains("competitor")) {
            // what was discussed was discussed with us
            more.add("we");
            more.add("you");
        }
        if (signal) {
            more.add("buyer");
        }
        return new Frame(item, kind, more, statuses, topics, lead, negated, hedged, values, names);
    }

    private Frame unmistakable() {
        return new Frame(item, kind, meanings, statuses, Set.of(), lead, negated, hedged, values, names);
    }

    /** Both at once. */
    Frame with(Frame other) {
        Set<String> allMeanings = new HashSet<>(meanings);
        allMeanings.addAll(other.meanings);
        Set<String> allTopics = new HashSet<>(topics);
        allTopics.addAll(other.topics);
        Set<String> allStatuses = new HashSet<>(statuses);
        allStatuses.addAll(other.statuses);
        List<Value> allValues = new ArrayList<>(values);
        allValues.addAll(other.values);
        Set<Integer> allNames = new HashSet<>(names);
        allNames.addAll(other.names);
        return new Frame(
                item,
                kind,
                allMeanings,
                allStatuses,
                allTopics,
                lead,
                negated,
                hedged || other.hedged,
                List.copyOf(allValues),
                allNames);
    }
}
