package nextbest.vendors.port;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import nextbest.deal.Direction;

/**
 * A call or meeting that was held and recorded: who took part and where it belongs as far as the vendor knows; not what was said.
 *
 * @param id the vendor's
 * @param began when it began, by the vendor's clock
 * @param length how long it took
 * @param meeting whether it was a meeting, also one by video, rather than a telephone call
 * @param direction who called; empty: not known, or nobody did
 * @param page where people can hear it again; empty: not known
 * @param participants who was there
 * @param ties records of a CRM that the vendor puts it to
 * @param mentions where the vendor's trackers found something
 */
public record HeldCall(
        String id,
        Instant began,
        Duration length,
        boolean meeting,
        Optional<Direction> direction,
        Optional<String> page,
        List<Participant> participants,
        List<Tie> ties,
        List<Mention> mentions) {

    /** Whose side somebody is on. */
    public enum Side {
        OURS,
        BUYER,
        UNKNOWN
    }

    /**
     * Somebody who took part or was invited.
     *
     * @param speaker what passages and mentions call that person; empty if the person did not speak
     * @param email lower case; empty if not known
     */
    public record Participant(Optional<String> speaker, Side side, Optional<String> email) {
        public Participant {
            Objects.requireNonNull(speaker, "speaker");
            Objects.requireNonNull(side, "side");
            email = email.map(mail -> mail.strip().toLowerCase(java.util.Locale.ROOT))
                    .filter(mail -> mail.matches("[^@\\s]+@[^@\\s]+"));
        }

        /** Without the address. */
        @Override
        public String toString() {
            return "Participant[" + side + "]";
        }
    }

    /** What a record of a CRM is. */
    public enum TieKind {
        DEAL,
        CLIENT
    }

    /**
     * A record of a CRM.
     *
     * @param system how the vendor names the CRM, for example {@code Salesforce}; empty: it does not
     * @param id the CRM's
     */
    public record Tie(TieKind kind, String system, String id) {
        public Tie {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(system, "system");
            Objects.requireNonNull(id, "id");
        }
    }

    /**
     * A tracker found something.
     *
     * @param tracker its name
     * @param phrase what it listens for, such as a competitor's name; empty: it listens for a meaning
     * @param speaker who said it; empty: the vendor does not say
     * @param into from the beginning of the call; empty: the vendor does not say
     */
    public record Mention(String tracker, Optional<String> phrase, Optional<String> speaker, Optional<Duration> into) {
        public Mention {
            Objects.requireNonNull(tracker, "tracker");
            Objects.requireNonNull(phrase, "phrase");
            Objects.requireNonNull(speaker, "speaker");
            Objects.requireNonNull(into, "into");
        }
    }

    public HeldCall {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(began, "began");
        Objects.requireNonNull(length, "length");
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(page, "page");
        participants = List.copyOf(participants);
        ties = List.copyOf(ties);
        mentions = List.copyOf(mentions);
    }

    /** Whose side a speaker is on. */
    public Side sideOf(Optional<String> speaker) {
        return participants.stream()
                .filter(one -> speaker.isPresent() && one.speaker().equals(speaker))
                .map(Participant::side)
                .findFirst()
                .orElse(Side.UNKNOWN);
    }
}
