package nextbest.recommendation.grounding;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Looks for a way to cut a sentence into segments of which each is carried by one frame. */
final class Cutting {
    private static final Set<String> RESULTS = Set.of(
            "therefore",
            "thus",
            "hence",
            "as a result",
            "as a consequence",
            "consequently",
            "that is why",
            "which is why",
            "this is why",
            "for this reason",
            "for that reason",
            "accordingly",
            "so",
            "so that");

    /** After these the subject may be the one before. */
    private static final Set<String> SHARING =
            Set.of("and", "or", "but", "yet", "which", "who", "whose", "plus", "&", "/", "-");

    private static final Set<String> IMPERATIVES =
            Set.of("use", "do", "go", "get", "take", "make", "put", "keep", "bring", "turn", "tak", "mak");

    /** Advice may be given as a possibility, but not as a rumour. */
    private static final Set<String> MODALS = Set.of("may", "might", "could", "can");

    private static final Set<String> STATING = Set.of("is", "are", "was", "were", "has", "have", "had", "been");
    private static final Set<String> DONE = Set.of("approved", "signed", "granted", "rejected");
    private static final Set<String> PARTIES = Set.of("buyer", "competitor", "champion", "executive", "manager");

    private static final Value ONE = new Value.Quantity(BigDecimal.ONE, "", Value.Nearness.EXACT);

    /** With these a step may be begun in place of its own verb. */
    private static final Set<String> LIGHT = Set.of(
            "get", "hav", "mak", "put", "run", "bring", "go", "look", "start", "begin", "see", "be", "turn", "tak");

    /** 'We recommend the calculator' is advice without the verb of the advice. */
    private static final Pattern RECOMMENDING = Pattern.compile("(?i)recommend|suggest|advi[sc]e");

    private final Dossier dossier;
    private final List<Frame> frames;
    private final List<Token> tokens;
    private final Map<Step, Boolean> tried = new HashMap<>();

    /** What may be looked away from, to find out what is wrong. */
    private enum Lenience {
        NEGATION,
        CERTAINTY,
        CAUSE
    }

    private final Set<Lenience> lenient = EnumSet.noneOf(Lenience.class);

    Cutting(Dossier dossier, List<Frame> frames, List<Token> tokens) {
        this.dossier = dossier;
        this.frames = frames;
        this.tokens = tokens;
    }

    /** How a segment is carried. */
    private enum Carried {
        /** It says nothing. */
        NEUTRAL,
        ADVICE,
        FACT
    }

    /**
     * Where the search stands.
     *
     * @param at the next token
     * @param last how the last segment was carried that said something
     * @param bound what the word before this segment makes of it
     * @param owed whether a reason came first, and what follows from it must be advice
     * @param frame the last segment's frame, -1 if none
     */
    private record Step(int at, Carried last, Bond bound, boolean owed, int frame) {}

    private enum Bond {
        /** A comma or the beginning: nothing is implied. */
        NONE,
        /** 'and', 'which': the subject may be the one before. */
        SHARED,
        REASON,
        RESULT
    }

    Optional<Objection> objection(String where) {
        if (passes()) {
            return Optional.empty();
        }
        for (Token token : tokens) {
            Optional<Objection.Reason> reason = alone(token);
            if (reason.isPresent()) {
                String text = token.names().isEmpty()
                        ? token.text()
                        : dossier.names().get(token.names().getFirst()).text();
                return Optional.of(
                        new Objection(where, reason.get(), text.length() > 60 ? text.substring(0, 60) : text));
            }
        }
        for (Lenience lenience : Lenience.values()) {
            lenient.clear();
            lenient.add(lenience);
            if (passes()) {
                return Optional.of(new Objection(where, Objection.Reason.valueOf(lenience.name()), ""));
            }
        }
        return Optional.of(new Objection(where, Objection.Reason.CLAIM, ""));
    }

    private boolean passes() {
        tried.clear();
        return from(new Step(0, Carried.NEUTRAL, Bond.NONE, false, -1));
    }

