package nextbest.activities.mail;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.recommendation.Argument;

/** What a letter says beside the card: who reads it, and what the deals are called. */
interface LetterFacts {
    /** @param organisation its name */
    record Addressee(String name, ZoneId zone, String organisation) {}

    /**
     * How a rep knows a subject again. Each may be missing.
     *
     * @param name of the deal
     * @param client name of the client
     * @param stage as the organisation calls it
     */
    record Label(
            Optional<String> name, Optional<String> client, Optional<String> stage, Optional<Argument.Amount> amount) {
        static Label unknown() {
            return new Label(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    Addressee addressee(TenantId tenant, RepId rep);

    /** By subject; subjects that are gone are left out. */
    Map<SubjectId, Label> labels(TenantId tenant, List<SubjectId> subjects);
}
