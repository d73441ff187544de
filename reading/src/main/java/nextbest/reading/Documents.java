package nextbest.reading;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.LineBreakRendering;
import org.commonmark.renderer.text.TextContentRenderer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Reads material and notes: PDF, HTML, Markdown and plain text. What counts is the content, not the ending of the name. Only
 * what a reader would see is read; scripts, hidden parts and comments are left out. The text is data: whatever it asks for, nobody
 * does it.
 */
public final class Documents {
    /** A larger file is not read: it would be a book or a picture, not material for a client. */
    public static final long MAX_BYTES = 25_000_000;

    /** What comes after is cut off, with a remark: about 300,000 words. */
    static final int MAX_CHARACTERS = 2_000_000;

    private static final String ALLOWED =
            "PDF with text, HTML, Markdown or plain text in UTF-8, up to " + MAX_BYTES / 1_000_000 + " MB";

    private Documents() {}

    /**
     * Reads a file.
     *
     * @throws UnreadableDocument when it is missing, too large, or nothing that can be read
     */
    public static ReadDocument read(Path file) throws UnreadableDocument {
        String name = file.getFileName().toString();
        try {
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw tooLarge(name, size);
            }
            return read(name, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UnreadableDocument(name, "cannot be opened: " + e.getMessage(), e);
        }
    }

    /**
     * Reads what was uploaded.
     *
     * @param name of the file, for messages and where the document has no title
     * @param bytes its content
     */
    public static ReadDocument read(String name, byte[] bytes) throws UnreadableDocument {
        if (bytes.length > MAX_BYTES) {
            throw tooLarge(name, bytes.length);
        }
        if (bytes.length == 0) {
            throw new UnreadableDocument(name, "the file is empty; expected " + ALLOWED);
        }
        if (startsWith(bytes, "%PDF-")) {
            return pdf(name, bytes);
        }
        refuseKnownBinaries(name, bytes);
        List<String> remarks = new ArrayList<>();
        String text = decode(name, bytes, remarks);
        if (looksLikeHtml(text)) {
            return html(name, text, remarks);
        }
        boolean markdown = name.toLowerCase(Locale.ROOT).matches(".*\\.(md|markdown|mdown)");
        return markdown
                ? markdown(name, text, remarks)
                : finished(name, firstLine(text).orElse(name), text, ReadDocument.Format.TEXT, remarks);
    }

    private static UnreadableDocument tooLarge(String name, long size) {
        return new UnreadableDocument(
                name,
                "has " + size / 1_000_000 + " MB; expected " + ALLOWED
                        + ". Split it, or upload the part that is meant for clients");
    }

    private static void refuseKnownBinaries(String name, byte[] bytes) throws UnreadableDocument {
        if (startsWith(bytes, "PK\u0003\u0004")) {
            throw new UnreadableDocument(
                    name, "is a ZIP archive or an Office document; expected " + ALLOWED + ". Save it as PDF");
        }
        boolean wide = startsWith(bytes, "\u00ff\u00fe") || startsWith(bytes, "\u00fe\u00ff");
        int zeros = 0;
        for (int i = 0; i < Math.min(bytes.length, 8000); i++) {
            zeros += bytes[i] == 0 ? 1 : 0;
        }
        if (zeros > 0 && !wide) {
            throw new UnreadableDocument(
                    name, "is not a text but a picture, program or other binary file; expected " + ALLOWED);
        }
    }

