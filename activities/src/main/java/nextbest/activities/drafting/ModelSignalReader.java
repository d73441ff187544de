package nextbest.activities.drafting;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import nextbest.prompts.Prompt;
import nextbest.prompts.PromptLibrary;
import nextbest.prompts.SignalAnswer;
import nextbest.prompts.UnreadableAnswer;
import nextbest.signal.FoundSignal;
import nextbest.signal.SignalReader;

/** Reads signals with a language model. What does not stand in the text word for word is dropped. */
final class ModelSignalReader implements SignalReader<LanguageModel.Trouble> {
    private final LanguageModel model;
    private final Consumer<LanguageModel.Answer> paid;

    /** @param paid is told of each answer, also of one that cannot be used */
    ModelSignalReader(LanguageModel model, Consumer<LanguageModel.Answer> paid) {
        this.model = Objects.requireNonNull(model, "model");
        this.paid = Objects.requireNonNull(paid, "paid");
    }

    @Override
    public List<FoundSignal> read(String text) throws LanguageModel.Trouble {
        Prompt prompt = PromptLibrary.signals();
        LanguageModel.Answer answer = model.ask(prompt, prompt.fill(SignalAnswer.variables(text)));
        paid.accept(answer);
        try {
            return SignalAnswer.read(answer.text(), text);
        } catch (UnreadableAnswer e) {
            throw new LanguageModel.Trouble(LanguageModel.Cause.UNREADABLE, e.getMessage());
        }
    }
}
