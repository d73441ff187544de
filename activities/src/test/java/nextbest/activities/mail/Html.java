package nextbest.activities.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what our templates write: enough of HTML for that, and no more. */
final class Html {
    private static final Pattern TAG =
            Pattern.compile("<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\"[^\"]*\"|'[^']*'|[^<>\"'])*)>");
    private static final Pattern ATTRIBUTE = Pattern.compile("([a-zA-Z-]+)=\"([^\"]*)\"");

    private Html() {}

    /** @param attributes name and value in turn */
    record Tag(boolean closing, String name, List<String> attributes) {}

    static List<Tag> tags(String html) {
        List<Tag> tags = new ArrayList<>();
        Matcher tag = TAG.matcher(withoutComments(html));
        while (tag.find()) {
            List<String> attributes = new ArrayList<>();
            Matcher attribute = ATTRIBUTE.matcher(tag.group(3));
            while (attribute.find()) {
                attributes.add(attribute.group(1));
                attributes.add(unescape(attribute.group(2)));
            }
            tags.add(new Tag(!tag.group(1).isEmpty(), tag.group(2), attributes));
        }
        return tags;
    }

    /** Where its links lead, in order. */
    static List<String> links(String html) {
        List<String> links = new ArrayList<>();
        for (Tag tag : tags(html)) {
            for (int i = 0; i < tag.attributes().size(); i += 2) {
                if ("href".equals(tag.attributes().get(i))) {
                    links.add(tag.attributes().get(i + 1));
                }
            }
        }
        return links;
    }

    /** What a reader sees, with single spaces. */
    static String visible(String html) {
        String body = withoutComments(html)
                .replaceAll("(?s)<head.*?</head>", "")
                .replaceAll("(?s)<div[^>]*display:none.*?</div>", "")
                .replaceAll("(?s)<style.*?</style>", "");
        return spaces(unescape(TAG.matcher(body.replace("<br>", " ").replaceFirst("<!doctype html>", ""))
                .replaceAll("")));
    }

    static String spaces(String text) {
        return text.replaceAll("[\\s\u00a0\u202f]+", " ").strip();
    }

    static String withoutComments(String html) {
        return html.replaceAll("(?s)<!--.*?-->", "");
    }

    private static String unescape(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&#160;", "\u00a0")
                .replace("&nbsp;", "\u00a0")
                .replace("&amp;", "&");
    }
}
