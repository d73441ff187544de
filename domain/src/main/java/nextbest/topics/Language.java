package nextbest.topics;

import java.util.List;
import java.util.Set;

/**
 * Whether the sentence model understands a text. It was trained on English; what is written in another language is compared
 * by words instead, and whoever shows the result says so.
 */
public enum Language {
    /** English as far as the words tell. */
    ENGLISH,
    /** Too short to tell (names, numbers, a few words): treated as English where the letters are Latin. */
    UNCLEAR,
    /** Another language or script. */
    OTHER;

    private static final Set<String> ENGLISH_WORDS = Set.copyOf(List.of(
            ("the of and to in is that it was for on are as with his they at be this have from or had by not but what all were"
                            + " we when your can said there use an each which she do how their if will up other about out many then"
                            + " them these so some her would make like him into time has look two more go see no way could people my"
                            + " than been who its now find did get come may our us i me you he a hi hello please thanks yes need want"
                            + " don't i'm it's i'd i've does should why where after before because also just only any new")
                    .split(" ")));

    // Words that are frequent in their language and that English does not have.
    private static final Set<String> FOREIGN_WORDS = Set.copyOf(List.of(
            ("der die das und ist nicht ein eine einen dem den des mit für auf von zu im sich auch wir ich sie es haben wird sind bei nach"
                            + " le la les et est une un des du dans pour que qui sur pas nous vous avec ce cette sont ont au aux"
                            + " el los las y es una en por para con no se su lo como más pero del al muy está son"
                            + " il lo gli e è di che non per con sono una della delle questo anche nel"
                            + " de het een en van dat niet op te zijn voor met er aan ook als maar om wij"
                            + " o os as e um uma em não para com por mais do da dos das são você"
                            + " i w na z się nie jest to do że jak och att det som en är på av för den med inte")
                    .split(" ")));

    /** The language of a text, by its script and its most frequent words. */
    public static Language of(String text) {
        long letters = text.codePoints().filter(Character::isLetter).count();
        if (letters == 0) {
            return UNCLEAR;
        }
        long latin = text.codePoints()
                .filter(Character::isLetter)
                .filter(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN)
                .count();
        if (latin < 0.7 * letters) {
            return OTHER;
        }
        List<String> words = Words.plain(text);
        long english = words.stream().filter(ENGLISH_WORDS::contains).count();
        long foreign = words.stream()
                .filter(w -> FOREIGN_WORDS.contains(w) && !ENGLISH_WORDS.contains(w))
                .count();
        if (english > foreign) {
            return ENGLISH;
        }
        return foreign >= 2 && foreign > english ? OTHER : UNCLEAR;
    }

    /** Whether vectors of the sentence model may be trusted. */
    public boolean supported() {
        return this != OTHER;
    }
}
