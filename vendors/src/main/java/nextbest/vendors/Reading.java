package nextbest.vendors;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import nextbest.deal.StakeholderRole;
import nextbest.event.EventType;
import nextbest.event.FieldType;
import nextbest.event.SubjectRef;
import nextbest.fact.Keyed;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.port.Statement;
import tools.jackson.databind.JsonNode;

/**
 * Reads the fields of one record of a vendor, and keeps what it could not make sense of: such a field is left out, and the rest of
 * the record stands. Vendors write numbers and moments as text or as what they are; both are read.
 */
public final class Reading {
    private static final int SENTENCES = 4_000;
    private static final BigDecimal MOST = new BigDecimal("1000000000000");

    private final JsonNode fields;
    private final List<Item.Oddity> oddities = new ArrayList<>();

    /** @param fields the object whose members are the record's fields */
    public Reading(JsonNode fields) {
        this.fields = fields;
    }

    /** What could not be understood so far, each once. */
    public List<Item.Oddity> oddities() {
        return List.copyOf(oddities);
    }

    /** The record, read, with what could not be understood so far. */
    public Item item(Kind kind, String id, Instant at, List<Statement> says) {
        return new Item(kind, id, at, says, oddities());
    }

    /**
     * One piece of news that is not ours. The same content at the same moment has the same id.
     *
     * @param name what it is about: unique within the source among news of the same moment
     */
    public static Statement said(
            EventType type, String name, Optional<SubjectRef> subject, Instant at, Map<String, Object> data) {
        return new Statement(name + ":" + at.toEpochMilli() + ":" + Json.mark(data), type, subject, at, false, data);
    }

    /** Notes a value that is left out. */
    public void odd(String field, String seen, String allowed) {
        Item.Oddity oddity = new Item.Oddity(field, seen, allowed);
        if (!oddities.contains(oddity)) {
            oddities.add(oddity);
        }
    }

    /** One line of plain text of at most so many characters; HTML becomes text. Empty if there is none. */
    public Optional<String> text(String field, int most) {
        return words(field, most).map(words -> words.replace('\n', ' '));
    }

    /** As {@link #text}, with its line breaks. */
    public Optional<String> words(String field, int most) {
        return value(field, "text").map(text -> PlainText.of(text, most)).filter(text -> !text.isBlank());
    }

    /** A field as text. One that has become an object or a list is noted: it is not absent, it is something else. */
    private Optional<String> value(String field, String allowed) {
        JsonNode value = fields.path(field);
        if (value.isObject() || value.isArray()) {
            odd(field, "a " + value.getNodeType(), allowed);
        }
        return Json.text(fields, field);
    }

    public Optional<Instant> moment(String field) {
        Optional<String> text = value(field, "a moment");
        Optional<Instant> moment = text.flatMap(Reading::momentOf);
        if (text.isPresent() && moment.isEmpty()) {
            odd(field, text.get(), "a moment such as 2026-03-31T09:30:00Z or milliseconds");
        }
        return moment;
    }

