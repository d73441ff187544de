package nextbest.activities.vendor.smtp;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A message that remembers whether all of it was written to the server. From then on the server may have taken it, whatever
 * becomes of the connection.
 */
final class HandedOver extends MimeMessage {
    private boolean written;

    HandedOver(Session session) {
        super(session);
    }

    @Override
    public void writeTo(OutputStream out, String[] ignored) throws IOException, MessagingException {
        super.writeTo(out, ignored);
        written = true;
    }

    boolean isWritten() {
        return written;
    }
}
