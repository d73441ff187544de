package nextbest.store.privacy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import nextbest.identity.ExternalRef;

/**
 * What a person leaves in texts: mail addresses and names as whole words. A name of one word is looked for as it is written
 * ("Will" is a person, "will" is not); everything else whatever its case. A login counts where it is all that is there, and the id in a source where a
 * record says that it was read from there.
 */
public final class Traces {
    /** What stands in a trace's place. */
    public static final String ERASED = "[erased]";

    /** A shorter name would match parts of sentences rather than people. */
    private static final int SHORTEST_NAME = 3;

    /** A trace and what stands in its place. */
    private record Trace(Pattern pattern, String instead) {}

    private final List<Trace> traces = new ArrayList<>();
    private final Set<String> words = new LinkedHashSet<>();
    private final Set<String> wholes;

    private Traces(Collection<String> names, Collection<String> addresses, Collection<String> wholes) {
        names.stream().filter(name -> name.strip().length() >= SHORTEST_NAME).forEach(name -> {
            boolean one = !name.strip().contains(" ");
            add(name.strip(), one ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE, "\\p{L}\\p{N}_");
        });
        addresses.forEach(address -> add(address, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE, "\\p{L}\\p{N}_.+-"));
        this.wholes = Set.copyOf(wholes);
        this.words.addAll(wholes);
    }

    /** Of one person. */
    public static Traces of(Person person) {
        Traces traces = new Traces(person.names(), person.addresses(), person.logins());
        person.references().forEach(reference -> traces.provenance(reference, person.pseudonym()));
        return traces;
    }

    /** Of names and mail addresses that somebody gives. */
    public static Traces of(Collection<String> names, Collection<String> addresses) {
        return new Traces(names, addresses, List.of());
    }

    private void add(String word, int flags, String partOfWord) {
        Set<String> written = new LinkedHashSet<>(List.of(word, json(word)));
        words.addAll(written);
        traces.add(new Trace(
                Pattern.compile(
                        written.stream()
                                .map(Pattern::quote)
                                .collect(Collectors.joining(
                                        "|", "(?<![" + partOfWord + "])(?:", ")(?![" + partOfWord + "])")),
                        flags),
                ERASED));
    }

    /** What a decision saw names the record that it was read from. */
    private void provenance(ExternalRef reference, String pseudonym) {
        words.add(reference.id());
        traces.add(new Trace(
                Pattern.compile("(\"source\"\\s*:\\s*" + Pattern.quote('"' + json(reference.source()) + '"')
                        + "\\s*,\\s*\"recordId\"\\s*:\\s*)" + Pattern.quote('"' + json(reference.id()) + '"')),
                "$1\"" + pseudonym + '"'));
    }

    private static String json(String word) {
        return word.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** Parts of texts without which nothing is found, for a first look that may find too much. */
    Set<String> words() {
        return words;
    }

    /** Whether a text holds a trace. */
    public boolean in(String text) {
        return wholes.contains(text)
                || traces.stream()
                        .anyMatch(trace -> trace.pattern().matcher(text).find());
    }

    /** Whether bytes that are text hold a trace. */
    public boolean in(byte[] text) {
        return in(new String(text, StandardCharsets.UTF_8));
    }

    /** The text without the traces. */
    String without(String text) {
        if (wholes.contains(text)) {
            return ERASED;
        }
        String left = text;
        for (Trace trace : traces) {
            left = trace.pattern().matcher(left).replaceAll(trace.instead());
        }
        return left;
    }
}
