package nextbest.activities.drafting;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import nextbest.prompts.Prompt;
import nextbest.prompts.PromptLibrary;

/**
 * The endpoint that drafts: keys {@code nextbest.drafting.*}. Without an address nothing is drafted.
 *
 * @param baseUrl of an OpenAI-compatible endpoint, for example {@code https://api.example.com/v1}
 * @param apiKey masked when printed; empty if the endpoint needs none
 * @param model the model's name at the endpoint
 * @param timeout of one call, from the first byte sent to the last received; at most 100 seconds
 * @param atOnce calls at the same time, 1 to 100
 * @param inputPrice of a million tokens, in millionths of the currency in which the endpoint is paid
 * @param outputPrice likewise
 * @param json how the endpoint is held to JSON
 * @param prompt version of the prompt {@code card}
 */
public record DraftingSettings(
        URI baseUrl,
        String apiKey,
        String model,
        Duration timeout,
        int atOnce,
        long inputPrice,
        long outputPrice,
        Json json,
        String prompt) {
    private static final String PREFIX = "nextbest.drafting.";
    private static final Set<String> KEYS = Set.of(
            "base-url",
            "api-key",
            "model",
            "timeout-seconds",
            "at-once",
            "input-price",
            "output-price",
            "json",
            "prompt");

    /** What {@code response_format} says; not every endpoint that is compatible otherwise knows each of them. */
    public enum Json {
        /** The strictest that the endpoint accepts. */
        AUTO,
        /** The prompt's schema: the endpoint lets the model write nothing else. */
        SCHEMA,
        /** Any JSON object. */
        OBJECT,
        /** Nothing is said; the prompt alone asks for JSON. */
        NONE;

        static Json of(String said) {
            return switch (said.strip().toLowerCase(Locale.ROOT)) {
                case "auto" -> AUTO;
                case "schema" -> SCHEMA;
                case "object", "true" -> OBJECT;
                case "none", "false" -> NONE;
                default ->
                    throw new IllegalArgumentException(
                            PREFIX + "json must be auto, schema, object or none, but is " + said);
            };
        }
    }

    public DraftingSettings {
        Objects.requireNonNull(baseUrl, "baseUrl");
        Objects.requireNonNull(apiKey, "apiKey");
        Objects.requireNonNull(timeout, "timeout");
        if (baseUrl.getHost() == null || !Set.of("http", "https").contains(String.valueOf(baseUrl.getScheme()))) {
            throw new IllegalArgumentException(
                    PREFIX + "base-url must be an address such as https://HOST/v1, but is " + baseUrl);
        }
        if (model == null || model.isBlank()) {
            throw new IllegalArgumentException(PREFIX + "model must name the model at " + baseUrl + ", but is not set");
        }
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofSeconds(100)) > 0) {
            throw new IllegalArgumentException(
                    PREFIX + "timeout-seconds must be 1 to 100, but is " + timeout.toSeconds());
        }
        Objects.requireNonNull(json, "json");
        PromptLibrary.prompt(PromptLibrary.CARD, prompt);
        if (atOnce < 1 || atOnce > 100 || inputPrice < 0 || outputPrice < 0) {
            throw new IllegalArgumentException(PREFIX
                    + "at-once must be 1 to 100 and prices 0 or more, but are " + atOnce + ", " + inputPrice + " and "
                    + outputPrice);
        }
    }

    /** An endpoint with what holds where nothing is said: 30 seconds, 4 at once, no price, the strictest JSON, the newest prompt. */
    public static DraftingSettings of(URI baseUrl, String apiKey, String model) {
        return new DraftingSettings(
                baseUrl,
                apiKey,
                model,
                Duration.ofSeconds(30),
                4,
                0,
                0,
                Json.AUTO,
                PromptLibrary.card().version());
    }

    /**
     * Reads the keys that begin with {@code nextbest.drafting.} and, where they are missing, variables such as {@code
     * NEXTBEST_DRAFTING_BASE_URL}.
     *
     * @return none if no address is given
     * @throws IllegalArgumentException if a key is unknown or a value is wrong
     */
    public static java.util.Optional<DraftingSettings> from(Map<?, ?> properties, Map<String, String> environment) {
        for (Object key : properties.keySet()) {
            String name = String.valueOf(key);
            if (name.startsWith(PREFIX) && !KEYS.contains(name.substring(PREFIX.length()))) {
                throw new IllegalArgumentException(
                        "there is no setting " + name + "; there are " + new TreeSet<>(KEYS) + " after " + PREFIX);
            }
        }
        Values values = new Values(properties, environment);
        String address = values.get("base-url", "");
        if (address.isBlank()) {
            return java.util.Optional.empty();
        }
        return java.util.Optional.of(new DraftingSettings(
                URI.create(address.strip()),
                values.get("api-key", ""),
                values.get("model", ""),
                Duration.ofSeconds(values.number("timeout-seconds", 30)),
                Math.toIntExact(values.number("at-once", 4)),
                values.number("input-price", 0),
                values.number("output-price", 0),
                Json.of(values.get("json", "auto")),
                values.get("prompt", PromptLibrary.card().version())));
    }

    private record Values(Map<?, ?> properties, Map<String, String> environment) {
        String get(String key, String otherwise) {
            Object said = properties.get(PREFIX + key);
            if (said != null) {
                return String.valueOf(said);
            }
            String variable =
                    "NEXTBEST_DRAFTING_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
            return environment.getOrDefault(variable, otherwise);
        }

        long number(String key, long otherwise) {
            String said = get(key, Long.toString(otherwise));
            try {
                return Long.parseLong(said.strip());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(PREFIX + key + " must be a whole number, but is " + said, e);
            }
        }
    }

    /** The prompt that cards are drafted with. */
    Prompt card() {
        return PromptLibrary.prompt(PromptLibrary.CARD, prompt);
    }

    /** What tokens cost, rounded up. */
    long costMicros(long inputTokens, long outputTokens) {
        return Math.ceilDiv(inputTokens * inputPrice + outputTokens * outputPrice, 1_000_000L);
    }

    @Override
    public String toString() {
        return "DraftingSettings[baseUrl=" + baseUrl + ", apiKey=" + (apiKey.isEmpty() ? "none" : "***") + ", model="
                + model + ", timeout=" + timeout + ", atOnce=" + atOnce + ", inputPrice=" + inputPrice
                + ", outputPrice=" + outputPrice + ", json=" + json + ", prompt=" + prompt + "]";
    }
}
