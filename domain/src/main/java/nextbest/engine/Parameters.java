package nextbest.engine;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import nextbest.catalogue.ActionType;
import nextbest.catalogue.Organisation;
import nextbest.catalogue.ParameterKind;
import nextbest.deal.Competitor;
import nextbest.deal.Objection;
import nextbest.deal.Offering;
import nextbest.deal.SizeBand;
import nextbest.deal.Stakeholder;
import nextbest.deal.StakeholderRole;
import nextbest.fact.Keyed;
import nextbest.identity.ContactId;
import nextbest.money.Money;
import nextbest.recommendation.Argument;
import nextbest.signal.BuyerSignal;
import nextbest.signal.SignalType;

/** Fills parameters from the snapshot, the best choice first. What is not known gives no choice; nothing is made up. */
final class Parameters {
    private final Reading reading;

    Parameters(Reading reading) {
        this.reading = reading;
    }

    /**
     * One way to fill a parameter.
     *
     * @param value as it appears in texts
     * @param identity what tells it from the others in a candidate's key; empty if it does not matter there
     * @param contact the person meant, if it is one
     */
    record Choice(Argument value, String identity, Optional<Stakeholder> contact) {
        static Choice words(String value) {
            return new Choice(Argument.words(value), value.toLowerCase(Locale.ROOT), Optional.empty());
        }

        static Choice plain(Argument value) {
            return new Choice(value, "", Optional.empty());
        }

        static Choice person(Stakeholder person) {
            return new Choice(Argument.words(person.name()), person.contact().toString(), Optional.of(person));
        }
    }

    List<Choice> choices(ParameterKind kind, ActionType action, Calling calling) {
        return switch (kind) {
            case INDUSTRY ->
                reading.deal().company().industry().asOptional().map(Argument::words).map(Choice::plain).stream()
                        .toList();
            case ACCOUNT ->
                reading.deal().company().name().asOptional().map(Argument::words).map(Choice::plain).stream()
                        .toList();
            case COMPANY_SIZE -> companySize();
            case STAKEHOLDER -> outOfTouch();
            case CONTACT -> newcomers(action, calling);
            case CONTACT_NAME -> recipients(action, calling);
            case FEATURE_FOCUS ->
                named(reading.deal().needs().features().asOptional().orElse(List.of()), SignalType.FEATURE_INTEREST);
            case TECH_STACK ->
                named(
                        reading.deal().needs().techStack().asOptional().orElse(List.of()),
                        SignalType.INTEGRATION_DISCUSSED);
            case DATE ->
                reading.deal().course().proposedCloseDate().asOptional().map(Parameters::day).stream()
                        .toList();
            case STAGE ->
                reading.deal().course().stage().asOptional().flatMap(reading.organisation()::after).stream()
                        .map(next -> new Choice(Argument.words(next.label()), next.key(), Optional.empty()))
                        .toList();
            case MANAGER_OR_VP ->
                reading
                        .deal()
                        .rep()
                        .managerName()
                        .asOptional()
                        .or(() -> reading.organisation().escalation().stream().findFirst())
                        .map(Argument::words)
                        .map(Choice::plain)
                        .stream()
                        .toList();
            case OBJECTION ->
                named(
                        reading.deal().needs().openObjections().asOptional().orElse(List.of()).stream()
                                .map(Objection::text)
                                .toList(),
                        SignalType.OBJECTION_RAISED);
            case NAME, COMPETITOR ->
                named(
                        reading.deal().buyers().competitors().asOptional().orElse(List.of()).stream()
                                .map(Competitor::name)
                                .toList(),
                        SignalType.COMPETITOR_MENTIONED);
            case MAX_DISCOUNT ->
                discountRule().map(rule -> Choice.plain(new Argument.Share(rule.percent() * 100L))).stream()
                        .toList();
            case DISCOUNT_RULE ->
                discountRule().map(rule -> Choice.plain(Argument.words(rule.rule()))).stream()
                        .toList();
            case PAYMENT_TERMS ->
                reading.organisation().paymentTerms().isEmpty()
                        ? List.of()
                        : List.of(Choice.plain(Argument.words(
                                String.join(", ", reading.organisation().paymentTerms()))));
            case PRODUCT ->
                reading.deal().needs().products().asOptional().orElse(List.of()).stream()
                        .limit(1)
                        .map(offering -> Choice.plain(Argument.words(offering.name())))
                        .toList();
            case INTEREST ->
                reading.interests().stream()
                        .map(interest ->
                                new Choice(Argument.words(interest.name()), interest.identity(), Optional.empty()))
                        .toList();
        };
    }

    /** A parameter that the pattern row itself fixes: a stakeholder by role, named if the snapshot names one. */
    Choice fixed(String role) {
        Optional<Stakeholder> person = Keyed.find(StakeholderRole.class, role)
                .flatMap(wanted -> reading.stakeholders().stream()
                        .filter(candidate -> candidate.isA(wanted))
                        .findFirst());
        return person.map(Choice::person)
                .orElseGet(() -> new Choice(Argument.message("role." + role), role, Optional.empty()));
    }

