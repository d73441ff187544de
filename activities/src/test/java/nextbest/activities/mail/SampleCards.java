package nextbest.activities.mail;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import nextbest.catalogue.ImpactClass;
import nextbest.identity.CardId;
import nextbest.identity.DecisionId;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.recommendation.Argument;
import nextbest.recommendation.BestWindow;
import nextbest.recommendation.CardContent;
import nextbest.recommendation.Disposition;
import nextbest.recommendation.Evidence;
import nextbest.recommendation.EvidenceDesign;
import nextbest.recommendation.Factor;
import nextbest.recommendation.SuccessRate;
import nextbest.recommendation.Text;
import nextbest.recommendation.Urgency;
import nextbest.store.decision.CardView;
import nextbest.store.delivery.Claim;
import nextbest.store.security.AnswerLink;
import nextbest.store.security.AnswerLinks;
import nextbest.store.security.LinkKeys;

/** Cards to write letters about; what a test does not set does not matter. */
final class SampleCards {
    static final TenantId TENANT = new TenantId(id(1));
    static final RepId REP = new RepId(id(2));
    static final UUID OUTBOX = id(3);
    /** 9:30 in Berlin, winter time. */
    static final Instant CREATED = Instant.parse("2026-03-02T08:30:00Z");

    static final SuccessRate MEASURED = new SuccessRate.Measured(120, 42, 0.35, 0.28, 0.43, EvidenceDesign.OBSERVED);
    static final SuccessRate TOO_LITTLE = new SuccessRate.TooLittleData(3, 20);

    private int number = 10;
    private String contact = "Ana Ruiz";
    private String quote = "We need to see numbers before the board meets";
    private String assetLink = "https://content.example.com/roi/calculator-v4";
    private int points = 87;
    private Urgency urgency = Urgency.HIGH;
    private SuccessRate success = MEASURED;
    private boolean mandatory;
    private boolean fallback;
    private CardView.State state = CardView.State.DRAFTED;
    private List<String> engine = List.of("SELECTED", "SELECTED", "SELECTED");
    private Instant from = CREATED;

