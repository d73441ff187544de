package nextbest.workflows.screening;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Five clients in parts of one, and three documents; fails once while it screens, and remembers what it was asked. */
public final class FakeScreening implements ScreeningActivities {
    static final int CLIENTS = 5;

    private final ScreeningInput due;
    public final List<ScreeningPart> screened = new ArrayList<>();
    public final List<ScreeningPart> told = new ArrayList<>();
    public final List<ScreeningPart> closed = new ArrayList<>();
    private boolean failed;

    public FakeScreening(ScreeningInput due) {
        this.due = due;
    }

    @Override
    public DueScreenings due() {
        return new DueScreenings(List.of(due));
    }

    @Override
    public DocumentsRead readDocuments(ScreeningPart part) {
        return new DocumentsRead(3, false);
    }

    /** Each client has ten candidates, of which two are proposed. */
    @Override
    public synchronized ClientsScreened screenClients(ScreeningPart part) {
        screened.add(part);
        if (screened.size() == 2 && !failed) {
            failed = true;
            throw new IllegalStateException("the database is away");
        }
        long done = part.after() == null ? 0 : part.after().getLeastSignificantBits();
        return new ClientsScreened(1, 10, 2, 0, done + 1 == CLIENTS ? null : new UUID(0, done + 1));
    }

    @Override
    public synchronized LoopsTold tellLoops(ScreeningPart part) {
        told.add(part);
        return new LoopsTold(4, null);
    }

    @Override
    public synchronized void close(ScreeningPart whole) {
        closed.add(whole);
    }
}
