package nextbest.activities.mail;

import java.util.ArrayList;
import java.util.List;

/** A sentence, parts of which may be followed. */
record Sentence(List<Piece> pieces) {
    private static final int MOST_SHOWN = 60;

    Sentence {
        pieces = List.copyOf(pieces);
    }

    /**
     * @param text what a reader sees
     * @param url where it leads; empty: nowhere
     */
    record Piece(String text, String url) {
        public boolean isLink() {
            return !url.isEmpty();
        }

        /** Of an address, as many characters as a phone shows in two lines. */
        public String shown() {
            return isLink() && text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN - 1) + "…" : text;
        }
    }

    static Sentence of(String text) {
        return new Sentence(List.of(new Piece(text, "")));
    }

    /** @param link what may be followed wherever it stands in the text */
    static Sentence of(String text, String link) {
        List<Piece> pieces = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(link); at >= 0; at = text.indexOf(link, from)) {
            if (at > from) {
                pieces.add(new Piece(text.substring(from, at), ""));
            }
            pieces.add(new Piece(link, link));
            from = at + link.length();
        }
        if (from < text.length()) {
            pieces.add(new Piece(text.substring(from), ""));
        }
        return new Sentence(pieces);
    }

    /** All of it, addresses in full. */
    String plain() {
        StringBuilder all = new StringBuilder();
        pieces.forEach(piece -> all.append(piece.text()));
        return all.toString();
    }
}