    /** What is wrong with a token that no frame at all has; empty if one has it. */
    private Optional<Objection.Reason> alone(Token token) {
        if (token.isMark()) {
            return token.text().matches("[,;:()–—/&-]|[.!?]")
                    ? Optional.empty()
                    : Optional.of(Objection.Reason.CHARACTERS);
        }
        if (token.isFree() || token.breaks() || frames.stream().anyMatch(frame -> has(frame, token))) {
            return Optional.empty();
        }
        if (!token.value().isEmpty()) {
            return Optional.of(token.value().getFirst().reason());
        }
        if (!token.names().isEmpty()) {
            return isContext(token) ? Optional.empty() : Optional.of(Objection.Reason.NAME);
        }
        if (token.context() || token.is(Lexicon.Use.NEGATION) || token.is(Lexicon.Use.ADVICE)) {
            return Optional.empty();
        }
        if (token.is(Lexicon.Use.HEDGE)) {
            return Optional.of(Objection.Reason.CERTAINTY);
        }
        if (token.is(Lexicon.Use.PROMISE)) {
            return Optional.of(Objection.Reason.PROMISE);
        }
        if (token.is(Lexicon.Use.EFFECT)) {
            return Optional.of(Objection.Reason.CAUSE);
        }
        if (token.is(Lexicon.Use.QUANTITY)) {
            return Optional.of(Objection.Reason.QUANTITY);
        }
        return Optional.of(
                Character.isUpperCase(token.text().codePointAt(0)) && !token.equals(tokens.getFirst())
                        ? Objection.Reason.NAME
                        : Objection.Reason.WORD);
    }

    private boolean from(Step step) {
        if (step.at() >= tokens.size()) {
            return !step.owed() || lenient.contains(Lenience.CAUSE);
        }
        Boolean known = tried.get(step);
        if (known == null) {
            known = search(step);
            tried.put(step, known);
        }
        return known;
    }

