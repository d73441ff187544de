package nextbest.prompts;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import nextbest.catalogue.file.Messages;
import nextbest.recommendation.Argument;
import nextbest.recommendation.CardContent;
import nextbest.recommendation.EvidenceDesign;
import nextbest.recommendation.SuccessRate;
import nextbest.recommendation.Text;
import nextbest.recommendation.grounding.Dossier;

/**
 * Turns a card into all that a draft of it may say. What a buyer wrote is left out: of a remark only its date and who made it
 * are lent. Values of records that are too long for a name, or that hold an address or a number to call, are left out as well,
 * together with the sentence that needs them.
 */
public final class CardDossiers {
    /** Longer values are not names. */
    static final int MOST_NAME = 60;

    private static final Set<String> PEOPLE = Set.of("contact", "contactName", "stakeholder");
    /** Arguments whose words are a link or a buyer's own words: never lent. */
    private static final Set<String> NEVER = Set.of("assetLink", "quote", "objection");

    private static final String OWN = """
            amount=The deal is worth {amount}.
            rate.observed=Deals moved on after it in {share} of cases ({low} to {high}; based on {n} cases).
            rate.trial=In a trial, deals moved on after it in {share} of cases ({low} to {high}; based on {n} cases).
            urgency=The urgency is {urgency} and the score is {points} of 100.
            client=The buyer is {name}.
            deal=The deal is {name}.
            stage=The deal is in the stage {name}.
            """;

    private final Messages messages;
    private final Messages own;

    /** @param zone of the reader, in which moments are told */
    public CardDossiers(ZoneId zone) {
        this.messages = Messages.english(Objects.requireNonNull(zone, "zone"));
        this.own = Messages.of(OWN, Locale.ENGLISH, zone);
    }

