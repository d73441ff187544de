/**
 * What a language model is asked, and how its answers are read. A prompt is a folder {@code prompts/<name>/vN} with {@code
 * system.md}, {@code user.md}, {@code schema.json} and golden cases; {@link nextbest.prompts.PromptLibrary} finds it, fills its
 * variables and reads the answer. {@link nextbest.prompts.CardDossiers} turns a card into the dossier that a draft is written
 * from and checked against. No network here: {@code activities} asks the model.
 */
package nextbest.prompts;
