package nextbest.activities.mail;

import java.util.List;

/**
 * A report in words, ready to be set as HTML or as text. All strings are said already; none is escaped.
 *
 * @param preview what a list of mails shows beside the subject
 * @param days under the heading: the days that it covers; empty for alerts
 * @param intro sentences at the beginning
 * @param notices what to look at first
 * @param figures the sums
 * @param pictures that say in one look what the figures say
 * @param links where to go on, the main one first
 * @param closing sentences at the end
 */
record ReportLetter(
        String subject,
        String preview,
        String heading,
        String days,
        List<String> intro,
        List<Item> notices,
        List<Figure> figures,
        List<Picture> pictures,
        List<Section> sections,
        List<Link> links,
        List<String> closing,
        Link unsubscribe) {
    ReportLetter {
        intro = List.copyOf(intro);
        notices = List.copyOf(notices);
        figures = List.copyOf(figures);
        pictures = List.copyOf(pictures);
        sections = List.copyOf(sections);
        links = List.copyOf(links);
        closing = List.copyOf(closing);
    }

    /** @param remark with what it can be compared; may be empty */
    record Figure(String label, String value, String remark) {}

    /**
     * @param name what the HTML calls it; empty if it could not be drawn, and its words stand alone
     * @param words the figures in it, for those who do not see it
     * @param legend what its colours mean; empty if there is nothing to explain
     */
    record Picture(String name, String title, String words, List<Colour> legend) {
        Picture {
            legend = List.copyOf(legend);
        }

        public boolean isDrawn() {
            return !name.isEmpty();
        }
    }

    /** @param colour as CSS writes it */
    record Colour(String label, String colour) {}

    /** @param link where to do something about it; empty label if nowhere */
    record Section(String title, List<Item> items, Link link) {
        Section {
            items = List.copyOf(items);
        }
    }

    /** @param name may be empty */
    record Item(String name, String words) {}

    record Link(String label, String url) {
        static Link none() {
            return new Link("", "");
        }

        public boolean isThere() {
            return !label.isEmpty();
        }
    }
}
