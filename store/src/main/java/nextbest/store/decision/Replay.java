package nextbest.store.decision;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import nextbest.engine.Engine;
import nextbest.engine.EngineInput;
import nextbest.recommendation.Decision;
import nextbest.store.json.RecordJson;

/**
 * A decision made again from its record.
 *
 * @param same whether it came out the same, byte for byte
 * @param recordedHash SHA-256 of what was recorded, in hexadecimal
 * @param replayedHash SHA-256 of what came out now
 * @param note why it could not be replayed, empty if it was
 * @param decision what came out now; what was recorded if it could not be replayed is not kept in full
 */
public record Replay(boolean same, String recordedHash, String replayedHash, String note, Decision decision) {
    public Replay {
        Objects.requireNonNull(note, "note");
    }

    static Replay of(Engine engine, EngineInput input, byte[] recorded, String recordedEngine, boolean redacted) {
        Decision again = engine.decide(input);
        byte[] hash = RecordJson.hash(RecordJson.bytes(again));
        String note = "";
        if (redacted) {
            note = "a person was erased from what it was made of: recorded, not replayable";
        } else if (!engine.version().equals(recordedEngine)) {
            note = "recorded by engine " + recordedEngine + ", replayed by " + engine.version()
                    + ": recorded, not replayable";
        }
        return new Replay(
                Arrays.equals(hash, recorded),
                HexFormat.of().formatHex(recorded),
                HexFormat.of().formatHex(hash),
                note,
                again);
    }
}