    private boolean search(Step step) {
        Token here = tokens.get(step.at());
        if (here.breaks()) {
            return from(new Step(step.at() + 1, step.last(), bond(here, step.bound()), step.owed(), step.frame()));
        }
        for (int to = tokens.size(); to > step.at(); to--) {
            if (to < tokens.size() && !tokens.get(to).breaks()) {
                continue;
            }
            List<Token> segment = tokens.subList(step.at(), to);
            if (isNeutral(segment)) {
                Carried last = isImperative(segment) ? Carried.ADVICE : step.last();
                boolean owed = step.owed() && last != Carried.ADVICE;
                if (from(new Step(to, last, Bond.NONE, owed, step.frame()))) {
                    return true;
                }
            }
            for (int i = 0; i < frames.size(); i++) {
                boolean same = sameItem(step.frame(), i);
                if (carries(frames.get(i), segment, step.bound() == Bond.SHARED && !same, same)) {
                    Carried how = frames.get(i).advises() ? Carried.ADVICE : Carried.FACT;
                    Optional<Step> next = after(step, how, to, i);
                    if (next.isPresent() && from(next.get())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private boolean sameItem(int one, int other) {
        return one >= 0 && frames.get(one).item().equals(frames.get(other).item());
    }

    /** A reason may be given for advice, and advice may follow from a fact; no fact is the cause of another. */
    private Optional<Step> after(Step step, Carried how, int to, int frame) {
        boolean fact = how == Carried.FACT;
        boolean owed = step.owed();
        if (!lenient.contains(Lenience.CAUSE)) {
            if (fact && step.bound() == Bond.RESULT && !sameItem(step.frame(), frame)) {
                return Optional.empty();
            }
            if (fact && step.bound() == Bond.REASON) {
                if (step.last() == Carried.FACT) {
                    return Optional.empty();
                }
                owed |= step.last() == Carried.NEUTRAL;
            } else if (fact && owed && step.bound() != Bond.SHARED) {
                return Optional.empty();
            }
        }
        owed &= fact;
        // 'because this, and because that'
        Carried last = fact && step.bound() == Bond.REASON && step.last() == Carried.ADVICE ? Carried.ADVICE : how;
        return Optional.of(new Step(to, last, Bond.NONE, owed, frame));
    }

    private static Bond bond(Token token, Bond before) {
        String word = token.text().toLowerCase(Locale.ROOT);
        if (RESULTS.contains(word)) {
            return Bond.RESULT;
        }
        if (token.is(Lexicon.Use.CAUSE)) {
            return Bond.REASON;
        }
        if (before == Bond.RESULT || before == Bond.REASON) {
            return before;
        }
        return SHARING.contains(word) ? Bond.SHARED : Bond.NONE;
    }

    private boolean isNeutral(List<Token> segment) {
        return segment.stream()
                .allMatch(token -> token.isFree() || token.is(Lexicon.Use.ADVICE) || isContext(token) || isYou(token));
    }

    /** 'Use it', 'do it now', 'you should': something to be done, for which a reason may be given. */
    private static boolean isImperative(List<Token> segment) {
        return segment.stream().anyMatch(token -> token.is(Lexicon.Use.ADVICE))
                || IMPERATIVES.contains(Lexicon.stem(segment.getFirst().text().split(" ", 2)[0]));
    }

    private boolean isContext(Token token) {
        return token.context()
                && (token.names().isEmpty()
                        || token.names().stream()
                                .map(dossier.names()::get)
                                .allMatch(name -> name.kind() == Dossier.NameKind.CLIENT
                                        || name.kind() == Dossier.NameKind.DEAL));
    }

    private static boolean carries(Frame frame, Value said) {
        return frame.values().stream().anyMatch(known -> known.carries(said));
    }

    private boolean has(Frame frame, Token token) {
        if (!token.value().isEmpty()) {
            Value said = token.value().getFirst();
            if (said instanceof Value.Share(Value.Percent percent, BigDecimal whole)) {
                return carries(frame, said)
                        || (carries(frame, percent)
                                && carries(frame, new Value.Quantity(whole, "case", Value.Nearness.EXACT)));
            }
            // '1 competitor' is 'a competitor' where the evidence counts nothing
            return carries(frame, said) || (frame.values().isEmpty() && said.equals(ONE));
        }
        if (!token.names().isEmpty()) {
            return frame.names().containsAll(token.names()) || (frame.meanings().contains("buyer") && isClient(token));
        }
        if (token.entry().isEmpty()) {
            return false;
        }
        if (token.text().equalsIgnoreCase("one") && frame.values().isEmpty()) {
            // 'one competitor' is 'a competitor' where the evidence counts nothing
            return true;
        }
        Lexicon.Entry entry = token.entry().get();
        String form = token.text().toLowerCase(Locale.ROOT);
        if (DONE.contains(form) && !frame.meanings().contains(Frame.form(token))) {
            // 'it needs an approval' does not say 'it is approved'
            return false;
        }
        if (frame.advises() && entry.is(Lexicon.Use.ACT)) {
            return true;
        }
        boolean bound = entry.is(Lexicon.Use.HEDGE)
                || entry.is(Lexicon.Use.QUANTITY)
                || entry.is(Lexicon.Use.EFFECT)
                || entry.is(Lexicon.Use.PROMISE);
        return entry.meanings().stream().anyMatch(frame.meanings()::contains)
                || frame.meanings().contains(Frame.word(token))
                || (frame.advises()
                        && (MODALS.contains(token.text().toLowerCase(Locale.ROOT))
                                || (!bound
                                        && (entry.is(Lexicon.Use.ADVICE)
                                                || entry.meanings().contains("you")))));
    }

    /** 'It is settled' states what the step 'ask whether it is settled' only asks: advice is given, not stated. */
    private static boolean states(Frame frame, Token token) {
        String form = token.text().toLowerCase(Locale.ROOT);
        return frame.advises()
                && !token.is(Lexicon.Use.ACT)
                && (STATING.contains(form) || (token.is(Lexicon.Use.STATUS) && form.endsWith("ed")))
                && !frame.meanings().contains(Frame.form(token));
    }

    /** Nobody does to himself what he does to another: 'the competitor spoke of a competitor'. */
    private static boolean isTwice(Token token, Set<String> parties) {
        return token.entry()
                .filter(entry -> PARTIES.containsAll(entry.meanings())
                        && !entry.meanings().isEmpty())
                .filter(entry -> !parties.addAll(entry.meanings()))
                .isPresent();
    }

    /** 'Competition: one competitor' names it as a heading first. */
    private static boolean isLabel(List<Token> segment, int at) {
        return at + 1 < segment.size() && segment.get(at + 1).text().equals(":");
    }

    private static boolean isYou(Token token) {
        return token.entry().filter(entry -> entry.meanings().contains("you")).isPresent();
    }

    /** 'Please note' says nothing, unless to note it is what is advised. */
    private static boolean isNoted(Frame frame, Token token) {
        int last = token.text().lastIndexOf(' ');
        return last > 0
                && token.isFree()
                && frame.meanings().contains("=" + Lexicon.stem(token.text().substring(last + 1)));
    }

    private static String first(Token token) {
        return Lexicon.stem(token.text().split(" ", 2)[0]);
    }

    /** Whether no other clause with a value stands so: 'faster by 9 %' needs no more to be about what is faster. */
    private boolean isOnly(Frame frame, Token token) {
        Set<String> meanings = token.entry().orElseThrow().meanings();
        return frames.stream()
                .filter(other -> !other.equals(frame)
                        && other.item().equals(frame.item())
                        && !other.values().isEmpty()
                        && !other.values().equals(frame.values()))
                .noneMatch(other -> meanings.stream().anyMatch(other.statuses()::contains));
    }

    /** A light word that says nothing of its own. */
    private static boolean isAct(Frame frame, Token token) {
        return token.is(Lexicon.Use.ACT)
                && token.entry().orElseThrow().meanings().stream().noneMatch(frame.meanings()::contains)
                && !frame.meanings().contains(Frame.word(token));
    }

    private boolean isClient(Token token) {
        return token.names().stream()
                .map(dossier.names()::get)
                .allMatch(name -> name.kind() == Dossier.NameKind.CLIENT);
    }

    /**
     * @param ownSubject whether the segment must say whom or what it is about before it says how it stands
     * @param goesOn whether the segment before was about the same, so that a value alone is understood
     */
    private boolean carries(Frame frame, List<Token> segment, boolean ownSubject, boolean goesOn) {
        int denials = 0;
        boolean hedged = false;
        boolean anchored = frame.statuses().isEmpty() || frame.advises();
        boolean says = false;
        boolean subject = false;
        boolean about = goesOn || frame.advises() || frame.topics().isEmpty();
        boolean leads = false;
        Set<String> parties = new HashSet<>();
        for (int i = 0; i < segment.size(); i++) {
            Token token = segment.get(i);
            if (token.is(Lexicon.Use.NEGATION)) {
                denials++;
                if (token.entry().orElseThrow().meanings().isEmpty()) {
                    continue;
                }
            }
            hedged |= token.is(Lexicon.Use.HEDGE);
            leads |= frame.advises() && isNoted(frame, token);
            leads |= frame.advises() && RECOMMENDING.matcher(token.text()).find();
            boolean has = has(frame, token);
            // 'ask whether it is settled' only asks
            if ((!leads && states(frame, token)) || (!isLabel(segment, i) && isTwice(token, parties))) {
                return false;
            }
            if (!has
                    && !token.isFree()
                    && !isContext(token)
                    && !(lenient.contains(Lenience.CERTAINTY) && token.is(Lexicon.Use.HEDGE))) {
                return false;
            }
            if (has && !token.isMark()) {
                boolean status = token.is(Lexicon.Use.STATUS)
                        && token.entry().orElseThrow().meanings().stream().anyMatch(frame.statuses()::contains);
                if (status && !subject && ownSubject && !frame.advises()) {
                    return false;
                }
                subject |= !token.isFree();
                about |= token.entry().stream()
                        .flatMap(entry -> entry.meanings().stream())
                        .anyMatch(frame.topics()::contains);
                about |= !token.names().isEmpty() || (status && isOnly(frame, token));
                leads |= i == 0 && frame.advises() && LIGHT.contains(first(token));
                leads |= token.entry().stream()
                        .flatMap(entry -> entry.meanings().stream())
                        .anyMatch(frame.lead()::contains);
                anchored |= status || !token.value().isEmpty();
                says |= status
                        || (!token.isFree()
                                && !isAct(frame, token)
                                && !(frame.advises() && isYou(token))
                                && (goesOn || frame.isBare() || token.value().isEmpty()));
            }
        }
        boolean certain = hedged == frame.hedged() || frame.advises() || lenient.contains(Lenience.CERTAINTY);
        boolean affirmed = (denials < 2 && (denials == 1) == frame.negated()) || lenient.contains(Lenience.NEGATION);
        // 'ask whether it is settled' lends 'settled' only together with 'ask', and a thing alone is no advice
        boolean led = leads || goesOn || !frame.advises();
        return says && about && anchored && certain && affirmed && led;
    }
}
