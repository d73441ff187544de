package nextbest.recommendation.grounding;

import java.util.List;

/** Looks whether a draft says nothing but what its dossier says. The same input gives the same objections. */
public final class GroundingCheck {
    /** More sentences than this nobody reads. */
    public static final int MOST_SENTENCES = 8;
    /** Characters of one entry. */
    public static final int MOST_CHARACTERS = 400;

    private final Lexicon lexicon;

    private GroundingCheck(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    /** The check of English drafts. It has no state: one serves all threads. */
    public static GroundingCheck english() {
        return new GroundingCheck(Lexicon.english());
    }

    /**
     * What is to be objected to in a draft; nothing if it may be shown.
     *
     * @return in the order of the sentences, the first objection to each
     */
    public List<Objection> check(Dossier dossier, Draft draft) {
        return new Examination(lexicon, dossier).of(draft);
    }
}