    static UUID id(int number) {
        return new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L + number);
    }

    SampleCards number(int value) {
        number = value;
        return this;
    }

    SampleCards contact(String value) {
        contact = value;
        return this;
    }

    SampleCards quote(String value) {
        quote = value;
        return this;
    }

    SampleCards assetLink(String value) {
        assetLink = value;
        return this;
    }

    SampleCards points(int value) {
        points = value;
        return this;
    }

    SampleCards urgency(Urgency value) {
        urgency = value;
        return this;
    }

    SampleCards success(SuccessRate value) {
        success = value;
        return this;
    }

    SampleCards mandatory() {
        mandatory = true;
        return this;
    }

    SampleCards fallback() {
        fallback = true;
        return this;
    }

    SampleCards from(Instant value) {
        from = value;
        return this;
    }

    /** The engine's dispositions of the main one and the two alternatives. */
    SampleCards engine(CardView.State in, Disposition... value) {
        state = in;
        engine = java.util.Arrays.stream(value).map(Enum::name).toList();
        return this;
    }

    CardView build() {
        List<CardView.Position> positions = new ArrayList<>();
        List<String> keys =
                List.of("send-roi-calculator:ana", "arrange-technical-deep-dive", "share-customer-reference");
        for (int i = 0; i < 3; i++) {
            positions.add(new CardView.Position(
                    i + 1, keys.get(i), keys.get(i).replaceAll(":.*", ""), engine.get(i), Optional.empty()));
        }
        return new CardView(
                new CardId(id(number)),
                new DecisionId(id(number + 1_000)),
                new SubjectId(id(number + 2_000)),
                Optional.of(REP),
                state,
                CREATED,
                Instant.parse("2026-03-16T08:30:00Z"),
                false,
                content(keys),
                positions,
                Optional.empty());
    }

    private CardContent content(List<String> keys) {
        Text said = Text.of(
                "why.said.by-contact",
                Map.of(
                        "contact",
                        Argument.words(contact),
                        "at",
                        Argument.moment(Instant.parse("2026-02-27T14:05:00Z")),
                        "quote",
                        Argument.words(quote)));
        Text learned = Text.of(
                "evidence.observed.faster",
                Map.of(
                        "share",
                        new Argument.Share(3_500),
                        "low",
                        new Argument.Share(1_200),
                        "high",
                        new Argument.Share(5_400),
                        "n",
                        Argument.count(120),
                        "others",
                        Argument.count(310)));
        return new CardContent(
                keys.getFirst(),
                Text.of("action.send-roi-calculator.title.to-contact", Map.of("contactName", Argument.words(contact))),
                points,
                List.of(
                        new CardContent.FactorPoints(Factor.RELEVANCE, 36, 40),
                        new CardContent.FactorPoints(Factor.IMPACT, 25, 30),
                        new CardContent.FactorPoints(Factor.URGENCY, 18, 20),
                        new CardContent.FactorPoints(Factor.FEASIBILITY, 8, 10)),
                urgency,
                ImpactClass.STAGE_ADVANCE,
                List.of(
                        new CardContent.Reason(
                                Text.of("trigger.budget-or-roi-discussed"), List.of("signal:s-17", "fact:budget")),
                        new CardContent.Reason(said, List.of("signal:s-17")),
                        new CardContent.Reason(learned, List.of("learned:send-roi-calculator:faster"))),
                List.of(
                        Text.of("step.open-deal"),
                        Text.of(
                                "step.choose-asset",
                                Map.of(
                                        "asset",
                                        Argument.words("ROI calculator, version 4"),
                                        "assetLink",
                                        Argument.words(assetLink))),
                        Text.of("step.fill-account-data", Map.of("account", Argument.words("Acme"))),
                        Text.of("step.send-by-mail")),
                new BestWindow(
                        from,
                        from.plus(java.time.Duration.ofHours(24)),
                        List.of(new Evidence.Ruled("rule:x", Text.of("evidence.engagement-declining")))),
                success,
                List.of(
                        new CardContent.Alternative(
                                keys.get(1),
                                Text.of("action.arrange-technical-deep-dive.title.plain"),
                                72,
                                Urgency.MEDIUM,
                                ImpactClass.STAGE_ADVANCE,
                                Text.of("alternative.medium")),
                        new CardContent.Alternative(
                                keys.get(2),
                                Text.of("action.share-customer-reference.title.plain"),
                                65,
                                Urgency.LOW,
                                ImpactClass.RELATIONSHIP,
                                Text.of("alternative.low"))),
                List.of(Text.of("missing.legal-review"), Text.of("missing.industry")),
                List.of(),
                List.of(),
                mandatory,
                fallback);
    }

    static Claim.Send claim(int attempt, CardView... cards) {
        return new Claim.Send(OUTBOX, REP, "rep@example.com", List.of(cards), attempt);
    }

    /** The same name, client, stage and amount for each subject. */
    static LetterFacts facts(Supplier<String> deal, String client) {
        return new LetterFacts() {
            @Override
            public Addressee addressee(TenantId tenant, RepId rep) {
                return new Addressee("Robin Okafor", ZoneId.of("Europe/Berlin"), "Example Ltd");
            }

            @Override
            public Map<SubjectId, Label> labels(TenantId tenant, List<SubjectId> subjects) {
                Label label = new Label(
                        Optional.of(deal.get()),
                        Optional.of(client),
                        Optional.of("Proposal"),
                        Optional.of(new Argument.Amount(4_800_000, "EUR")));
                return subjects.stream().collect(java.util.stream.Collectors.toMap(subject -> subject, _ -> label));
            }
        };
    }

    private static final AnswerLinks LINKS =
            new AnswerLinks(LinkKeys.derivedFrom(new byte[32]), URI.create("https://nba.example.com"));

    /** What the answer links among these addresses do, as {@code ACCEPT-1} for the main recommendation. */
    static List<String> answers(List<String> addresses) {
        return addresses.stream()
                .filter(address -> address.startsWith("https://nba.example.com/a/"))
                .map(address -> LINKS.read(address.substring("https://nba.example.com/a/".length()), CREATED))
                .map(AnswerLinks.Reading.Good.class::cast)
                .map(AnswerLinks.Reading.Good::link)
                .map(link -> link.kind() + "-" + link.position())
                .toList();
    }

    /** What a link was signed for. */
    static AnswerLink read(String address) {
        return ((AnswerLinks.Reading.Good) LINKS.read(address.substring(address.lastIndexOf('/') + 1), CREATED)).link();
    }

    static CardLetters letters(String deal, String client) {
        return letters(() -> deal, client);
    }

    static CardLetters letters(Supplier<String> deal, String client) {
        return new CardLetters(
                new LetterSettings("nextbest <nba@example.com>", "nba.example.com", ""), facts(deal, client), LINKS);
    }
}
