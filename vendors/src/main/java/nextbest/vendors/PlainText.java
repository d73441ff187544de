package nextbest.vendors;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a text that may be HTML. What is left is text for people to read and for nothing to run: tags, comments and the
 * contents of scripts and styles are gone, and so are control characters.
 */
public final class PlainText {
    private static final Pattern UNSEEN =
            Pattern.compile("(?is)<(script|style|head|title)\\b.*?(</\\1\\s*>|$)|<!--.*?(-->|$)");
    private static final Pattern BREAKS = Pattern.compile("(?i)<(br|/p|/div|/li|/tr|/h[1-6])\\b[^>]*>");
    private static final Pattern TAGS = Pattern.compile("<[/a-zA-Z!?][^>]*(>|$)");
    private static final Pattern ENTITY = Pattern.compile("&(#\\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});");
    private static final Map<String, String> NAMED = Map.of(
            "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ", "ndash", "–", "mdash", "—");

    private PlainText() {}

    /**
     * @param most characters; a longer text is cut and ends with …
     * @return without blank lines in a row and without white space around it; may be empty
     */
    public static String of(String html, int most) {
        String seen = UNSEEN.matcher(html).replaceAll(" ");
        String broken = BREAKS.matcher(seen).replaceAll("\n");
        String text = unescape(TAGS.matcher(broken).replaceAll(""));
        String clean = text.codePoints()
                .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .replaceAll("[ \\t\\u00a0]+", " ")
                .replaceAll(" ?\\n[ \\n]*", "\n")
                .strip();
        return clean.length() > most ? clean.substring(0, most - 1) + "…" : clean;
    }

    /** One line of it. */
    public static String line(String html, int most) {
        String line = of(html, Integer.MAX_VALUE).replace('\n', ' ');
        return line.length() > most ? line.substring(0, most - 1) + "…" : line;
    }

    private static String unescape(String text) {
        Matcher entity = ENTITY.matcher(text);
        StringBuilder plain = new StringBuilder();
        while (entity.find()) {
            entity.appendReplacement(plain, Matcher.quoteReplacement(meaning(entity)));
        }
        return entity.appendTail(plain).toString();
    }

    private static String meaning(Matcher entity) {
        String name = entity.group(1);
        if (!name.startsWith("#")) {
            return NAMED.getOrDefault(name.toLowerCase(Locale.ROOT), entity.group());
        }
        boolean hex = name.charAt(1) == 'x' || name.charAt(1) == 'X';
        int code = hex ? Integer.parseInt(name.substring(2), 16) : Integer.parseInt(name.substring(1));
        return Character.isValidCodePoint(code) && (code < 0xD800 || code > 0xDFFF) ? Character.toString(code) : "";
    }
}
