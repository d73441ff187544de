package nextbest.activities.drafting;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import nextbest.identity.CardId;
import nextbest.identity.TenantId;
import nextbest.prompts.CardAnswer;
import nextbest.prompts.CardDossiers;
import nextbest.prompts.CardRequest;
import nextbest.prompts.Prompt;
import nextbest.prompts.UnreadableAnswer;
import nextbest.recommendation.Argument;
import nextbest.recommendation.CardContent;
import nextbest.recommendation.grounding.Dossier;
import nextbest.recommendation.grounding.Draft;
import nextbest.recommendation.grounding.GroundingCheck;
import nextbest.recommendation.grounding.Objection;
import nextbest.store.Database;
import nextbest.store.drafting.DraftFacts;
import nextbest.store.drafting.DraftPolicy;
import nextbest.store.drafting.DraftRecord;
import nextbest.store.drafting.DraftText;
import nextbest.store.drafting.Drafts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a card put into better words, and keeps them if they say nothing but what the evidence says. Without it, or when anything is
 * off, the template text stands.
 */
public final class Drafter {
    private static final Logger LOG = LoggerFactory.getLogger(Drafter.class);
    private static final int REMEMBERED = 2_000;

    private final Database database;
    private final Drafts drafts;
    private final LanguageModel model;
    private final DraftingSettings settings;
    private final InstantSource businessTime;
    private final Budget budget;
    private final GroundingCheck check = GroundingCheck.english();
    private final Map<String, String> remembered = Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED;
        }
    });

    /** @param model a {@link WatchedModel} where it is shared or asked often */
    public Drafter(Database database, LanguageModel model, DraftingSettings settings, InstantSource businessTime) {
        this.database = Objects.requireNonNull(database, "database");
        this.drafts = new Drafts(database);
        this.model = Objects.requireNonNull(model, "model");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.businessTime = Objects.requireNonNull(businessTime, "businessTime");
        this.budget = new Budget(drafts, settings, businessTime);
    }

    /**
     * What became of a draft.
     *
     * @param state empty if none was wanted
     * @param reason for counting; empty if accepted
     */
    public record Outcome(Optional<DraftRecord.State> state, String reason) {
        static Outcome notWanted(String why) {
            return new Outcome(Optional.empty(), why);
        }
    }

    /** Whether an organisation wants drafts. */
    public boolean isWanted(TenantId tenant) {
        return drafts.policy(tenant).switchedOn();
    }

    /**
     * Drafts the text of a card.
     *
     * @param attempt 1 for the first
     * @param last whether no other attempt follows: then a failure is kept and not thrown
     * @throws LanguageModel.Trouble if it is worth trying again
     */
    public Outcome draft(TenantId tenant, CardId card, int attempt, boolean last) throws LanguageModel.Trouble {
        DraftPolicy policy = drafts.policy(tenant);
        if (!policy.switchedOn()) {
            return Outcome.notWanted("switched-off");
        }
        Optional<DraftFacts> facts = DraftFacts.of(database, tenant, card);
        if (facts.isEmpty() || !facts.get().living()) {
            return Outcome.notWanted("card-is-gone");
        }
        if (drafts.isAccepted(tenant, facts.get().decision())) {
            return Outcome.notWanted("drafted-already");
        }
        Asked asked = asked(facts.get(), policy);
        try {
            return answered(tenant, asked, attempt, policy);
        } catch (LanguageModel.Trouble trouble) {
            boolean again = switch (trouble.kind().next()) {
                case TRY_AGAIN -> !last;
                case TRY_ONCE_MORE -> !last && attempt < 2;
                case GIVE_UP -> false;
            };
            if (again) {
                throw trouble;
            }
            LOG.warn("no draft for decision {}: {}", asked.facts().decision(), trouble.getMessage());
            return kept(
                    tenant,
                    asked,
                    DraftRecord.State.FAILED,
                    trouble.kind().key(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    false,
                    attempt,
                    DraftRecord.Usage.none());
        }
    }

    /** Everything about one request. */
    private record Asked(DraftFacts facts, Dossier dossier, CardRequest request, String key) {}

    private Asked asked(DraftFacts facts, DraftPolicy policy) {
        Dossier dossier = new CardDossiers(facts.zone())
                .of(
                        facts.content(),
                        new CardDossiers.Label(facts.deal(), facts.client(), facts.stage(), facts.amount()));
        Prompt prompt = settings.card();
        CardRequest request = CardRequest.of(prompt, dossier, remarks(facts.content()), policy.withNames());
        return new Asked(facts, dossier, request, key(prompt, request.user()));
    }

    /** What the buyer wrote, as the card has it. */
    private static List<String> remarks(CardContent card) {
        return card.why().stream()
                .map(reason -> reason.text().arguments().get("quote"))
                .filter(Argument.Words.class::isInstance)
                .map(quote -> ((Argument.Words) quote).value())
                .toList();
    }

    private String key(Prompt prompt, String user) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : List.of(prompt.hash(), model.name(), user)) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private Outcome answered(TenantId tenant, Asked asked, int attempt, DraftPolicy policy)
            throws LanguageModel.Trouble {
        String place = tenant + "/" + asked.key();
        Optional<String> before =
                Optional.ofNullable(remembered.get(place)).or(() -> drafts.answer(tenant, asked.key()));
        if (before.isPresent()) {
            return judged(tenant, asked, before.get(), true, attempt, DraftRecord.Usage.none());
        }
        budget.hold(tenant, policy);
        LanguageModel.Answer answer =
                model.ask(asked.request().prompt(), asked.request().user());
        DraftRecord.Usage usage = budget.spend(tenant, answer);
        Outcome outcome = judged(tenant, asked, answer.text(), false, attempt, usage);
        if (outcome.state().equals(Optional.of(DraftRecord.State.ACCEPTED))) {
            remembered.put(place, answer.text());
        }
        return outcome;
    }

    private Outcome judged(
            TenantId tenant, Asked asked, String answer, boolean cached, int attempt, DraftRecord.Usage usage)
            throws LanguageModel.Trouble {
        Draft draft;
        try {
            draft = asked.request().restored(CardAnswer.read(answer));
        } catch (UnreadableAnswer e) {
            throw new LanguageModel.Trouble(LanguageModel.Cause.UNREADABLE, e.getMessage());
        }
        List<Objection> objections = check.check(asked.dossier(), draft);
        if (!objections.isEmpty()) {
            return kept(
                    tenant,
                    asked,
                    DraftRecord.State.REJECTED,
                    objections.getFirst().reason().name(),
                    Optional.empty(),
                    Optional.empty(),
                    objections.stream()
                            .map(o -> new DraftRecord.Objected(
                                    o.where(), o.reason().name(), o.offence()))
                            .toList(),
                    cached,
                    attempt,
                    usage);
        }
        DraftText text = new DraftText(shown(draft.why(), asked.dossier()), shown(draft.how(), asked.dossier()));
        return kept(
                tenant,
                asked,
                DraftRecord.State.ACCEPTED,
                "",
                Optional.of(text),
                Optional.of(answer),
                List.of(),
                cached,
                attempt,
                usage);
    }

    private static List<DraftText.Sentence> shown(List<Draft.Sentence> sentences, Dossier dossier) {
        return sentences.stream()
                .map(sentence -> new DraftText.Sentence(
                        sentence.text(),
                        sentence.restsOn().stream()
                                .flatMap(id -> dossier.item(id).stream())
                                .flatMap(item -> item.evidence().stream())
                                .distinct()
                                .toList()))
                .toList();
    }

    private Outcome kept(
            TenantId tenant,
            Asked asked,
            DraftRecord.State state,
            String reason,
            Optional<DraftText> text,
            Optional<String> answer,
            List<DraftRecord.Objected> objections,
            boolean cached,
            int attempt,
            DraftRecord.Usage usage) {
        drafts.keep(
                tenant,
                new DraftRecord(
                        asked.facts().decision(),
                        state,
                        reason,
                        asked.request().prompt().label(),
                        model.name(),
                        asked.key(),
                        text,
                        answer,
                        objections,
                        cached,
                        attempt,
                        usage,
                        businessTime.instant()));
        return new Outcome(Optional.of(state), reason);
    }
}
