package nextbest.activities.drafting;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nextbest.recommendation.grounding.Dossier;
import nextbest.recommendation.grounding.Draft;

/** Writes correct drafts in several styles, from the table {@code styles.txt} that people wrote. */
final class Styles {
    static final int COUNT = 12;

    private record Saying(Pattern evidence, List<String> ways) {}

    private final List<Saying> sayings = new ArrayList<>();

    private final int count;

    Styles() {
        this("styles.txt", COUNT);
    }

    /** Styles that were written without a look at the checker. */
    static Styles further() {
        return new Styles("more-styles.txt", 6);
    }

    private Styles(String file, int count) {
        this.count = count;
        for (String line : lines(file)) {
            List<String> part =
                    Arrays.stream(line.split(" \\| ", -1)).map(String::strip).toList();
            if (part.size() != count + 1) {
                throw new IllegalArgumentException("expected a pattern and " + count + " ways to say it, but saw "
                        + part.size() + " parts in: " + line);
            }
            sayings.add(new Saying(Pattern.compile(part.getFirst()), part.subList(1, part.size())));
        }
    }

    /** A draft of up to four reasons and all steps; empty if the table knows none of the reasons. */
    Optional<Draft> draft(Dossier dossier, int style) {
        List<Draft.Sentence> why = new ArrayList<>();
        for (Dossier.Item item : dossier.items()) {
            if (item.kind() == Dossier.Kind.REASON && why.size() < 4) {
                said(dossier.spoken(item), style)
                        .ifPresent(text -> why.add(new Draft.Sentence(text, List.of(item.id()))));
            }
        }
        List<Draft.Sentence> how = new ArrayList<>();
        for (Dossier.Item item : dossier.items()) {
            if (item.kind() == Dossier.Kind.STEP) {
                String step = dossier.spoken(item);
                String words = switch (style % 4) {
                    case 1 -> "First, " + lower(step) + ".";
                    case 2 -> "Please " + lower(step) + ".";
                    case 3 -> "You should " + lower(step) + ".";
                    default -> step + ".";
                };
                how.add(new Draft.Sentence(words, List.of(item.id())));
            }
        }
        return why.isEmpty() ? Optional.empty() : Optional.of(new Draft(why, how));
    }

    int count() {
        return count;
    }

    private static List<String> lines(String file) {
        try (InputStream in = Objects.requireNonNull(Styles.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lower(String step) {
        return step.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + step.substring(1);
    }

    private Optional<String> said(String evidence, int style) {
        for (Saying saying : sayings) {
            Matcher m = saying.evidence().matcher(evidence);
            if (m.matches()) {
                String text = saying.ways().get(style);
                for (int g = 1; g <= m.groupCount(); g++) {
                    text = text.replace("N" + g, m.group(g));
                }
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }
}
