package nextbest.standalone.parts;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.Session;

/** One mail transaction: envelope, data, and what goes wrong with it on purpose. */
final class MailboxSession implements MessageHandler {

    private final Mailbox mailbox;
    private final MessageContext context;
    private final List<String> recipients = new ArrayList<>();
    private String sender = "";

    MailboxSession(Mailbox mailbox, MessageContext context) {
        this.mailbox = mailbox;
        this.context = context;
    }

    @Override
    public void from(String address) {
        sender = address == null ? "" : address;
    }

    @Override
    public void recipient(String address) {
        recipients.add(address);
    }

    @Override
    public String data(InputStream data) throws RejectException, IOException {
        byte[] message = data.readNBytes(Mailbox.LARGEST_MESSAGE + 1);
        if (message.length > Mailbox.LARGEST_MESSAGE) {
            // Read to its end first: a client in the middle of sending would see a broken connection, not the reason.
            readToItsEnd(data);
            throw new RejectException(552, "A message may have at most " + Mailbox.LARGEST_MESSAGE + " bytes");
        }
        Optional<Misbehaviour> misbehaviour = mailbox.nextMisbehaviour();
        if (misbehaviour.isEmpty()) {
            mailbox.store(sender, recipients, message);
            return null;
        }
        switch (misbehaviour.get()) {
            case Misbehaviour.SlowReply slow -> {
                mailbox.store(sender, recipients, message);
                pause(slow);
            }
            case Misbehaviour.DropBeforeStoring before -> cut();
            case Misbehaviour.DropBeforeReply before -> {
                mailbox.store(sender, recipients, message);
                cut();
            }
            case Misbehaviour.DropAfterReply after -> {
                mailbox.store(sender, recipients, message);
                session().sendResponse("250 Ok");
                cut();
            }
            case Misbehaviour.Refuse refuse -> throw new RejectException(refuse.code(), refuse.text());
        }
        return null;
    }

    @Override
    public void done() {
        // Every transaction has a handler of its own; nothing is left to tidy up.
    }

    private static void pause(Misbehaviour.SlowReply slow) throws IOException {
        try {
            Thread.sleep(slow.delay());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The mailbox is stopping", e);
        }
    }

    /** Reads on without keeping; a client that goes on for ever is cut off. */
    private void readToItsEnd(InputStream data) throws IOException {
        byte[] chunk = new byte[65_536];
        long beyond = 0;
        for (int read = data.read(chunk); read >= 0; read = data.read(chunk)) {
            beyond += read;
            if (beyond > 10L * Mailbox.LARGEST_MESSAGE) {
                cut();
            }
        }
    }

    private void cut() throws IOException {
        session().closeSocket();
        throw new IOException("The connection was cut on purpose");
    }

    private Session session() {
        return (Session) context;
    }
}
