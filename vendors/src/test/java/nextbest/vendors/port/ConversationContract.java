package nextbest.vendors.port;

import static nextbest.vendors.Asking.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nextbest.vendors.Line;
import nextbest.vendors.port.Conversation.Passage;
import nextbest.vendors.port.HeldCall.Side;
import org.junit.jupiter.api.Test;

/** What every system keeps where the calls are. A vendor's test makes a world with its fake; the rest is the same for all. */
public abstract class ConversationContract {
    /** People who talk. */
    public interface World {
        Line line();

        /** A call that Rita (rita@example.com, ours) and Carla (carla@buyer.example) held, tied to nothing; it began just now. */
        String call();

        /** As {@link #call}, put to a deal of a CRM there. */
        String callOf(String deal);

        /** Carla says something so far into a call. */
        void says(String call, Duration into, String text);

        /** A tracker that listens for words has found one; Carla said it. */
        void found(String call, String tracker, String phrase, Duration into);

        void delete(String call);

        /** A call that is not to be looked at, or at which no buyer was. */
        Optional<String> hiddenCall();

        /** An hour passes. */
        void later();

        Instant now();
    }

    protected abstract World world();

    private static Conversation conversation(World world) {
        return world.line().conversation().orElseThrow();
    }

    private static List<Item> readAll(Source source, Optional<Instant> since) {
        List<Item> items = new ArrayList<>();
        Optional<String> place = Optional.empty();
        do {
            Page page = source.read(Kind.CALL, since, place);
            items.addAll(page.items());
            place = page.next();
        } while (place.isPresent());
        return items;
    }

    private static HeldCall heldIn(Reread reread) {
        return reread.items().getFirst().call().orElseThrow();
    }

    @Test
    void allPagesTogetherGiveEachCallOnce() {
        World world = world();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 230; i++) {
            ids.add(world.call());
        }
        world.later();
        assertThat(readAll(conversation(world), Optional.empty()))
                .extracting(Item::id)
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void aReadingGoesOnFromWhereItStoppedWithAnotherLine() {
        World world = world();
        for (int i = 0; i < 230; i++) {
            var unused = world.call();
            assert unused != null;
        }
        world.later();
        Page first = conversation(world).read(Kind.CALL, Optional.empty(), Optional.empty());
        Set<String> ids = new HashSet<>(first.items().stream().map(Item::id).toList());
        Optional<String> place = first.next();
        assertThat(place).as("230 calls are more than one page").isPresent();
        while (place.isPresent()) {
            world.later();
            Page page = conversation(world).read(Kind.CALL, Optional.empty(), place);
            page.items()
                    .forEach(item ->
                            assertThat(ids.add(item.id())).as("read twice").isTrue());
            place = page.next();
        }
        assertThat(ids).hasSize(230);
    }

