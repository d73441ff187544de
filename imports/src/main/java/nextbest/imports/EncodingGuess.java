package nextbest.imports;

import com.ibm.icu.text.CharsetDetector;
import com.ibm.icu.text.CharsetMatch;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which encoding a text is in that is not UTF-8. ICU judges by how often letters and characters follow each other in the
 * languages that use an encoding; lines without foreign letters say nothing and are left out. Windows-1252, the usual case,
 * is given up only where it reads as nobody writes.
 *
 * @param charset the most likely one
 * @param example a word with foreign letters, as it reads
 * @param rival the second, where the two are close
 * @param rivalExample the same word, as it reads in the second
 * @param sure whether the reading looks right, and no other comes close
 * @param points of 100, how well the language fits
 */
record EncodingGuess(
        Charset charset,
        String example,
        Optional<Charset> rival,
        Optional<String> rivalExample,
        boolean sure,
        int points) {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final int SAMPLE = 1 << 16;

    /** Each takes in all that the standard's encoding of ICU's name holds, and what vendors added. */
    private static final Map<String, String> WIDER = Map.of(
            "ISO-8859-1", "windows-1252",
            "ISO-8859-9", "windows-1254",
            "ISO-8859-8", "windows-1255",
            "ISO-8859-8-I", "windows-1255",
            "Shift_JIS", "windows-31j",
            "EUC-KR", "x-windows-949",
            "Big5", "x-windows-950");

    /** Old encodings of one byte that the library does not know: tables saved on a Mac, or under DOS. */
    private static final List<String> OLD = List.of("x-MacRoman", "IBM850");

    private static final Set<String> LATIN = Set.of("windows-1252", "windows-1250", "windows-1254", "ISO-8859-2");

    /** So many foreign characters show that an old encoding is meant; fewer would fit anything. */
    private static final int ENOUGH = 4;

    /** What the library says of an encoding that would merely be possible. */
    private static final int NOTHING = 10;

    private static final int FAVOUR = 45;

    private static final String KOREAN = "x-windows-949";

    /** Korean keeps its common characters in a part of where Chinese and Japanese do; to lie all in there is less chance. */
    private static final int NARROWER = 5;

    /** First bytes of the characters that are used most. */
    private static final Map<String, int[]> COMMON = Map.of(
            "windows-31j",
            new int[] {0x82, 0x97},
            "EUC-JP",
            new int[] {0xA4, 0xCF},
            "GB18030",
            new int[] {0xB0, 0xD7},
            KOREAN,
            new int[] {0xB0, 0xC8},
            "x-windows-950",
            new int[] {0xA4, 0xC6});

    /** A lead of fewer points (of 100) is no lead. */
    private static final int CLOSE = 15;

    /** Full-width kana are in no other language's texts. */
    private static final int KANA = 60;

    /** Whether this is one of the encodings of Chinese, Japanese or Korean, and the language fits well. */
    boolean isSurelyEastAsian() {
        return sure && points >= FAVOUR && charset.newEncoder().maxBytesPerChar() >= 2;
    }

    private record Candidate(Charset charset, int points, String text) {}

    /**
     * @param path a file that is not UTF-8
     * @return empty if no encoding fits
     */
    static Optional<EncodingGuess> of(Path path) throws IOException {
        byte[] sample = foreignLines(path);
        List<Candidate> candidates = candidates(sample);
        Optional<Candidate> western = candidates.stream()
                .filter(candidate -> candidate.charset().equals(WINDOWS_1252))
                .findFirst();
        boolean natural = western.filter(w -> isNatural(w.text())).isPresent();
        if (!natural) {
            candidates.removeIf(
                    candidate -> LATIN.contains(candidate.charset().name()) && !isNatural(candidate.text()));
            favourCommonCharacters(candidates);
            candidates.removeIf(candidate -> candidate.points() < CLOSE || !isOfLetters(candidate.text()));
            if (candidates.isEmpty()) {
                old(sample).ifPresent(candidates::add);
            }
            if (candidates.isEmpty()) {
                western.ifPresent(candidates::add);
            }
        }
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        Candidate best = candidates.getFirst();
        if (natural && best.points() - western.get().points() < CLOSE) {
            best = western.get();
        }
        return Optional.of(guess(best, candidates, natural));
    }

    private static EncodingGuess guess(Candidate best, List<Candidate> candidates, boolean natural) {
        Optional<Candidate> rival = candidates.stream()
                .filter(candidate -> !candidate.charset().equals(best.charset()))
                .filter(candidate -> candidate.points() > CLOSE
                        && best.points() - candidate.points() < CLOSE
                        && !candidate.text().equals(best.text()))
                .findFirst();
        boolean western = best.charset().equals(WINDOWS_1252);
        return new EncodingGuess(
                best.charset(),
                foreignWord(best.text()),
                rival.map(Candidate::charset),
                rival.map(candidate -> foreignWord(candidate.text())),
                rival.isEmpty() && (western ? natural : best.points() >= 30),
                best.points());
    }

    /** Lines with bytes beyond ASCII, or with an escape that begins another set of characters. */
    private static byte[] foreignLines(Path path) throws IOException {
        ByteArrayOutputStream sample = new ByteArrayOutputStream();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean foreign = false;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), SAMPLE)) {
            for (int b = in.read(); b >= 0 && sample.size() < SAMPLE; b = in.read()) {
                line.write(b);
                foreign |= b >= 0x80;
                if (b == '\n' || line.size() >= SAMPLE) {
                    if (foreign) {
                        line.writeTo(sample);
                    }
                    line.reset();
                    foreign = false;
                }
            }
        }
        if (foreign) {
            line.writeTo(sample);
        }
        return sample.toByteArray();
    }

    /** Encodings in which every byte of the sample means something, likeliest first. */
    private static List<Candidate> candidates(byte[] sample) {
        CharsetDetector detector = new CharsetDetector();
        detector.setText(sample);
        List<Candidate> candidates = new ArrayList<>();
        for (CharsetMatch match : detector.detectAll()) {
            String name = match.getName();
            if (name.startsWith("UTF") || name.startsWith("IBM") || !Charset.isSupported(name)) {
                continue;
            }
            Charset charset = Charset.forName(WIDER.getOrDefault(name, name));
            boolean known = candidates.stream().anyMatch(c -> c.charset().equals(charset));
            Optional<String> text = known ? Optional.empty() : decoded(sample, charset);
            text.ifPresent(t -> candidates.add(new Candidate(
                    charset, Math.min(100, match.getConfidence() + (isJapanese(charset) ? kana(t) : 0)), t)));
        }
        if (candidates.stream().noneMatch(c -> c.charset().equals(WINDOWS_1252))) {
            decoded(sample, WINDOWS_1252).ifPresent(text -> candidates.add(new Candidate(WINDOWS_1252, 0, text)));
        }
        candidates.sort(Comparator.comparingInt(Candidate::points)
                .reversed()
                .thenComparing(candidate -> candidate.charset().name()));
        return candidates;
    }

    /**
     * Of a few East Asian characters the library says nothing; then those speak for an encoding that lie where it keeps the
     * common ones.
     */
    private static void favourCommonCharacters(List<Candidate> candidates) {
        if (candidates.stream().anyMatch(c -> COMMON.containsKey(c.charset().name()) && c.points() > NOTHING)) {
            return;
        }
        candidates.replaceAll(c -> COMMON.containsKey(c.charset().name()) && isMostlyCommon(c)
                ? new Candidate(c.charset(), FAVOUR + (c.charset().name().equals(KOREAN) ? NARROWER : 0), c.text())
                : c);
        candidates.sort(Comparator.comparingInt(Candidate::points).reversed());
    }

    private static boolean isMostlyCommon(Candidate candidate) {
        int[] range = COMMON.get(candidate.charset().name());
        List<Integer> foreign = candidate
                .text()
                .codePoints()
                .filter(c -> c >= 0x80)
                .limit(500)
                .boxed()
                .toList();
        long common = foreign.stream()
                .map(c -> Character.toString(c).getBytes(candidate.charset()))
                .filter(bytes -> bytes.length == 2 && (bytes[0] & 0xFF) >= range[0] && (bytes[0] & 0xFF) <= range[1])
                .count();
        return foreign.size() >= ENOUGH && common * 10 >= foreign.size() * 8L;
    }

    private static Optional<Candidate> old(byte[] sample) {
        for (String name : OLD) {
            Charset charset = Charset.forName(name);
            Optional<String> text = decoded(sample, charset)
                    .filter(EncodingGuess::isNatural)
                    .filter(t -> t.chars().filter(c -> c >= 0x80).count() >= ENOUGH);
            if (text.isPresent()) {
                return Optional.of(new Candidate(charset, CLOSE, text.get()));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> decoded(byte[] sample, Charset charset) {
        try {
            return Optional.of(charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(sample))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean isJapanese(Charset charset) {
        return charset.name().equals("windows-31j") || charset.name().equals("EUC-JP");
    }

    private static int kana(String text) {
        long kana = text.chars().filter(c -> c >= 0x3041 && c <= 0x30FF).count();
        long foreign = text.chars().filter(c -> c >= 0x80).count();
        return kana * 5 >= foreign ? KANA : 0;
    }

    private static boolean isOfLetters(String text) {
        long foreign = text.codePoints().filter(c -> c >= 0x80).count();
        long letters = text.codePoints()
                .filter(c -> c >= 0x80 && (Character.isLetter(c) || c == 'ー'))
                .count();
        return letters * 10 >= foreign * 7;
    }

    /**
     * Whether a text reads as somebody would write a language of Latin letters: nearly every foreign character is a letter
     * in a word or stands beside one, they do not come in rows, and none is a capital behind a small letter.
     */
    private static boolean isNatural(String text) {
        int foreign = 0;
        int odd = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                continue;
            }
            foreign++;
            char before = i > 0 ? text.charAt(i - 1) : ' ';
            char after = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
            boolean letter = Character.isLetter(c) && Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN;
            boolean inWord = Character.isLetter(before) && Character.isLetter(after);
            boolean inRow = before >= 0x80 && after >= 0x80;
            boolean mark = c == '’' || c == '‘' || c == '´' || c == '·' || c == '–' || c == '-' || c == '\u00A0';
            boolean capital = Character.isUpperCase(c) && Character.isLowerCase(before);
            if (Character.isISOControl(c) || inRow || capital || (!letter && !mark && inWord) || c == 'ƒ' || c == '‚') {
                odd++;
            }
        }
        return odd * 6 <= foreign;
    }

    /** The first word with a foreign character, and what stands beside it in its cell. */
    private static String foreignWord(String text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) < 0x80) {
            at++;
        }
        int from = at;
        while (from > 0 && at - from < 20 && !isEdge(text.charAt(from - 1))) {
            from--;
        }
        int to = at;
        while (to < text.length() && to - at < 20 && !isEdge(text.charAt(to))) {
            to++;
        }
        return text.substring(from, to).strip();
    }

    private static boolean isEdge(char c) {
        return c == ',' || c == ';' || c == '\t' || c == '|' || c == '"' || c == '\n' || c == '\r';
    }
}
