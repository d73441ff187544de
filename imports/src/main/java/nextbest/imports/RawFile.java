package nextbest.imports;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A file whose encoding is known.
 *
 * @param path where it lies
 * @param name its name without the folder, for messages
 * @param charset how its bytes become text
 * @param skip bytes of a byte order mark, to be skipped
 * @param wrongByLine the first undecodable byte of each line that has one: line → byte position from 0
 * @param note what a person should know of the encoding, if anything
 * @param doubt where the encoding may be another one: how the text reads, and what decides
 */
record RawFile(
        Path path,
        String name,
        Charset charset,
        int skip,
        NavigableMap<Long, Long> wrongByLine,
        Optional<String> note,
        Optional<RowProblem> doubt) {
    private static final int[] UNDEFINED_IN_1252 = {0x81, 0x8D, 0x8F, 0x90, 0x9D};
    private static final String ALLOWED =
            "a text table (CSV) in UTF-8, UTF-16, Windows-1252 or another usual encoding, with a header line";

    RawFile {
        wrongByLine = new TreeMap<>(wrongByLine);
    }

    /**
     * Finds out how a file is encoded, reading it once.
     *
     * @param told the encoding that a person gave; it is believed
     * @throws UnreadableFile if it does not exist, is empty, or is no text
     */
    static RawFile inspect(Path path, Optional<Charset> told) throws UnreadableFile, IOException {
        String name = Optional.ofNullable(path.getFileName()).orElse(path).toString();
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            String seen =
                    Files.isDirectory(path) ? "a folder" : Files.exists(path) ? "no right to read" : "no such file";
            throw new UnreadableFile(
                    new RowProblem(path.toString(), 0, "", seen, "the path of a file that can be read"));
        }
        byte[] head;
        try (InputStream in = Files.newInputStream(path)) {
            head = in.readNBytes(512);
        }
        refuseOtherFormats(name, head);
        Utf8Scan scan;
        try (InputStream in = Files.newInputStream(path)) {
            scan = Utf8Scan.of(in);
        }
        int mark = markLength(head);
        if (told.isPresent()) {
            return asTold(path, name, told.get(), mark, scan);
        }
        if (mark == 3) {
            return new RawFile(
                    path, name, StandardCharsets.UTF_8, 3, scan.wrongByLine(), Optional.empty(), twice(name, scan));
        }
        if (mark == 2) {
            Charset utf16 = head[0] == (byte) 0xFF ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
            return new RawFile(path, name, utf16, 2, new TreeMap<>(), Optional.empty(), Optional.empty());
        }
        return withoutMark(path, name, scan);
    }

    private static Optional<RowProblem> twice(String name, Utf8Scan scan) {
        return scan.twice() == 0
                ? Optional.empty()
                : Optional.of(new RowProblem(
                        name,
                        scan.firstTwice(),
                        "",
                        scan.twice() + " letters that were turned into UTF-8 twice, such as Ã¼ for ü",
                        "an export in UTF-8 that no other program has saved since; the text was taken as it stands"));
    }

    private static RawFile asTold(Path path, String name, Charset told, int mark, Utf8Scan scan) {
        boolean utf8 = told.equals(StandardCharsets.UTF_8);
        boolean doubtful = !utf8 && scan.wrong() == 0 && scan.multiByte() > 0;
        Optional<RowProblem> doubt = doubtful
                ? Optional.of(new RowProblem(
                        name,
                        0,
                        "",
                        "bytes that are all well-formed UTF-8",
                        "--encoding UTF-8, or none; " + told.name() + " was taken, as you said"))
                : Optional.empty();
        return new RawFile(
                path, name, told, mark, utf8 ? scan.wrongByLine() : new TreeMap<>(), Optional.empty(), doubt);
    }

    private static RawFile withoutMark(Path path, String name, Utf8Scan scan) throws UnreadableFile, IOException {
        long half = Math.max(1, scan.length() / 2);
        if (scan.nulAtOdd() * 5 > half * 2 && scan.nulAtEven() * 50 < half) {
            return utf16(path, name, StandardCharsets.UTF_16LE);
        }
        if (scan.nulAtEven() * 5 > half * 2 && scan.nulAtOdd() * 50 < half) {
            return utf16(path, name, StandardCharsets.UTF_16BE);
        }
        if (scan.wrong() == 0) {
            return new RawFile(
                    path, name, StandardCharsets.UTF_8, 0, new TreeMap<>(), Optional.empty(), twice(name, scan));
        }
        // A text of another 8-bit encoding almost never contains a well-formed UTF-8 sequence; a UTF-8 text with a few
        // broken bytes contains many.
        boolean fewBroken = scan.multiByte() * 5 > scan.wrong();
        Optional<EncodingGuess> guess =
                fewBroken && scan.wrong() < scan.multiByte() ? Optional.empty() : EncodingGuess.of(path);
        // Pairs of Chinese and Korean bytes happen to be well-formed UTF-8 now and then.
        if (fewBroken && guess.filter(EncodingGuess::isSurelyEastAsian).isEmpty()) {
            return new RawFile(
                    path,
                    name,
                    StandardCharsets.UTF_8,
                    0,
                    scan.wrongByLine(),
                    Optional.of("UTF-8 with " + scan.wrong() + " broken bytes; rows that contain one are refused"),
                    Optional.empty());
        }
        if (guess.isPresent()) {
            return asGuessed(path, name, scan, guess.get());
        }
        String undefined = java.util.Arrays.stream(UNDEFINED_IN_1252)
                .filter(b -> scan.count(b) > 0)
                .mapToObj(b -> String.format(Locale.ROOT, " (0x%02X)", b))
                .findFirst()
                .orElse("");
        throw new UnreadableFile(new RowProblem(
                name,
                scan.wrongByLine().firstKey(),
                "",
                "bytes that are neither UTF-8 (first at position "
                        + scan.wrongByLine().firstEntry().getValue() + ") nor Windows-1252" + undefined,
                ALLOWED + ", or one that is named with --encoding"));
    }

    private static RawFile asGuessed(Path path, String name, Utf8Scan scan, EncodingGuess guess) {
        String read = "'" + guess.example() + "' in " + guess.charset().name();
        Optional<RowProblem> doubt = guess.sure()
                ? Optional.empty()
                : Optional.of(new RowProblem(
                        name,
                        scan.wrongByLine().firstKey(),
                        "",
                        read
                                + guess.rival()
                                        .map(rival ->
                                                ", '" + guess.rivalExample().orElse("") + "' in " + rival.name())
                                        .orElse(""),
                        "the encoding in which this reads right, named with --encoding; "
                                + guess.charset().name() + " was taken"));
        return new RawFile(
                path,
                name,
                guess.charset(),
                0,
                new TreeMap<>(),
                Optional.of("not UTF-8 (first at byte "
                        + scan.wrongByLine().firstEntry().getValue() + ", line "
                        + scan.wrongByLine().firstKey() + "); read as "
                        + guess.charset().name() + ", for example '"
                        + guess.example() + "'; where that is wrong, --encoding names the right one"),
                doubt);
    }

    private static RawFile utf16(Path path, String name, Charset charset) {
        return new RawFile(
                path,
                name,
                charset,
                0,
                new TreeMap<>(),
                Optional.of("read as " + charset + " without byte order mark"),
                Optional.empty());
    }

    private static int markLength(byte[] head) {
        if (starts(head, 0xEF, 0xBB, 0xBF)) {
            return 3;
        }
        return starts(head, 0xFF, 0xFE) || starts(head, 0xFE, 0xFF) ? 2 : 0;
    }

    private static void refuseOtherFormats(String name, byte[] head) throws UnreadableFile {
        String text = new String(head, StandardCharsets.ISO_8859_1).strip().toLowerCase(Locale.ROOT);
        Optional<String> other = Optional.empty();
        if (head.length == 0 || (text.isEmpty() && head.length < 512)) {
            other = Optional.of("an empty file");
        } else if (starts(head, 'P', 'K', 3, 4)) {
            other = Optional.of("a zip archive, which is what an Excel workbook (.xlsx) is");
        } else if (starts(head, 0xD0, 0xCF, 0x11, 0xE0)) {
            other = Optional.of("an old Excel workbook (.xls)");
        } else if (starts(head, 0x1F, 0x8B)) {
            other = Optional.of("a gzip archive");
        } else if (starts(head, '%', 'P', 'D', 'F')) {
            other = Optional.of("a PDF document");
        } else if (starts(head, 0xFF, 0xFE, 0, 0) || starts(head, 0, 0, 0xFE, 0xFF)) {
            other = Optional.of("text in UTF-32");
        } else if (text.startsWith("<")
                && (text.contains("<html") || text.contains("<table") || text.contains("<?xml"))) {
            other = Optional.of("a page of HTML or XML, which some exports call .xls");
        } else if (text.startsWith("{") || text.startsWith("[{")) {
            other = Optional.of("JSON");
        }
        if (other.isPresent()) {
            throw new UnreadableFile(
                    new RowProblem(name, 0, "", other.get(), ALLOWED + "; save or export the table as CSV"));
        }
    }

    private static boolean starts(byte[] head, int... bytes) {
        if (head.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((head[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** The text from its beginning; undecodable bytes come as U+FFFD. */
    Reader open() throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        in.skipNBytes(skip);
        return new InputStreamReader(in, charset);
    }
}
