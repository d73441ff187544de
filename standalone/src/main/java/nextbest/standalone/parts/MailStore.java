package nextbest.standalone.parts;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The mailbox on the disk: one {@code .eml} file for each message and one line for each in {@code
 * index.jsonl}. The file is written first, so after a crash there can be a file without a line, and
 * {@link #load} writes that line again; a torn last line is cut off. There is never a line without a file.
 */
final class MailStore {

    private static final int LONGEST_HEADER = 500;
    private static final JsonMapper LINE = DurableFile.JSON
            .rebuild()
            .disable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private final Path folder;
    private final Path index;

    MailStore(Path folder) {
        this.folder = folder;
        this.index = folder.resolve("index.jsonl");
    }

    /** Everything that was stored, the oldest first. */
    List<ReceivedMail> load() {
        try {
            List<ReceivedMail> mails = new ArrayList<>(readIndex());
            Set<String> listed =
                    new HashSet<>(mails.stream().map(ReceivedMail::file).toList());
            for (Path file : unlisted(listed)) {
                long id = Long.parseLong(file.getFileName().toString().replace(".eml", ""));
                Instant when = Files.getLastModifiedTime(file).toInstant();
                ReceivedMail found = describe(id, "", List.of(), when, Files.readAllBytes(file));
                append(found);
                mails.add(found);
            }
            mails.sort(Comparator.comparingLong(ReceivedMail::id));
            return mails;
        } catch (IOException e) {
            throw new PartException("Could not read the mailbox in " + folder, e);
        }
    }

    ReceivedMail add(long id, String sender, List<String> recipients, Instant receivedAt, byte[] message)
            throws IOException {
        ReceivedMail mail = describe(id, sender, recipients, receivedAt, message);
        DurableFile.write(file(mail), message);
        append(mail);
        return mail;
    }

    Path file(ReceivedMail mail) {
        return folder.resolve(mail.file());
    }

    byte[] read(ReceivedMail mail) {
        try {
            return Files.readAllBytes(file(mail));
        } catch (NoSuchFileException e) {
            throw new PartException("Expected message " + mail.id() + " in " + file(mail)
                    + ", but the file is gone; the mailbox itself deletes nothing.");
        } catch (IOException e) {
            throw new PartException("Could not read " + file(mail), e);
        }
    }

    private List<ReceivedMail> readIndex() throws IOException {
        if (!Files.exists(index)) {
            return List.of();
        }
        byte[] bytes = Files.readAllBytes(index);
        int whole = bytes.length;
        while (whole > 0 && bytes[whole - 1] != '\n') {
            whole--;
        }
        if (whole < bytes.length) {
            // The line that a crash tore; its message's file is whole and is listed again.
            try (FileChannel channel = FileChannel.open(index, StandardOpenOption.WRITE)) {
                channel.truncate(whole);
                channel.force(true);
            }
        }
        List<ReceivedMail> mails = new ArrayList<>();
        for (String line :
                new String(bytes, 0, whole, StandardCharsets.UTF_8).lines().toList()) {
            try {
                mails.add(LINE.readValue(line, ReceivedMail.class));
            } catch (JacksonException e) {
                throw new PartException(
                        "Expected line " + (mails.size() + 1) + " of " + index
                                + " to describe a message, but it reads: " + shortened(line)
                                + ". Remove the file: it is made again from the messages.",
                        e);
            }
        }
        return mails;
    }

    private List<Path> unlisted(Set<String> listed) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d{6,}\\.eml"))
                    .filter(file -> !listed.contains(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    private void append(ReceivedMail mail) throws IOException {
        byte[] line = (LINE.writeValueAsString(mail) + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(
                index, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer rest = ByteBuffer.wrap(line);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private static ReceivedMail describe(
            long id, String sender, List<String> recipients, Instant receivedAt, byte[] message) throws IOException {
        InternetHeaders headers;
        try {
            headers = new InternetHeaders(new ByteArrayInputStream(message), true);
        } catch (MessagingException e) {
            headers = new InternetHeaders();
        }
        return new ReceivedMail(
                id,
                "%06d.eml".formatted(id),
                sender,
                recipients,
                header(headers, "From").orElse(sender),
                header(headers, "To").orElse(String.join(", ", recipients)),
                header(headers, "Subject").orElse(""),
                header(headers, "Message-ID"),
                header(headers, Mailbox.CARD_HEADER),
                receivedAt,
                message.length);
    }

    private static Optional<String> header(InternetHeaders headers, String name) {
        String raw = headers.getHeader(name, ", ");
        if (raw == null) {
            return Optional.empty();
        }
        String unfolded = MimeUtility.unfold(raw);
        try {
            return Optional.of(shortened(MimeUtility.decodeText(unfolded)));
        } catch (UnsupportedEncodingException e) {
            return Optional.of(shortened(unfolded));
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_HEADER ? text : text.substring(0, LONGEST_HEADER) + "…";
    }
}