    private List<Choice> companySize() {
        Optional<SizeBand> band = reading.deal().company().size().asOptional();
        return band
                .or(() -> reading.deal().company().employees().asOptional().map(SizeBand::of))
                .map(size -> Choice.plain(Argument.message("size." + size.key())))
                .stream()
                .toList();
    }

    private static Choice day(LocalDate date) {
        return new Choice(new Argument.Day(date), date.toString(), Optional.empty());
    }

    /** What is on record, else what the youngest signal of a type is about. */
    private List<Choice> named(List<String> onRecord, SignalType type) {
        if (!onRecord.isEmpty()) {
            return onRecord.stream().distinct().map(Choice::words).toList();
        }
        return reading.signals().stream()
                .filter(signal -> signal.type() == type && !signal.topic().isBlank())
                .max(Comparator.comparing(BuyerSignal::at).thenComparing(BuyerSignal::id))
                .map(signal -> Choice.words(signal.topic()))
                .stream()
                .toList();
    }

    /** People we are not in touch with, those who decide first. */
    private List<Choice> outOfTouch() {
        List<Stakeholder> people = new ArrayList<>(reading.stakeholders().stream()
                .filter(person -> person.engaged().is(engaged -> !engaged))
                .toList());
        people.sort(Comparator.comparingInt(Parameters::rank));
        return consenting(people);
    }

    private static int rank(Stakeholder person) {
        int rank = StakeholderRole.values().length;
        for (StakeholderRole role : person.roles()) {
            rank = Math.min(rank, role.compareTo(StakeholderRole.ECONOMIC_BUYER));
        }
        return rank;
    }

    /** People who came up and are not on the buying committee of record. */
    private List<Choice> newcomers(ActionType action, Calling calling) {
        List<Stakeholder> people = new ArrayList<>();
        speakers(calling).stream()
                .filter(person -> !person.onCommittee().is(on -> on))
                .forEach(people::add);
        reading.stakeholders().stream()
                .filter(person -> person.onCommittee().is(on -> !on) && !people.contains(person))
                .forEach(people::add);
        people.removeIf(person -> wrongContact(action, person));
        return people.stream().map(Choice::person).toList();
    }

    /** Whom to send it to: who asked, else who is meant by role, those we are in touch with first. */
    private List<Choice> recipients(ActionType action, Calling calling) {
        List<Stakeholder> people = new ArrayList<>(speakers(calling));
        SortedSet<StakeholderRole> roles = action.relevance().roles();
        reading.stakeholders().stream()
                .filter(person -> !people.contains(person))
                .filter(person -> roles.isEmpty()
                        ? person.engaged().is(engaged -> engaged)
                        : roles.stream().anyMatch(person::isA))
                .sorted(Comparator.comparing(person -> !person.engaged().is(engaged -> engaged)))
                .forEach(people::add);
        people.removeIf(person -> wrongContact(action, person));
        return consenting(people);
    }

    /** Those who may be contacted; only if there is nobody else, the others, so that the why-not can say so. */
    private static List<Choice> consenting(List<Stakeholder> people) {
        List<Choice> allowed = people.stream()
                .filter(person -> !person.mayContact().is(may -> !may))
                .map(Choice::person)
                .toList();
        return allowed.isEmpty() ? people.stream().map(Choice::person).toList() : allowed;
    }

    private List<Stakeholder> speakers(Calling calling) {
        List<Stakeholder> people = new ArrayList<>();
        for (BuyerSignal signal : calling.signals()) {
            for (ContactId contact : signal.contacts()) {
                reading.stakeholder(contact)
                        .filter(person -> !people.contains(person))
                        .ifPresent(people::add);
            }
        }
        return people;
    }

    private boolean wrongContact(ActionType action, Stakeholder person) {
        String key = action.key() + ":" + person.contact();
        Instant now = reading.at();
        return reading.deal().attempts().asOptional().orElse(List.of()).stream()
                .anyMatch(attempt -> attempt.candidate().equals(key)
                        && attempt.reason().is("WRONG_CONTACT"::equals)
                        && Gates.isSuppressed(attempt, now));
    }

    private Optional<Organisation.DiscountRule> discountRule() {
        Optional<Money> amount = reading.deal().amounts().amount().asOptional();
        List<Offering> products = reading.deal().needs().products().asOptional().orElse(List.of());
        return reading.organisation().discountRules().stream()
                .filter(rule -> rule.products().isEmpty()
                        || products.stream()
                                .anyMatch(offering -> rule.products().contains(offering.name())
                                        || rule.products().contains(offering.family())))
                .filter(rule ->
                        rule.upTo().isEmpty() || fits(amount, rule.upTo().get()))
                .findFirst();
    }

    private static boolean fits(Optional<Money> amount, Money limit) {
        return amount.filter(money -> money.currency().equals(limit.currency()) && money.minor() <= limit.minor())
                .isPresent();
    }
}
