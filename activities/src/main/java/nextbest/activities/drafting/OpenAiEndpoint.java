package nextbest.activities.drafting;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import nextbest.activities.drafting.DraftingSettings.Json;
import nextbest.prompts.Prompt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Any endpoint that speaks the chat completions of OpenAI, through LangChain4j. */
public final class OpenAiEndpoint implements LanguageModel {
    private static final Logger LOG = LoggerFactory.getLogger(OpenAiEndpoint.class);

    private final DraftingSettings settings;
    private final InstantSource real;
    private final AtomicReference<Json> accepted;

    /** @param real measures how long an answer takes */
    public OpenAiEndpoint(DraftingSettings settings, InstantSource real) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.real = Objects.requireNonNull(real, "real");
        this.accepted = new AtomicReference<>(settings.json() == Json.AUTO ? Json.SCHEMA : settings.json());
    }

    @Override
    public String name() {
        return settings.model();
    }

    @Override
    public Answer ask(Prompt prompt, String user) throws Trouble {
        Json strictest = accepted.get();
        try {
            return ask(prompt, user, strictest);
        } catch (Trouble trouble) {
            if (trouble.kind() != Cause.BAD_REQUEST || settings.json() != Json.AUTO || strictest == Json.NONE) {
                throw trouble;
            }
            return askLessStrictly(prompt, user, strictest);
        }
    }

    /** Whoever refuses a request may only not know this way to ask for JSON; what is accepted is remembered. */
    private Answer askLessStrictly(Prompt prompt, String user, Json refused) throws Trouble {
        for (Json json = weaker(refused); ; json = weaker(json)) {
            try {
                Answer answer = ask(prompt, user, json);
                accepted.set(json);
                LOG.info(
                        "the endpoint of model {} does not accept response_format {}; asked with {}",
                        settings.model(),
                        refused,
                        json);
                return answer;
            } catch (Trouble trouble) {
                if (trouble.kind() != Cause.BAD_REQUEST || json == Json.NONE) {
                    throw trouble;
                }
            }
        }
    }

    private static Json weaker(Json json) {
        return json == Json.SCHEMA ? Json.OBJECT : Json.NONE;
    }

    private Answer ask(Prompt prompt, String user, Json json) throws Trouble {
        Instant asked = real.instant();
        ChatResponse response;
        try {
            response = model(prompt, json)
                    .chat(ChatRequest.builder()
                            .messages(SystemMessage.from(prompt.system()), UserMessage.from(user))
                            .build());
        } catch (RuntimeException e) {
            throw trouble(e);
        }
        Duration latency = Duration.between(asked, real.instant());
        if (response.finishReason() == FinishReason.CONTENT_FILTER) {
            throw new Trouble(Cause.REFUSED, "the endpoint's content filter took the answer away");
        }
        String text = response.aiMessage() == null ? null : response.aiMessage().text();
        if (text == null || text.isBlank()) {
            throw new Trouble(Cause.UNREADABLE, "the endpoint answered with nothing");
        }
        if (response.finishReason() == FinishReason.LENGTH) {
            throw new Trouble(Cause.UNREADABLE, "the answer was cut at " + prompt.maxOutputTokens() + " tokens");
        }
        TokenUsage usage = response.tokenUsage();
        return new Answer(
                text,
                counted(
                        usage == null ? null : usage.inputTokenCount(),
                        prompt.system().length() + user.length()),
                counted(usage == null ? null : usage.outputTokenCount(), text.length()),
                latency);
    }

    /** A model object holds no connection; prompts differ in what they ask of it. */
    private OpenAiChatModel model(Prompt prompt, Json json) {
        OpenAiChatModel.OpenAiChatModelBuilder builder = OpenAiChatModel.builder()
                .httpClientBuilder(new BoundedHttp.Builder(settings.timeout()))
                .baseUrl(settings.baseUrl().toString())
                .apiKey(settings.apiKey().isEmpty() ? "none" : settings.apiKey())
                .modelName(settings.model())
                .temperature(prompt.temperature())
                .maxTokens(prompt.maxOutputTokens())
                .timeout(settings.timeout())
                // Temporal tries again, where operators see it
                .maxRetries(0)
                .logRequests(false)
                .logResponses(false);
        switch (json) {
            case AUTO, SCHEMA -> builder.responseFormat(schema(prompt)).strictJsonSchema(true);
            case OBJECT -> builder.responseFormat(ResponseFormat.JSON);
            case NONE -> {
                // the prompt asks for it
            }
        }
        return builder.build();
    }

    private static ResponseFormat schema(Prompt prompt) {
        return ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(JsonSchema.builder()
                        .name(prompt.name())
                        .rootElement(JsonRawSchema.from(prompt.schema()))
                        .build())
                .build();
    }

    /** About four characters make a token. */
    private static long counted(Integer tokens, int characters) {
        return tokens == null ? Math.ceilDiv(characters, 4) : tokens;
    }

    private static Trouble trouble(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BoundedHttp.Interrupted interrupted) {
                return interrupted.trouble();
            }
        }
        return switch (e) {
            case ContentFilteredException _ -> new Trouble(Cause.REFUSED, "the model refused");
            case AuthenticationException _ -> new Trouble(Cause.AUTHENTICATION, "the endpoint does not accept the key");
            case InvalidRequestException _ ->
                new Trouble(Cause.BAD_REQUEST, "the endpoint does not accept the request");
            default ->
                new Trouble(
                        Cause.NOT_COMPATIBLE,
                        "the answer is not that of an OpenAI-compatible endpoint: "
                                + e.getClass().getSimpleName());
        };
    }
}
