package nextbest.activities.mailbox;

import jakarta.mail.Address;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nextbest.reading.Documents;
import nextbest.reading.UnreadableDocument;
import nextbest.store.mailbox.InboundMails.Kind;

/**
 * Reads one message whatever it is: what its author wrote, in plain text, and whether a person wrote it at all. Bounds on depth,
 * parts and length keep one message from costing more than a message; what is broken is repaired where the meaning is clear, and
 * noted.
 */
final class MailReader {
    /** The longest text that is kept, in characters; the rest is cut off and noted. */
    static final int LONGEST = 100_000;

    private static final int DEEPEST = 12;
    private static final int MOST_PARTS = 200;
    private static final int LONGEST_SUBJECT = 300;
    private static final int MOST_REFERENCES = 50;
    private static final Pattern ID = Pattern.compile("<([^<>\\s]{1,200})>");
    /** What mail programs put before the mail that is answered, in four languages. */
    private static final Pattern QUOTED = Pattern.compile(
            "^\\s*(-{2,} ?(Original Message|Urspr\u00fcngliche Nachricht|Message d'origine|Mensaje original) ?-{2,}"
                    + "|On .{5,200} wrote:|Am .{5,200} schrieb .{1,200}:|Le .{5,200} a \u00e9crit\u00a0?:|El .{5,200} escribi\u00f3:"
                    + "|_{20,})\\s*$",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern AWAY = Pattern.compile(
            "^(automatic reply|auto(matic)? ?response|auto:|out of (the )?office|abwesenheits|automatische antwort|r\u00e9ponse automatique|respuesta autom\u00e1tica).*",
            Pattern.CASE_INSENSITIVE);

    private final List<String> oddities = new ArrayList<>();
    private final List<ReadMail.Failed> failed = new ArrayList<>();
    private final StringBuilder plain = new StringBuilder();
    private final StringBuilder html = new StringBuilder();
    private Optional<String> original = Optional.empty();
    private boolean report;
    private int parts;

    private MailReader() {}

    /** @throws MessagingException if not even the headers can be read */
    static ReadMail read(MimeMessage message) throws MessagingException, IOException {
        return new MailReader().all(message);
    }

    private ReadMail all(MimeMessage message) throws MessagingException, IOException {
        walk(message, 0);
        String text = unquoted(plain.isEmpty() ? fromHtml() : plain.toString());
        if (text.length() > LONGEST) {
            text = text.substring(0, LONGEST);
            oddities.add("text-cut");
        }
        String subject = subject(message);
        List<String> answers = answers(message);
        Kind kind = kind(message, subject, answers);
        List<ReadMail.Failed> unreached = failed.stream()
                .map(f -> new ReadMail.Failed(
                        f.address(), f.status(), f.forGood(), f.original().or(() -> original)))
                .toList();
        return new ReadMail(
                kind,
                id(message, subject, text),
                addresses(message, "From").stream().findFirst().orElse(""),
                to(message),
                subject,
                text.strip(),
                answers,
                unreached,
                oddities.stream().distinct().toList());
    }

    private Kind kind(MimeMessage message, String subject, List<String> answers) throws MessagingException {
        if (report && !failed.isEmpty()) {
            return Kind.BOUNCE;
        }
        // RFC 3834, 5: "no" or nothing is a person; "auto-replied" answers a mail, "auto-generated" does not
        String auto = header(message, "Auto-Submitted").toLowerCase(Locale.ROOT);
        boolean replied = auto.startsWith("auto-replied")
                || !header(message, "X-Autoreply").isEmpty()
                || header(message, "Precedence").equalsIgnoreCase("auto_reply");
        if (replied || (!auto.startsWith("no") && AWAY.matcher(subject.strip()).matches())) {
            return Kind.OUT_OF_OFFICE;
        }
        boolean machine = (!auto.isEmpty() && !auto.startsWith("no"))
                || Set.of("bulk", "junk", "list")
                        .contains(header(message, "Precedence").toLowerCase(Locale.ROOT))
                || !header(message, "List-Id").isEmpty()
                || header(message, "Return-Path").strip().equals("<>");
        if (machine || report) {
            return Kind.AUTOMATIC;
        }
        return answers.isEmpty() ? Kind.MAIL : Kind.REPLY;
    }

    private void walk(Part part, int depth) throws MessagingException, IOException {
        if (depth > DEEPEST || ++parts > MOST_PARTS) {
            oddities.add("too-many-parts");
            return;
        }
        String type = type(part);
        if (type.startsWith("multipart/")) {
            report |= type.equals("multipart/report");
            many(part, depth);
        } else if (type.equals("message/delivery-status")) {
            report = true;
            status(part);
        } else if (type.equals("text/rfc822-headers") || type.equals("message/rfc822")) {
            original(part);
        } else if (isShown(part) && type.equals("text/plain")) {
            append(plain, part);
        } else if (isShown(part) && type.equals("text/html")) {
            append(html, part);
        } else {
            oddities.add("part-not-read");
        }
    }

    private void many(Part part, int depth) throws MessagingException, IOException {
        Multipart many;
        try {
            if (!(part.getContent() instanceof Multipart found)) {
                oddities.add("broken-mime");
                append(plain, part);
                return;
            }
            many = found;
            int count = many.getCount();
            for (int i = 0; i < count; i++) {
                BodyPart child = many.getBodyPart(i);
                try {
                    walk(child, depth + 1);
                } catch (MessagingException | IOException e) {
                    oddities.add("broken-part");
                }
            }
        } catch (MessagingException | IOException e) {
            oddities.add("broken-mime");
            append(plain, part);
        }
    }

    private String type(Part part) throws MessagingException {
        try {
            return new ContentType(part.getContentType()).getBaseType().toLowerCase(Locale.ROOT);
        } catch (ParseException e) {
            oddities.add("broken-type");
            return "text/plain";
        }
    }

    private static boolean isShown(Part part) throws MessagingException {
        String disposition;
        try {
            disposition = part.getDisposition();
        } catch (ParseException e) {
            return true;
        }
        return !Part.ATTACHMENT.equalsIgnoreCase(disposition);
    }

    /** At most four bytes make a character. */
    private byte[] bytes(Part part) throws MessagingException {
        try (InputStream in = part.getInputStream()) {
            return in.readNBytes(4 * LONGEST);
        } catch (IOException e) {
            oddities.add("broken-encoding");
            return new byte[0];
        }
    }

    private void append(StringBuilder to, Part part) throws MessagingException {
        if (to.length() > LONGEST) {
            oddities.add("text-cut");
            return;
        }
        to.append(to.isEmpty() ? "" : "\n\n").append(decoded(part, bytes(part)));
    }

    private String decoded(Part part, byte[] bytes) throws MessagingException {
        String named = "";
        try {
            String charset = new ContentType(part.getContentType()).getParameter("charset");
            named = charset == null ? "" : charset;
        } catch (ParseException e) {
            oddities.add("broken-type");
        }
        try {
            if (!named.isEmpty()) {
                return strictly(bytes, Charset.forName(MimeUtility.javaCharset(named)));
            }
        } catch (IllegalArgumentException | CharacterCodingException e) {
            oddities.add("wrong-charset");
        }
        try {
            return strictly(bytes, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            oddities.add("wrong-charset");
            return new String(bytes, Charset.forName("windows-1252"));
        }
    }

    private static String strictly(byte[] bytes, Charset charset) throws CharacterCodingException {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private String fromHtml() {
        if (html.isEmpty() || html.toString().isBlank()) {
            return "";
        }
        try {
            return Documents.read("mail.html", html.toString().getBytes(StandardCharsets.UTF_8))
                    .text();
        } catch (UnreadableDocument e) {
            oddities.add("html-without-text");
            return "";
        }
    }

    /** What the author wrote above the mail that is answered. */
    static String unquoted(String text) {
        StringBuilder own = new StringBuilder();
        List<String> lines = text.replace("\r\n", "\n").lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String both = i + 1 < lines.size() ? line + " " + lines.get(i + 1).strip() : line;
            if (QUOTED.matcher(line).matches()
                    || (line.length() > 20 && QUOTED.matcher(both).matches())) {
                break;
            }
            if (line.equals("-- ")) {
                break;
            }
            if (!line.startsWith(">")) {
                own.append(line).append('\n');
            }
        }
        return own.toString().strip();
    }

    /** RFC 3464: groups of fields; the first is about the message, each other about one recipient. */
    private void status(Part part) throws MessagingException {
        byte[] bytes = bytes(part);
        String all = new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n");
        for (String group : all.split("\n[ \t]*\n", -1)) {
            InternetHeaders fields = new InternetHeaders(
                    new java.io.ByteArrayInputStream((group.strip() + "\n\n").getBytes(StandardCharsets.UTF_8)), true);
            String recipient = first(fields, "Final-Recipient");
            if (recipient.isEmpty()) {
                recipient = first(fields, "Original-Recipient");
            }
            if (!recipient.isEmpty()) {
                String address = recipient
                        .substring(recipient.indexOf(';') + 1)
                        .strip()
                        .replaceAll("^<|>$", "")
                        .toLowerCase(Locale.ROOT);
                String status = first(fields, "Status").split("[ (]", 2)[0].strip();
                boolean forGood = first(fields, "Action").strip().equalsIgnoreCase("failed") && status.startsWith("5.");
                failed.add(new ReadMail.Failed(
                        address,
                        status.matches("[245]\\.\\d{1,3}\\.\\d{1,3}") ? status : "",
                        forGood,
                        Optional.empty()));
            }
        }
    }

    private void original(Part part) throws MessagingException, IOException {
        byte[] bytes = bytes(part);
        InternetHeaders headers = new InternetHeaders(new java.io.ByteArrayInputStream(bytes), true);
        Matcher id = ID.matcher(first(headers, "Message-ID"));
        if (id.find()) {
            original = Optional.of(id.group(1));
        }
    }

    private static String first(InternetHeaders headers, String name) {
        String[] values = headers.getHeader(name);
        return values == null ? "" : values[0].replaceAll("\\s+", " ").strip();
    }

    private static List<String> answers(MimeMessage message) throws MessagingException {
        Set<String> ids = new LinkedHashSet<>();
        Matcher answered = ID.matcher(header(message, "In-Reply-To"));
        while (answered.find()) {
            ids.add(answered.group(1));
        }
        List<String> references = new ArrayList<>();
        Matcher named = ID.matcher(header(message, "References"));
        while (named.find()) {
            references.add(named.group(1));
        }
        ids.addAll(references.reversed());
        return ids.stream().limit(MOST_REFERENCES).toList();
    }

    private static List<String> to(MimeMessage message) throws MessagingException {
        List<String> to = new ArrayList<>(addresses(message, "To"));
        to.addAll(addresses(message, "Cc"));
        return to.stream().limit(MOST_REFERENCES).toList();
    }

    private static List<String> addresses(MimeMessage message, String header) throws MessagingException {
        String said = header(message, header);
        if (said.isEmpty()) {
            return List.of();
        }
        try {
            Address[] all = InternetAddress.parseHeader(said, false);
            return Arrays.stream(all)
                    .map(a -> ((InternetAddress) a).getAddress())
                    .filter(a -> a != null && a.contains("@"))
                    .map(a -> a.toLowerCase(Locale.ROOT))
                    .toList();
        } catch (MessagingException e) {
            return List.of();
        }
    }

    private String subject(Message message) throws MessagingException {
        String raw = "";
        String[] values = message.getHeader("Subject");
        if (values != null && values.length > 0) {
            raw = values[0];
        }
        String said;
        try {
            said = MimeUtility.decodeText(MimeUtility.unfold(raw));
        } catch (java.io.UnsupportedEncodingException e) {
            oddities.add("wrong-charset");
            said = raw;
        }
        String line = said.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() > LONGEST_SUBJECT ? line.substring(0, LONGEST_SUBJECT) : line;
    }

    private static String header(Part part, String name) throws MessagingException {
        String[] values = part.getHeader(name);
        return values == null || values.length == 0
                ? ""
                : MimeUtility.unfold(values[0]).strip();
    }

    private static String id(MimeMessage message, String subject, String text) throws MessagingException {
        Matcher id = ID.matcher(header(message, "Message-ID"));
        if (id.find()) {
            return id.group(1);
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String said : List.of(header(message, "From"), header(message, "Date"), subject, text)) {
                digest.update(said.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return "none-" + HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
