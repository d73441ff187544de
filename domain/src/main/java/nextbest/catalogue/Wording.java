package nextbest.catalogue;

import java.util.List;
import java.util.Objects;

/**
 * A text of an action and what must be known to say it.
 *
 * @param text message key, complete
 * @param parameters what the text is filled with; the text is only used when all are known
 */
public record Wording(String text, List<ParameterKind> parameters) {
    public Wording {
        Objects.requireNonNull(text, "text");
        parameters = List.copyOf(parameters);
    }
}
