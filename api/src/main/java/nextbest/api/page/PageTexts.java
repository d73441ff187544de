package nextbest.api.page;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Words of the pages for code that puts sentences together; templates have them as {@code #{key}}. */
@Component
public final class PageTexts {
    private final MessageSource messages;

    PageTexts(MessageSource messages) {
        this.messages = messages;
    }

    /** @throws org.springframework.context.NoSuchMessageException if there is no such text */
    public String say(String key, Object... arguments) {
        return messages.getMessage(key, arguments, Locale.ENGLISH);
    }

    /** Whether there is such a text. */
    public boolean knows(String key) {
        String text = messages.getMessage(key, null, "", Locale.ENGLISH);
        return text != null && !text.isEmpty();
    }

    /** Dates for a reader in a zone. */
    public PageDates dates(ZoneId zone, Instant now) {
        return new PageDates(zone, now, this);
    }
}
