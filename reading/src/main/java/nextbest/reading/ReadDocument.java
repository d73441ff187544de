package nextbest.reading;

import java.util.List;
import java.util.Objects;

/**
 * What was read of a document.
 *
 * @param title its title; the name of the file where it has none
 * @param text its visible text; never blank
 * @param format as what it was read
 * @param remarks what a person should know: another encoding, pages without text, a text that was cut off
 */
public record ReadDocument(String title, String text, Format format, List<String> remarks) {
    /** What can be read. */
    public enum Format {
        /** Plain text. */
        TEXT,
        /** Markdown. */
        MARKDOWN,
        /** A web page. */
        HTML,
        /** A PDF with text in it. */
        PDF
    }

    /** Defensive copy; rejects a document without text. */
    public ReadDocument {
        Objects.requireNonNull(format, "format");
        remarks = List.copyOf(remarks);
        if (text.isBlank()) {
            throw new IllegalArgumentException(title + ": expected some text");
        }
    }
}