    /**
     * How the deal is known.
     *
     * @param deal its name
     * @param client the buyer's company
     * @param stage as the organisation calls it
     */
    public record Label(
            Optional<String> deal, Optional<String> client, Optional<String> stage, Optional<Argument.Amount> amount) {
        public static Label unknown() {
            return new Label(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /** The dossier of a card. Its items are in the order of the card. */
    public Dossier of(CardContent card, Label label) {
        Writing writing = new Writing();
        writing.add("title", Dossier.Kind.ADVICE, card.title(), List.of());
        writing.add(
                "window",
                Dossier.Kind.ADVICE,
                Text.of(
                        "card.best",
                        Map.of("until", Argument.moment(card.window().until()))),
                List.of());
        writing.own(
                "urgency",
                Dossier.Kind.ADVICE,
                Map.of(
                        "urgency", Argument.words(card.urgency().key()),
                        "points", Argument.count(card.points())));
        int reason = 1;
        for (CardContent.Reason why : card.why()) {
            writing.add("r" + reason++, Dossier.Kind.REASON, lent(why.text()), why.evidence());
        }
        rate(writing, card.successRate());
        int step = 1;
        for (Text how : card.how()) {
            writing.add("s" + step++, Dossier.Kind.STEP, how, List.of());
        }
        label(writing, label);
        return new Dossier(Locale.ENGLISH, writing.items, writing.names());
    }

    /** Of what a buyer said, only who and when. */
    private static Text lent(Text text) {
        return switch (text.key()) {
            case "why.said.by-contact" -> Text.of("why.noted.by-contact", text.arguments());
            case "why.said.by-somebody" -> Text.of("why.noted.by-somebody", text.arguments());
            default -> text;
        };
    }

    private static void label(Writing writing, Label label) {
        named(writing, "client", Dossier.NameKind.CLIENT, label.client());
        named(writing, "deal", Dossier.NameKind.DEAL, label.deal());
        named(writing, "stage", Dossier.NameKind.TERM, label.stage());
        label.amount().ifPresent(amount -> writing.own("amount", Dossier.Kind.CONTEXT, Map.of("amount", amount)));
    }

    private static void named(Writing writing, String id, Dossier.NameKind kind, Optional<String> name) {
        name.flatMap(words -> writing.name(words, kind))
                .ifPresent(marker -> writing.own(id, Dossier.Kind.CONTEXT, Map.of("name", Argument.words(marker))));
    }

    private static void rate(Writing writing, SuccessRate rate) {
        switch (rate) {
            case SuccessRate.Measured(long n, long _, double share, double low, double high, EvidenceDesign design) ->
                writing.own(
                        design == EvidenceDesign.RANDOMISED ? "rate.trial" : "rate.observed",
                        Dossier.Kind.REASON,
                        Map.of(
                                "share", Argument.Share.of(share),
                                "low", Argument.Share.of(low),
                                "high", Argument.Share.of(high),
                                "n", Argument.count(n)));
            case SuccessRate.TooLittleData _ -> {
                // nothing was learned, so nothing is to be said of it
            }
        }
    }

    /** What is written of one card. */
    private final class Writing {
        private final List<Dossier.Item> items = new ArrayList<>();
        private final Map<String, Integer> places = new LinkedHashMap<>();
        private final List<Dossier.Name> names = new ArrayList<>();

        List<Dossier.Name> names() {
            return names;
        }

        /** A sentence of the dossier's own; its item is called by the key's first part. */
        void own(String key, Dossier.Kind kind, Map<String, Argument> arguments) {
            int dot = key.indexOf('.');
            items.add(new Dossier.Item(
                    dot < 0 ? key : key.substring(0, dot), kind, own.say(Text.of(key, arguments)), List.of()));
        }

        /** Leaves out what would have a hole. */
        void add(String id, Dossier.Kind kind, Text text, List<String> evidence) {
            Map<String, Argument> arguments = new TreeMap<>();
            int before = names.size();
            for (Map.Entry<String, Argument> argument : text.arguments().entrySet()) {
                if (argument.getValue() instanceof Argument.Words(String words)) {
                    Optional<String> marked = NEVER.contains(argument.getKey())
                            ? Optional.empty()
                            : marked(words, kind(argument.getKey()));
                    arguments.put(argument.getKey(), Argument.words(marked.orElse(HOLE)));
                } else {
                    arguments.put(argument.getKey(), argument.getValue());
                }
            }
            String said = messages.say(Text.of(text.key(), arguments));
            if (said.contains(HOLE)) {
                while (names.size() > before) {
                    places.remove(names.removeLast().text());
                }
                said = withoutHole(said);
            }
            if (!said.isBlank()) {
                items.add(new Dossier.Item(id, kind, said, evidence));
            }
        }

        /** 'Open the guide: LINK' is 'Open the guide'; anything else with a hole is not lent. */
        private String withoutHole(String said) {
            String cut = said.replaceFirst(":\\s*" + HOLE + "\\s*$", "");
            return cut.contains(HOLE) || cut.contains("\uE000") ? "" : cut;
        }

        private Dossier.NameKind kind(String argument) {
            return PEOPLE.contains(argument)
                    ? Dossier.NameKind.PERSON
                    : argument.equals("account") ? Dossier.NameKind.CLIENT : Dossier.NameKind.TERM;
        }

        /** A list of values has a marker each. */
        private Optional<String> marked(String words, Dossier.NameKind kind) {
            List<String> markers = new ArrayList<>();
            for (String one : words.split(", ", -1)) {
                Optional<String> marker = name(one, kind);
                if (marker.isEmpty()) {
                    return Optional.empty();
                }
                markers.add(marker.get());
            }
            return Optional.of(String.join(", ", markers));
        }

        Optional<String> name(String words, Dossier.NameKind kind) {
            String clean = PlainText.of(words);
            if (!PlainText.isName(clean)) {
                return Optional.empty();
            }
            int place = places.computeIfAbsent(clean, fresh -> {
                names.add(new Dossier.Name(fresh, kind));
                return names.size() - 1;
            });
            return Optional.of(Dossier.marker(place));
        }
    }

    private static final String HOLE = "\uE002";
}