    @Test
    void whoTookPartAndWhereItBelongsIsSaidAlikeByListAndById() {
        World world = world();
        Instant began = world.now();
        String call = world.callOf("006D00000000001");
        world.found(call, "Competitors", "Acme", Duration.ofSeconds(95));
        world.says(call, Duration.ofSeconds(95), "We also talk to Acme.");
        world.later();
        HeldCall held = heldIn(conversation(world).reread(Kind.CALL, Set.of(call)));
        assertThat(held.began()).isEqualTo(began);
        assertThat(held.participants())
                .extracting(HeldCall.Participant::side, HeldCall.Participant::email)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(Side.OURS, Optional.of("rita@example.com")),
                        org.assertj.core.groups.Tuple.tuple(Side.BUYER, Optional.of("carla@buyer.example")));
        assertThat(held.ties())
                .singleElement()
                .satisfies(tie -> assertThat(tie.kind() + " " + tie.id()).isEqualTo("DEAL 006D00000000001"));
        assertThat(held.mentions()).singleElement().satisfies(mention -> {
            assertThat(mention.tracker()).isEqualTo("Competitors");
            assertThat(mention.phrase()).contains("Acme");
        });
        HeldCall listed =
                readAll(conversation(world), Optional.empty()).getFirst().call().orElseThrow();
        assertThat(listed.began()).isEqualTo(held.began());
        assertThat(listed.ties()).isEqualTo(held.ties());
        assertThat(Set.copyOf(listed.participants())).isEqualTo(Set.copyOf(held.participants()));
    }

    @Test
    void whatWasSaidComesInItsOrderWithItsTimeAndSpeaker() {
        World world = world();
        String call = world.call();
        world.says(call, Duration.ofSeconds(61), "What does it <b>cost</b>?");
        world.says(call, Duration.ofMinutes(12), "The budget is approved &amp; signed.");
        world.later();
        HeldCall held = heldIn(conversation(world).reread(Kind.CALL, Set.of(call)));
        List<Passage> said = conversation(world).transcripts(Set.of(call)).get(call);
        assertThat(said)
                .extracting(Passage::into, Passage::text)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Duration.ofSeconds(61), "What does it cost?"),
                        org.assertj.core.groups.Tuple.tuple(
                                Duration.ofMinutes(12), "The budget is approved & signed."));
        assertThat(said)
                .allSatisfy(
                        passage -> assertThat(held.sideOf(passage.speaker())).isEqualTo(Side.BUYER));
        assertThat(said.toString()).as("words in a log").doesNotContain("budget");
    }

    @Test
    void ofACallWithoutWordsThereIsNoTranscript() {
        World world = world();
        String silent = world.call();
        world.later();
        assertThat(conversation(world).transcripts(Set.of(silent))).isEmpty();
        assertThat(conversation(world).transcripts(Set.of())).isEmpty();
    }

    @Test
    void aCallThatDidNotChangeReadsTheSame() {
        World world = world();
        String call = world.callOf("006D00000000001");
        world.later();
        Item once = conversation(world).reread(Kind.CALL, Set.of(call)).items().getFirst();
        world.later();
        assertThat(conversation(world).reread(Kind.CALL, Set.of(call)).items()).containsExactly(once);
    }

    @Test
    void whatBeganSinceIsFoundAndWhatWasLongAgoIsLeftOut() {
        World world = world();
        String before = world.call();
        for (int i = 0; i < 72; i++) {
            world.later();
        }
        Instant since = world.now();
        String fresh = world.call();
        world.later();
        assertThat(readAll(conversation(world), Optional.of(since)))
                .extracting(Item::id)
                .contains(fresh)
                .doesNotContain(before);
    }

    @Test
    void aPeriodWithoutCallsIsEmptyAndNoFailure() {
        World world = world();
        assertThat(readAll(conversation(world), Optional.empty())).isEmpty();
    }

    @Test
    void whatIsGoneIsSaid() {
        World world = world();
        String there = world.call();
        String gone = world.call();
        world.later();
        world.delete(gone);
        Reread reread = conversation(world).reread(Kind.CALL, new LinkedHashSet<>(List.of(there, gone)));
        assertThat(reread.gone()).containsExactly(gone);
        assertThat(reread.items()).extracting(Item::id).containsExactly(there);
        assertThat(conversation(world).transcripts(Set.of(gone))).isEmpty();
    }

    @Test
    void ofWhatIsHiddenNothingIsRead() {
        World world = world();
        Optional<String> hidden = world.hiddenCall();
        world.later();
        assertThat(readAll(conversation(world), Optional.empty()))
                .allSatisfy(item -> assertThat(item.call()).isEmpty());
        hidden.ifPresent(call -> assertThat(
                        conversation(world).reread(Kind.CALL, Set.of(call)).items())
                .allSatisfy(item -> assertThat(item.call()).isEmpty()));
    }

    @Test
    void whatIsNotDeclaredIsDenied() {
        Line line = world().line();
        assertThat(line.capabilities()).contains(Capability.READ_CALLS);
        assertThat(line.tasks().isPresent()).isEqualTo(line.capabilities().contains(Capability.WRITE_TASKS));
        Arrays.stream(Kind.values())
                .filter(kind -> kind == Kind.TASK || !line.capabilities().contains(kind.needs()))
                .forEach(kind -> {
                    assertThatThrownBy(() -> line.source().read(kind, Optional.empty(), Optional.empty()))
                            .isInstanceOfSatisfying(
                                    VendorTrouble.class,
                                    refused -> assertThat(refused.what()).isEqualTo(VendorTrouble.Cause.NOT_ABLE));
                    assertThatThrownBy(() -> line.source().reread(kind, Set.of("1")))
                            .isInstanceOfSatisfying(
                                    VendorTrouble.class,
                                    refused -> assertThat(refused.what()).isEqualTo(VendorTrouble.Cause.NOT_ABLE));
                });
    }

    @Test
    void moreThanIsAllowedAtOnceIsRefused() {
        Conversation conversation = conversation(world());
        Set<String> many = new LinkedHashSet<>();
        for (int i = 0; i <= Source.MOST_AT_ONCE; i++) {
            many.add(Integer.toString(i));
        }
        assertThatThrownBy(() -> conversation.reread(Kind.CALL, many)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> conversation.transcripts(many)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLookSaysWhatTrackersThereAre() {
        World world = world();
        assertThat(world.line().survey().missing()).isEqualTo(Map.of());
    }
}
