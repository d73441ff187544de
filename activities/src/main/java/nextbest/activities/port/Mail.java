package nextbest.activities.port;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A server that takes mail. */
public interface Mail {
    /**
     * A mail to one person, as HTML and as text that say the same.
     *
     * @param messageId without angle brackets; the same for every attempt to send the same thing, so that a receiver can
     *     recognise a repetition
     * @param headers further headers by name; values without line breaks
     * @param pictures what the HTML shows by {@code cid:}; empty if it shows none
     */
    record Message(
            String messageId,
            String from,
            String to,
            String subject,
            String html,
            String text,
            Map<String, String> headers,
            List<Picture> pictures) {
        /** Without pictures. */
        public Message(
                String messageId,
                String from,
                String to,
                String subject,
                String html,
                String text,
                Map<String, String> headers) {
            this(messageId, from, to, subject, html, text, headers, List.of());
        }

        public Message {
            pictures = List.copyOf(pictures);
            Objects.requireNonNull(messageId, "messageId");
            headers = Map.copyOf(headers);
            headers.forEach((name, value) -> {
                if ((name + value).chars().anyMatch(c -> c == '\r' || c == '\n')) {
                    throw new IllegalArgumentException("header " + name + " must not contain a line break");
                }
            });
            if (subject.chars().anyMatch(c -> c == '\r' || c == '\n')) {
                throw new IllegalArgumentException("a subject must not contain a line break");
            }
        }
    }

    /** A picture inside a mail: a PNG that the HTML shows by {@code cid:NAME}. */
    final class Picture {
        private final String name;
        private final byte[] png;

        /**
         * @param name also its file name before {@code .png}: 1 to 40 lower-case letters, digits and hyphens
         * @param png the file
         */
        public Picture(String name, byte[] png) {
            if (!name.matches("[a-z0-9-]{1,40}")) {
                throw new IllegalArgumentException(
                        "a picture's name is 1 to 40 lower-case letters, digits and hyphens, but is '" + name + "'");
            }
            this.name = name;
            this.png = png.clone();
        }

        public String name() {
            return name;
        }

        public byte[] png() {
            return png.clone();
        }

        @Override
        public String toString() {
            return "Picture[" + name + ", " + png.length + " bytes]";
        }
    }

    /** The server said no for good (5xx): sending again will not help. */
    final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        public Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The server is away or said "later" (4xx), or it is not known whether it took the mail. */
    final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Hands a mail over and returns when the server has taken it.
     *
     * @throws Refused if it never will
     * @throws Unavailable if it may be tried again
     */
    void send(Message message) throws Refused;
}
