package nextbest.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import nextbest.catalogue.ActionType;
import nextbest.catalogue.AssetNeed;
import nextbest.catalogue.ParameterKind;
import nextbest.catalogue.Wording;
import nextbest.deal.ContentAsset;
import nextbest.deal.ProductInterest;
import nextbest.deal.Stakeholder;
import nextbest.recommendation.Argument;

/** Makes the candidates of a decision: every action of the catalogue, once for each way to fill it that matters. */
final class Proposals {
    /** More competitors or objections than this make no more candidates: the first are the most recent. */
    static final int MAX_PER_ACTION = 5;

    /** Parameters that every text may use where they are known. */
    private static final List<ParameterKind> COMMON =
            List.of(ParameterKind.ACCOUNT, ParameterKind.INDUSTRY, ParameterKind.PRODUCT);

    private final Reading reading;
    private final Parameters parameters;

    Proposals(Reading reading) {
        this.reading = reading;
        this.parameters = new Parameters(reading);
    }

    List<Proposal> all() {
        List<Proposal> proposals = new ArrayList<>();
        for (ActionType action : reading.input().catalogue().actions().values()) {
            proposals.addAll(of(action, reading.calling(action)));
        }
        return proposals;
    }

    /** Only those of actions that something calls for. */
    List<Proposal> called() {
        List<Proposal> proposals = new ArrayList<>();
        for (ActionType action : reading.input().catalogue().actions().values()) {
            Calling calling = reading.calling(action);
            if (calling.fires()) {
                proposals.addAll(of(action, calling));
            }
        }
        return proposals;
    }

    private List<Proposal> of(ActionType action, Calling calling) {
        SortedMap<ParameterKind, Parameters.Choice> fixed = new TreeMap<>();
        calling.row().ifPresent(row -> row.with().forEach((kind, role) -> fixed.put(kind, parameters.fixed(role))));
        Optional<ParameterKind> per = action.per().filter(kind -> !fixed.containsKey(kind));
        if (per.isEmpty()) {
            return List.of(proposal(action, calling, fixed));
        }
        List<Parameters.Choice> choices = parameters.choices(per.get(), action, calling);
        if (choices.isEmpty()) {
            return List.of(proposal(action, calling, fixed));
        }
        List<Proposal> proposals = new ArrayList<>();
        Set<String> keys = new LinkedHashSet<>();
        for (Parameters.Choice choice : choices.subList(0, Math.min(choices.size(), MAX_PER_ACTION))) {
            SortedMap<ParameterKind, Parameters.Choice> chosen = new TreeMap<>(fixed);
            chosen.put(per.get(), choice);
            Proposal proposal = proposal(action, calling, chosen);
            if (keys.add(proposal.key())) {
                proposals.add(proposal);
            }
        }
        return proposals;
    }

    private Proposal proposal(ActionType action, Calling calling, SortedMap<ParameterKind, Parameters.Choice> chosen) {
        SortedMap<ParameterKind, Parameters.Choice> filled = new TreeMap<>(chosen);
        SortedSet<ParameterKind> wanted = new TreeSet<>(COMMON);
        action.titles().forEach(title -> wanted.addAll(title.parameters()));
        action.how().forEach(step -> wanted.addAll(step.parameters()));
        wanted.addAll(action.requirements().asset().matching());
        for (ParameterKind kind : wanted) {
            if (!filled.containsKey(kind)) {
                parameters.choices(kind, action, calling).stream()
                        .findFirst()
                        .ifPresent(choice -> filled.put(kind, choice));
            }
        }
        Optional<Wording> title = action.titles().stream()
                .filter(wording -> filled.keySet().containsAll(wording.parameters()))
                .findFirst();
        SortedMap<ParameterKind, Argument> values = new TreeMap<>();
        filled.forEach((kind, choice) -> values.put(kind, choice.value()));
        Optional<ProductInterest> interest = interest(filled);
        return new Proposal(
                key(action, title, filled),
                action,
                Collections.unmodifiableSortedMap(values),
                title.isPresent() ? Collections.emptySortedSet() : missing(action, filled),
                title,
                contact(title, filled),
                interest.isPresent()
                        ? interest.get().material().stream().findFirst()
                        : asset(action.requirements().asset(), filled),
                interest,
                calling);
    }

    private Optional<ProductInterest> interest(SortedMap<ParameterKind, Parameters.Choice> filled) {
        return Optional.ofNullable(filled.get(ParameterKind.INTEREST))
                .flatMap(choice -> reading.interests().stream()
                        .filter(interest -> interest.identity().equals(choice.identity()))
                        .findFirst());
    }

    /** The unit of the cap: the action and those parameters of its title that make it another proposal. */
    private static String key(
            ActionType action, Optional<Wording> title, SortedMap<ParameterKind, Parameters.Choice> filled) {
        StringBuilder key = new StringBuilder(action.key());
        for (ParameterKind kind : title.map(Wording::parameters).orElse(List.of())) {
            String identity = filled.get(kind).identity();
            if (!identity.isEmpty()) {
                key.append(':').append(identity);
            }
        }
        return key.toString();
    }

    private static Optional<Stakeholder> contact(
            Optional<Wording> title, SortedMap<ParameterKind, Parameters.Choice> filled) {
        return title.map(Wording::parameters).orElse(List.of()).stream()
                .flatMap(kind -> filled.get(kind).contact().stream())
                .findFirst();
    }

    /** What the least demanding title still lacks. */
    private static SortedSet<ParameterKind> missing(ActionType action, Map<ParameterKind, Parameters.Choice> filled) {
        SortedSet<ParameterKind> missing =
                new TreeSet<>(action.titles().getLast().parameters());
        missing.removeAll(filled.keySet());
        return missing;
    }

    private Optional<ContentAsset> asset(AssetNeed need, SortedMap<ParameterKind, Parameters.Choice> filled) {
        if (!need.isNeeded()) {
            return Optional.empty();
        }
        String industry = reading.deal()
                .company()
                .industry()
                .asOptional()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .orElse("");
        return reading.deal().resources().assets().asOptional().orElse(List.of()).stream()
                .filter(asset -> asset.kind().equals(need.kind()))
                .filter(asset -> need.matching().stream().allMatch(kind -> madeFor(asset, kind, filled)))
                .min(Comparator.comparingInt((ContentAsset asset) -> fit(asset, industry))
                        .thenComparing(asset -> asset.asset().toString()));
    }

    /** Made for this industry before made for none in particular before made for others. */
    private static int fit(ContentAsset asset, String industry) {
        if (has(asset.industries(), industry)) {
            return 0;
        }
        return asset.industries().isEmpty() ? 1 : 2;
    }

    private static boolean madeFor(
            ContentAsset asset, ParameterKind kind, SortedMap<ParameterKind, Parameters.Choice> filled) {
        String value = filled.containsKey(kind) && filled.get(kind).value() instanceof Argument.Words(String words)
                ? words
                : "";
        return switch (kind) {
            case INDUSTRY -> has(asset.industries(), value);
            case NAME, COMPETITOR -> has(asset.competitors(), value);
            case TECH_STACK -> has(asset.techStack(), value);
            // made for a product is what comes with the interest itself
            case INTEREST -> false;
            default ->
                throw new IllegalStateException("an asset cannot be made for " + kind.key()
                        + "; allowed are industry, name, competitor, tech-stack and interest");
        };
    }

    static boolean has(SortedSet<String> names, String name) {
        return !name.isEmpty() && names.stream().anyMatch(name::equalsIgnoreCase);
    }
}