    private static boolean startsWith(byte[] bytes, String mark) {
        byte[] wanted = mark.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /** UTF-8, or UTF-16 with its mark, or what the page says; else Windows-1252 with a remark, as long as it gives letters. */
    private static String decode(String name, byte[] bytes, List<String> remarks) throws UnreadableDocument {
        if (startsWith(bytes, "\u00ff\u00fe") || startsWith(bytes, "\u00fe\u00ff")) {
            return new String(bytes, StandardCharsets.UTF_16);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException _) {
            String text = new String(bytes, Charset.forName("windows-1252"));
            long strange = text.chars()
                    .filter(c -> c == 0xFFFD || (Character.isISOControl(c) && !Character.isWhitespace(c)))
                    .count();
            if (strange * 50 > text.length()) {
                throw new UnreadableDocument(
                        name,
                        "the bytes are neither UTF-8 nor a text in Western European letters; expected " + ALLOWED);
            }
            remarks.add("the bytes are no UTF-8; it was read as Windows-1252, so look whether the letters are right");
            return text;
        }
    }

    private static ReadDocument pdf(String name, byte[] bytes) throws UnreadableDocument {
        try (PDDocument document = Loader.loadPDF(bytes)) {
            List<String> remarks = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            int pages = document.getNumberOfPages();
            int empty = 0;
            for (int page = 1; page <= pages && text.length() <= MAX_CHARACTERS; page++) {
                PDFTextStripper stripper = new PDFTextStripper();
                stripper.setSortByPosition(true);
                stripper.setStartPage(page);
                stripper.setEndPage(page);
                String found = stripper.getText(document);
                empty += found.isBlank() ? 1 : 0;
                text.append(found).append('\n');
            }
            if (text.toString().isBlank()) {
                throw new UnreadableDocument(
                        name,
                        "has " + pages
                                + " pages and not a letter of text: it was scanned. Run text recognition (OCR) over it and upload the result");
            }
            if (empty > 0) {
                remarks.add(empty + " of " + pages + " pages have no text; they are pictures or were scanned");
            }
            String title = Optional.ofNullable(document.getDocumentInformation().getTitle())
                    .filter(t -> !t.isBlank())
                    .orElse(name);
            return finished(name, title, text.toString(), ReadDocument.Format.PDF, remarks);
        } catch (InvalidPasswordException e) {
            throw new UnreadableDocument(name, "is protected by a password; save it without one", e);
        } catch (IOException e) {
            throw new UnreadableDocument(name, "begins like a PDF but is broken: " + e.getMessage(), e);
        }
    }

    private static boolean looksLikeHtml(String text) {
        String start = text.stripLeading().toLowerCase(Locale.ROOT);
        return start.startsWith("<!doctype html")
                || start.startsWith("<html")
                || start.matches("(?s)<(head|body|div|p|article|table|h1)[ >].*");
    }

    private static ReadDocument html(String name, String text, List<String> remarks) throws UnreadableDocument {
        Document page = Jsoup.parse(text);
        page.select("script, style, noscript, template, nav, iframe, object, svg, head > *:not(title)")
                .remove();
        page.select(
                        "[hidden], [aria-hidden=true], [style~=(?i)display\\s*:\\s*none], [style~=(?i)visibility\\s*:\\s*hidden], [style~=(?i)font-size\\s*:\\s*0]")
                .remove();
        // one line per block, so that sentences of different blocks do not run together
        for (Element block :
                page.select("p, div, li, tr, h1, h2, h3, h4, h5, h6, br, section, article, blockquote, td, th")) {
            block.appendText("\n");
        }
        String title = page.title().isBlank()
                ? Optional.ofNullable(page.selectFirst("h1")).map(Element::text).orElse(name)
                : page.title();
        return finished(name, title, page.body().wholeText(), ReadDocument.Format.HTML, remarks);
    }

    private static ReadDocument markdown(String name, String text, List<String> remarks) throws UnreadableDocument {
        Node node = Parser.builder().build().parse(text);
        String plain = TextContentRenderer.builder()
                .lineBreakRendering(LineBreakRendering.SEPARATE_BLOCKS)
                .build()
                .render(node);
        String[] title = {name};
        boolean[] found = {false};
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                if (!found[0]) {
                    found[0] = true;
                    title[0] = TextContentRenderer.builder().build().render(heading);
                }
            }
        });
        return finished(name, title[0], plain, ReadDocument.Format.MARKDOWN, remarks);
    }

    private static Optional<String> firstLine(String text) {
        return text.lines()
                .map(String::strip)
                .filter(l -> !l.isEmpty())
                .findFirst()
                .filter(l -> l.length() <= 120);
    }

    private static ReadDocument finished(
            String name, String title, String text, ReadDocument.Format format, List<String> remarks)
            throws UnreadableDocument {
        String tidy = text.replace('\u00a0', ' ')
                .replaceAll("[ \\t]+", " ")
                .replaceAll(" ?\\R ?", "\n")
                .replaceAll("\n{3,}", "\n\n")
                .strip();
        if (tidy.isEmpty()) {
            throw new UnreadableDocument(name, "has no text that a reader would see; expected " + ALLOWED);
        }
        if (tidy.length() > MAX_CHARACTERS) {
            remarks.add("only the first " + MAX_CHARACTERS + " of " + tidy.length() + " characters were read");
            tidy = tidy.substring(0, MAX_CHARACTERS);
        }
        return new ReadDocument(title.strip(), tidy, format, remarks);
    }
}
