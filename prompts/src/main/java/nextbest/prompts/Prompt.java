package nextbest.prompts;

import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One version of a prompt.
 *
 * @param name the folder's
 * @param version of the form {@code v1}
 * @param hash SHA-256 of its files, in hexadecimal
 * @param variables what the user part needs
 * @param answer the class that reads the answer
 * @param temperature 0 to 2
 * @param maxOutputTokens the most that an answer may be long
 * @param system what the model is told to be
 * @param user what it is asked, with {@code {{variables}}}
 * @param schema JSON schema of the answer
 */
public record Prompt(
        String name,
        String version,
        String hash,
        SortedSet<String> variables,
        String answer,
        double temperature,
        int maxOutputTokens,
        String system,
        String user,
        String schema) {
    static final Pattern VARIABLE = Pattern.compile("\\{\\{([a-z][a-zA-Z]*)}}");

    public Prompt {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        variables = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(variables));
        SortedSet<String> used = new TreeSet<>();
        VARIABLE.matcher(user).results().forEach(found -> used.add(found.group(1)));
        if (!used.equals(variables)) {
            throw new IllegalArgumentException("prompt " + name + " " + version + " declares the variables " + variables
                    + " in prompt.json, but user.md uses " + used + "; both must be the same");
        }
        if (VARIABLE.matcher(system).find()) {
            throw new IllegalArgumentException("prompt " + name + " " + version
                    + " has a variable in system.md; variables are allowed in user.md only");
        }
        if (!(temperature >= 0 && temperature <= 2) || maxOutputTokens < 1) {
            throw new IllegalArgumentException("prompt " + name + " " + version
                    + " needs a temperature of 0 to 2 and at least 1 output token, but has " + temperature + " and "
                    + maxOutputTokens);
        }
    }

    /** Name and version, as they are stored with what was written. */
    public String label() {
        return name + "/" + version;
    }

    /** The prompt with a schema that holds an answer to one request closer than the version's own. */
    Prompt withSchema(String closer) {
        return new Prompt(name, version, hash, variables, answer, temperature, maxOutputTokens, system, user, closer);
    }

    /**
     * The user part with its variables filled. A value that looks like a variable stays as it is.
     *
     * @throws IllegalArgumentException if a variable is missing or one too many is given
     */
    public String fill(Map<String, String> values) {
        if (!values.keySet().equals(variables)) {
            throw new IllegalArgumentException("prompt " + label() + " needs the variables " + variables
                    + ", but was given " + new TreeSet<>(values.keySet()));
        }
        return VARIABLE.matcher(user).replaceAll(found -> Matcher.quoteReplacement(values.get(found.group(1))));
    }
}
