package nextbest.catalogue.file;

import com.ibm.icu.text.DateFormat;
import com.ibm.icu.text.MessageFormat;
import com.ibm.icu.text.NumberFormat;
import com.ibm.icu.util.Currency;
import com.ibm.icu.util.TimeZone;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import nextbest.recommendation.Argument;
import nextbest.recommendation.Text;

/**
 * The texts of one language, for a reader in one zone. Numbers, dates and amounts are written as that language writes them.
 * Words from records are put in as they are; escaping for a mark-up language is the caller's.
 */
public final class Messages {
    private final Map<String, String> patterns;
    private final Locale locale;
    private final ZoneId zone;
    private final Map<String, MessageFormat> formats = new ConcurrentHashMap<>();

    private Messages(Map<String, String> patterns, Locale locale, ZoneId zone) {
        this.patterns = patterns;
        this.locale = locale;
        this.zone = zone;
    }

    /** The English texts that ship with the product. */
    public static Messages english(ZoneId zone) {
        return of(CatalogueReader.resource("messages_en.properties"), Locale.ENGLISH, zone);
    }

    /** @param properties content of a message file */
    public static Messages of(String properties, Locale locale, ZoneId zone) {
        Properties read = new Properties();
        try {
            read.load(new StringReader(properties));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> patterns = new HashMap<>();
        read.stringPropertyNames().forEach(key -> patterns.put(key, read.getProperty(key)));
        return new Messages(
                Collections.unmodifiableMap(patterns),
                Objects.requireNonNull(locale, "locale"),
                Objects.requireNonNull(zone, "zone"));
    }

    /** All keys, sorted. */
    public SortedSet<String> keys() {
        return new TreeSet<>(patterns.keySet());
    }

    /** Whether there is a text for the key. */
    public boolean knows(String key) {
        return patterns.containsKey(key);
    }

    /**
     * The sentence.
     *
     * @throws IllegalArgumentException if there is no text for the key
     */
    public String say(Text text) {
        String plain = text.arguments().isEmpty() ? patterns.get(text.key()) : null;
        if (plain != null && plain.indexOf('{') < 0 && plain.indexOf('\'') < 0) {
            // most texts have nothing to put in: there is nothing to format
            return plain;
        }
        Map<String, Object> values = new HashMap<>();
        text.arguments().forEach((name, argument) -> values.put(name, value(argument)));
        MessageFormat format = formats.computeIfAbsent(text.key(), this::format);
        // A format is not safe for use by several threads, and a copy is cheaper than parsing again.
        return format.clone().format(values);
    }

    public String say(String key) {
        return say(Text.of(key));
    }

    private MessageFormat format(String key) {
        String pattern = patterns.get(key);
        if (pattern == null) {
            throw new IllegalArgumentException(
                    "there is no text for '" + key + "' in the messages for " + locale.toLanguageTag());
        }
        return new MessageFormat(pattern, locale);
    }

    private Object value(Argument argument) {
        return switch (argument) {
            case Argument.Words(String words) -> words;
            case Argument.Message(String key) -> say(key);
            case Argument.Count(long count) -> count;
            case Argument.Share(long basisPoints) -> share(basisPoints);
            case Argument.Moment(var moment) -> dates(true, zone).format(Date.from(moment));
            case Argument.Day(var day) ->
                dates(false, ZoneOffset.UTC)
                        .format(Date.from(day.atStartOfDay(ZoneOffset.UTC).toInstant()));
            case Argument.Amount(long minor, String currency) -> amount(minor, currency);
        };
    }

    private String share(long basisPoints) {
        NumberFormat format = NumberFormat.getPercentInstance(locale);
        format.setMaximumFractionDigits(basisPoints % 100 == 0 || Math.abs(basisPoints) >= 1000 ? 0 : 1);
        return format.format(BigDecimal.valueOf(basisPoints, 4));
    }

    private DateFormat dates(boolean withTime, ZoneId in) {
        DateFormat format = withTime
                ? DateFormat.getDateTimeInstance(DateFormat.MEDIUM, DateFormat.SHORT, locale)
                : DateFormat.getDateInstance(DateFormat.MEDIUM, locale);
        format.setTimeZone(TimeZone.getTimeZone(in.getId().equals("Z") ? "UTC" : in.getId()));
        return format;
    }

    private String amount(long minor, String currency) {
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        Currency unit = Currency.getInstance(currency);
        format.setCurrency(unit);
        return format.format(BigDecimal.valueOf(minor, Math.max(0, unit.getDefaultFractionDigits())));
    }
}
