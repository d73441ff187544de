package nextbest.workflows.screening;

import io.temporal.activity.ActivityInterface;

/** The steps of a screening. Each may be repeated: what is done already is not done again. */
@ActivityInterface(namePrefix = "Screening.")
public interface ScreeningActivities {
    /** Opens what occasions, house views and news ask for, and gives what is not finished. */
    DueScreenings due();

    DocumentsRead readDocuments(ScreeningPart part);

    ClientsScreened screenClients(ScreeningPart part);

    LoopsTold tellLoops(ScreeningPart part);

    /** Raises alerts for product management and marks the screening as finished. */
    void close(ScreeningPart whole);
}