    /** ISO text with an offset, which may lack its colon ({@code +0000}), or milliseconds. */
    public static Optional<Instant> momentOf(String text) {
        try {
            return Optional.of(
                    text.matches("\\d{11,14}")
                            ? Instant.ofEpochMilli(Long.parseLong(text))
                            : OffsetDateTime.parse(text.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2"))
                                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** ISO day of a day or a moment, or null for none. */
    public Object day(String field) {
        Optional<String> text = value(field, "a day");
        try {
            if (text.filter(said -> said.matches("\\d{4}-\\d\\d-\\d\\d")).isPresent()) {
                return LocalDate.parse(text.get()).toString();
            }
        } catch (DateTimeException e) {
            odd(field, text.get(), "a day such as 2026-03-31");
            return null;
        }
        return moment(field)
                .map(at -> LocalDate.ofInstant(at, ZoneOffset.UTC).toString())
                .orElse(null);
    }

    /** A number from 0 to {@code most}, without its decimals. */
    public Optional<Long> whole(String field, long most) {
        Optional<BigDecimal> number = number(field);
        Optional<Long> whole = number.filter(n -> n.signum() >= 0 && n.compareTo(BigDecimal.valueOf(most)) <= 0)
                .map(BigDecimal::longValue);
        if (number.isPresent() && whole.isEmpty()) {
            odd(field, number.get().toPlainString(), "0 to " + most);
        }
        return whole;
    }

    private Optional<BigDecimal> number(String field) {
        Optional<String> text = value(field, "a number");
        try {
            return text.filter(t -> t.length() <= 30).map(BigDecimal::new);
        } catch (NumberFormatException e) {
            odd(field, text.get(), "a number");
            return Optional.empty();
        }
    }

    /** {@code {amount, currency}} rounded to the currency's decimals, or null for none. */
    public Object amount(String field, String currencyField, String standard) {
        Optional<BigDecimal> number = number(field);
        if (number.isEmpty()) {
            return null;
        }
        if (number.get().signum() < 0 || number.get().compareTo(MOST) > 0) {
            odd(field, number.get().toPlainString(), "0 to " + MOST.toPlainString());
            return null;
        }
        String code = Json.text(fields, currencyField).orElse(standard);
        try {
            int digits = Math.max(0, Currency.getInstance(code).getDefaultFractionDigits());
            return Map.of("amount", number.get().setScale(digits, RoundingMode.HALF_EVEN), "currency", code);
        } catch (IllegalArgumentException e) {
            odd(currencyField, code, "an ISO 4217 code");
            return null;
        }
    }

    /** What one of the vendor's words is called with us. */
    public Optional<String> oneOf(String field, Map<String, String> ours) {
        Optional<String> theirs = value(field, "a word");
        Optional<String> known = theirs.map(ours::get);
        if (theirs.isPresent() && known.isEmpty()) {
            odd(
                    field,
                    theirs.get(),
                    "one of "
                            + String.join(", ", ours.keySet().stream().sorted().toList()));
        }
        return known;
    }

    /** The key of our stage that the mapping gives for theirs. */
    public Optional<String> stage(String field, String theirs, Mapping mapping) {
        Optional<String> ours = mapping.stage(theirs);
        if (ours.isEmpty()) {
            odd(field, theirs, stages(mapping));
        }
        return ours;
    }

    /** The role of a person in a deal, by the words that sales systems come with or by ours. */
    public static Optional<StakeholderRole> roleOf(String theirs) {
        return switch (theirs) {
            case "Economic Buyer", "Economic Decision Maker" -> Optional.of(StakeholderRole.ECONOMIC_BUYER);
            case "Decision Maker", "Executive Sponsor" -> Optional.of(StakeholderRole.EXECUTIVE);
            case "Technical Buyer" -> Optional.of(StakeholderRole.TECHNICAL_BUYER);
            case "Business User" -> Optional.of(StakeholderRole.USER);
            case "Influencer", "Evaluator" -> Optional.of(StakeholderRole.INFLUENCER);
            default ->
                Keyed.find(
                        StakeholderRole.class, theirs.toLowerCase(Locale.ROOT).replace(' ', '-'));
        };
    }

    /** As {@link #roleOf}, of a field. */
    public Optional<StakeholderRole> role(String field) {
        Optional<String> theirs = value(field, "a role");
        Optional<StakeholderRole> ours = theirs.flatMap(Reading::roleOf);
        if (theirs.isPresent() && ours.isEmpty()) {
            odd(field, theirs.get(), "a role such as Decision Maker or " + Keyed.allowed(StakeholderRole.class));
        }
        return ours;
    }

    /** Notes that a deal names no stage. */
    public void noStage(String field, Mapping mapping) {
        odd(field, "nothing", stages(mapping));
    }

    private static String stages(Mapping mapping) {
        return "a stage of the mapping: " + String.join(", ", mapping.stages().keySet());
    }

    /** A field of deals that the organisation has made for itself, if its value is one that ours can hold. */
    public Optional<Object> own(String ours, String theirs) {
        var field = EventType.DEAL.fields().get(ours);
        Optional<String> text = words(theirs, SENTENCES);
        if (field == null || text.isEmpty()) {
            return Optional.empty();
        }
        Object json =
                field.type() instanceof FieldType.Many ? List.of(text.get().split("\\s*;\\s*", -1)) : text.get();
        try {
            var unused = field.type().read(json);
            assert unused != null;
            return Optional.of(json);
        } catch (FieldType.NotAllowed e) {
            odd(theirs, text.get(), field.type().allowed());
            return Optional.empty();
        }
    }
}
