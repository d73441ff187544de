package nextbest.api.page.card;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import nextbest.api.Texts;
import nextbest.api.page.PageTexts;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Caller;
import nextbest.catalogue.ParameterKind;
import nextbest.deal.DiscountState;
import nextbest.deal.ReviewState;
import nextbest.deal.Stage;
import nextbest.deal.StakeholderRole;
import nextbest.fact.Keyed;
import nextbest.process.RecordChange;
import nextbest.process.RecordField;
import nextbest.recommendation.Argument;
import nextbest.recommendation.Text;
import nextbest.store.Store;
import org.springframework.stereotype.Component;

/** The values of a deal's record: in words, to choose from, and checked. */
@Component
final class RecordValues {
    private static final int YEARS_AHEAD = 10;

    private final Store store;
    private final Texts texts;
    private final PageTexts words;

    RecordValues(Store store, Texts texts, PageTexts words) {
        this.store = store;
        this.texts = texts;
        this.words = words;
    }

    /** A value to choose. */
    record Option(String value, String name, boolean chosen) {}

    String said(Caller caller, RecordChange change, ZoneId zone) {
        return words.say(
                "record.said",
                words.say("record." + change.field().key()),
                name(caller, change.field(), change.from(), zone),
                name(caller, change.field(), change.to(), zone));
    }

    List<Option> options(Caller caller, RecordField field, Text title, String from, ZoneId zone) {
        return switch (field) {
            case CLOSE_DATE -> List.of();
            case STAGE -> {
                List<Stage> open = stages(caller).stream()
                        .filter(stage -> stage.kind().isOpen() && !stage.key().equals(from))
                        .toList();
                String proposed = argument(title, ParameterKind.STAGE).orElse("");
                yield open.stream()
                        .map(stage -> new Option(
                                stage.key(), stage.label(), stage.label().equals(proposed)))
                        .toList();
            }
            case CONTACT_ROLES ->
                Arrays.stream(StakeholderRole.values())
                        .map(role -> new Option(
                                role.key(),
                                name(caller, field, role.key(), zone),
                                Arrays.asList(from.split(",")).contains(role.key())))
                        .toList();
            case DISCOUNT, LEGAL_REVIEW ->
                List.of(new Option(fixed(field), name(caller, field, fixed(field), zone), true));
        };
    }

    /** What the action itself brings about. */
    private static String fixed(RecordField field) {
        return field == RecordField.DISCOUNT ? DiscountState.REQUESTED.key() : ReviewState.STARTED.key();
    }

    private static Optional<String> argument(Text title, ParameterKind kind) {
        return title.arguments().get(kind.argument()) instanceof Argument.Words(String value)
                ? Optional.of(value)
                : Optional.empty();
    }

    /**
     * A value as the record keeps it.
     *
     * @throws Refusal if it is not allowed
     */
    String checked(Caller caller, ZoneId zone, RecordField field, List<String> to) {
        String said = to.isEmpty() ? "" : to.getFirst();
        return switch (field) {
            case STAGE ->
                stages(caller).stream()
                        .filter(stage -> stage.kind().isOpen() && stage.key().equals(said))
                        .map(Stage::key)
                        .findFirst()
                        .orElseThrow(() -> Refusal.invalid("to", said, "an open stage of the organisation"));
            case CLOSE_DATE -> day(zone, said);
            case CONTACT_ROLES -> {
                List<String> roles = to.stream()
                        .filter(role -> Keyed.find(StakeholderRole.class, role).isPresent())
                        .distinct()
                        .sorted()
                        .toList();
                if (roles.isEmpty() || roles.size() != to.size()) {
                    throw Refusal.invalid(
                            "to", String.join(", ", to), "one or more of " + Keyed.allowed(StakeholderRole.class));
                }
                yield String.join(",", roles);
            }
            case DISCOUNT, LEGAL_REVIEW -> fixed(field);
        };
    }

    private String day(ZoneId zone, String said) {
        LocalDate today = store.time().now().atZone(zone).toLocalDate();
        try {
            LocalDate day = LocalDate.parse(said);
            if (!day.isBefore(today) && day.isBefore(today.plusYears(YEARS_AHEAD))) {
                return day.toString();
            }
        } catch (DateTimeException e) {
            // the refusal below says what is allowed
        }
        throw Refusal.invalid("to", said, "a day from " + today + " on, such as " + today.plusMonths(1));
    }

    String name(Caller caller, RecordField field, String value, ZoneId zone) {
        if (value.isEmpty()) {
            return words.say("record.nothing");
        }
        return switch (field) {
            case STAGE ->
                stages(caller).stream()
                        .filter(stage -> stage.key().equals(value))
                        .map(Stage::label)
                        .findFirst()
                        .orElse(value);
            case CLOSE_DATE -> words.dates(zone, store.time().now()).day(LocalDate.parse(value));
            case CONTACT_ROLES ->
                Arrays.stream(value.split(","))
                        .map(role -> texts.in(zone).say("role." + role))
                        .collect(Collectors.joining(", "));
            case DISCOUNT, LEGAL_REVIEW -> words.say("record." + field.key() + "." + value);
        };
    }

    private List<Stage> stages(Caller caller) {
        return store.tenants().stages(caller.tenant());
    }
}
