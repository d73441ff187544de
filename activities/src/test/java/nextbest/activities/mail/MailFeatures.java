package nextbest.activities.mail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What HTML and CSS a letter uses, and which of it mail programs understand, by the names of the caniemail.com table. */
final class MailFeatures {
    private static final List<String> FAMILIES = List.of("gmail", "outlook", "apple-mail");
    private static final Pattern DECLARATION = Pattern.compile("([a-z-]+)\\s*:\\s*([^;{}]+)");
    private static final Pattern RULE = Pattern.compile("([^{}]+)\\{([^{}]*)}");

    /** As old as mail in HTML; the table has no entry for them. */
    private static final Set<String> WITHOUT_ENTRY = Set.of(
            "html",
            "head",
            "title",
            "meta",
            "br",
            "a",
            "@border",
            "@style",
            "@class",
            "@href",
            "@src",
            "@alt",
            "@charset",
            "@name",
            "@content",
            "@http-equiv",
            ":color");

    /** Entries of another name than the element ("td"), attribute ("@td") or property (":td"). */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("tr", "html-table"),
            Map.entry("td", "html-table"),
            Map.entry("h1", "html-h1-h6"),
            Map.entry("h2", "html-h1-h6"),
            Map.entry(":font-family", "css-font"),
            Map.entry(":padding-left", "css-padding"),
            Map.entry(":padding-right", "css-padding"),
            Map.entry(":padding-top", "css-padding"),
            Map.entry(":border-top", "css-border"),
            Map.entry(":border-bottom", "css-border"),
            Map.entry(":border-left", "css-border"),
            Map.entry(":border-color", "css-border"));

    private MailFeatures() {}

    /** Names of entries; what has none and is not known to need none appears as "?NAME". */
    static Set<String> used(String html, Path folder) {
        Set<String> used = new TreeSet<>();
        if (html.stripLeading().toLowerCase(java.util.Locale.ROOT).startsWith("<!doctype")) {
            used.add("html-doctype");
        }
        if (html.contains("<!--")) {
            used.add("html-comments");
        }
        for (Html.Tag tag : Html.tags(html)) {
            add(used, folder, tag.name(), "html-" + tag.name());
            for (int i = 0; i < tag.attributes().size(); i += 2) {
                String attribute = tag.attributes().get(i);
                String value = tag.attributes().get(i + 1);
                if ("style".equals(attribute)) {
                    declarations(used, folder, value);
                } else if ("name".equals(attribute) && "color-scheme".equals(value)) {
                    used.add("html-meta-color-scheme");
                } else {
                    add(used, folder, "@" + attribute, "html-" + attribute);
                }
            }
        }
        Matcher sheet = Pattern.compile("(?s)<style>(.*?)</style>").matcher(html);
        while (sheet.find()) {
            sheet(used, folder, sheet.group(1));
        }
        return used;
    }

    private static void sheet(Set<String> used, Path folder, String css) {
        Matcher media = Pattern.compile("@([a-z-]+)([^{;]*)").matcher(css);
        while (media.find()) {
            used.add("css-at-" + media.group(1));
            if (media.group(2).contains("prefers-color-scheme")) {
                used.add("css-at-media-prefers-color-scheme");
            }
        }
        Matcher rule = RULE.matcher(css.replaceAll("@media[^{]*\\{", ""));
        while (rule.find()) {
            String selector = rule.group(1).replaceAll("[{}]", "").strip();
            if (selector.matches("\\.[a-z]+")) {
                used.add("css-selector-class");
            } else if (!":root".equals(selector)) {
                used.add("?selector " + selector);
            }
            declarations(used, folder, rule.group(2));
        }
    }

    private static void declarations(Set<String> used, Path folder, String css) {
        Matcher declaration = DECLARATION.matcher(css);
        while (declaration.find()) {
            String property = declaration.group(1);
            String value = declaration.group(2).strip();
            // Outlook for Windows alone reads these, and they are for it
            if (property.startsWith("mso-")) {
                continue;
            }
            if ("display".equals(property) && "none".equals(value)) {
                used.add("css-display-none");
            } else {
                add(used, folder, ":" + property, "css-" + property);
            }
            if (value.contains("!important")) {
                used.add("css-important");
            }
            if (value.matches(".*[0-9]px.*")) {
                used.add("css-unit-px");
            }
            Matcher function = Pattern.compile("([a-z-]+)\\(").matcher(value);
            while (function.find()) {
                used.add("?function " + function.group(1));
            }
        }
    }

    private static void add(Set<String> used, Path folder, String what, String entry) {
        String name = NAMES.getOrDefault(what, entry);
        if (!WITHOUT_ENTRY.contains(what)) {
            used.add(Files.exists(folder.resolve(name + ".md")) ? name : "?" + what);
        }
    }

    /** Programs of the three families whose newest tested version does not fully understand it. */
    static List<String> lacking(String entry, Path folder) throws IOException {
        String file = Files.readString(folder.resolve(entry + ".md")).replace('\t', ' ');
        int end = file.indexOf("\n---", 3);
        Object front = new Load(
                        LoadSettings.builder().setAllowDuplicateKeys(true).build())
                .loadFromString(file.substring(3, end));
        Map<?, ?> stats = (Map<?, ?>) ((Map<?, ?>) front).get("stats");
        List<String> lacking = new ArrayList<>();
        for (String family : FAMILIES) {
            ((Map<?, ?>) stats.get(family)).forEach((platform, versions) -> {
                String newest = "";
                for (Object support : ((Map<?, ?>) versions).values()) {
                    newest = String.valueOf(support);
                }
                if (!newest.startsWith("y")) {
                    lacking.add(family + " " + platform + ": " + newest);
                }
            });
        }
        return lacking;
    }
}
