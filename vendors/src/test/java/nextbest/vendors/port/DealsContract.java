package nextbest.vendors.port;

import static nextbest.vendors.Asking.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nextbest.event.EventType;
import nextbest.event.InvalidEvent;
import nextbest.process.RecordField;
import nextbest.vendors.Line;
import org.junit.jupiter.api.Test;

/** What every system with deals and tasks keeps. A vendor's test makes a world with its fake; the rest is the same for all. */
public abstract class DealsContract {
    /** A system that people work in. */
    public interface World {
        Line line();

        String owner(String email);

        String client(String name);

        String contact(String name, String client);

        /** @param stage key of our stage */
        String deal(String name, String stage, String owner, String client, String contact);

        void rename(String deal, String name);

        void move(String deal, String stage);

        void delete(String deal);

        void complete(String task);

        void deleteTask(String task);

        /** Time passes. */
        void later();

        Instant now();
    }

    protected abstract World world();

    private static String nameOf(Item item) {
        return String.valueOf(item.says().getFirst().data().get("name"));
    }

    protected record People(String owner, String client, String contact) {}

    protected static People people(World world) {
        String client = world.client("Acme");
        return new People(world.owner("rep@example.com"), client, world.contact("Ann", client));
    }

    protected static String deal(World world, People people, String name) {
        return world.deal(name, "discovery", people.owner(), people.client(), people.contact());
    }

    @Test
    void allPagesTogetherGiveEachDealOnce() {
        World world = world();
        People people = people(world);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 230; i++) {
            ids.add(deal(world, people, "Deal " + i));
        }
        List<Item> read = readAll(world.line().source(), Kind.DEAL, Optional.empty());
        assertThat(read).extracting(Item::id).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void aReadingGoesOnFromWhereItStoppedWithAnotherLine() {
        World world = world();
        People people = people(world);
        for (int i = 0; i < 120; i++) {
            deal(world, people, "Deal " + i);
        }
        Page first = world.line().source().read(Kind.DEAL, Optional.empty(), Optional.empty());
        Set<String> ids = new HashSet<>(first.items().stream().map(Item::id).toList());
        Optional<String> place = first.next();
        while (place.isPresent()) {
            Page page = world.line().source().read(Kind.DEAL, Optional.empty(), place);
            page.items()
                    .forEach(item ->
                            assertThat(ids.add(item.id())).as("read twice").isTrue());
            place = page.next();
        }
        assertThat(ids).hasSize(120);
    }

    @Test
    void whatItSaysIsWhatEventsAllowAndRefersOnlyToWhatCameBefore() {
        World world = world();
        People people = people(world);
        deal(world, people, "Deal");
        Source source = world.line().source();
        Set<String> known = new HashSet<>();
        for (Kind kind : readable(source)) {
            for (Item item : readAll(source, kind, Optional.empty())) {
                for (Statement said : item.says()) {
                    assertReadable(said);
                    refers(said)
                            .forEach(id ->
                                    assertThat(known).as("%s of %s", id, said).contains(id));
                }
                known.add(item.kind() + " " + item.id());
            }
        }
        assertThat(known).contains("REP " + people.owner(), "CLIENT " + people.client(), "CONTACT " + people.contact());
    }

    private static List<Kind> readable(Source source) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind != Kind.TASK && source.capabilities().contains(kind.needs()))
                .toList();
    }

    private static void assertReadable(Statement said) {
        try {
            assertThat(said.type().read(said.data(), said.subject())).isNotNull();
        } catch (InvalidEvent e) {
            throw new AssertionError(said + " " + e.violations(), e);
        }
    }

    private static List<String> refers(Statement said) {
        List<String> refers = new ArrayList<>();
        Optional.ofNullable(said.data().get("rep")).ifPresent(id -> refers.add("REP " + id));
        Optional.ofNullable(said.data().get("client")).ifPresent(id -> refers.add("CLIENT " + id));
        if (said.data().get("stakeholders") instanceof List<?> people) {
            people.forEach(id -> refers.add("CONTACT " + id));
        }
        return refers;
    }

    @Test
    void aRecordThatDidNotChangeSaysTheSameUnderTheSameIds() {
        World world = world();
        String deal = deal(world, people(world), "Deal");
        Source source = world.line().source();
        List<Statement> once =
                source.reread(Kind.DEAL, Set.of(deal)).items().getLast().says();
        world.later();
        assertThat(source.reread(Kind.DEAL, Set.of(deal)).items().getLast().says())
                .isEqualTo(once);
        assertThat(readAll(source, Kind.DEAL, Optional.empty()).getFirst().says())
                .isEqualTo(once);
        world.rename(deal, "Other");
        assertThat(source.reread(Kind.DEAL, Set.of(deal))
                        .items()
                        .getLast()
                        .says()
                        .getFirst()
                        .id())
                .isNotEqualTo(once.getFirst().id());
    }

    @Test
    void whatChangedIsFoundAndWhatDidNotIsLeftOut() {
        World world = world();
        People people = people(world);
        String before = deal(world, people, "Before");
        String touched = deal(world, people, "Touched");
        world.later();
        Instant since = world.now();
        world.rename(touched, "Renamed");
        String fresh = deal(world, people, "Fresh");
        world.later();
        List<Item> changed = readAll(world.line().source(), Kind.DEAL, Optional.of(since));
        assertThat(changed).extracting(Item::id).contains(touched, fresh).doesNotContain(before);
        assertThat(changed).extracting(DealsContract::nameOf).contains("Renamed", "Fresh");
    }

    @Test
    void aDealBringsWhatItRefersToAndWhatIsGoneIsSaid() {
        World world = world();
        People people = people(world);
        String deal = deal(world, people, "Deal");
        String gone = deal(world, people, "Gone");
        world.delete(gone);
        Reread reread = world.line().source().reread(Kind.DEAL, new LinkedHashSet<>(List.of(deal, gone)));
        assertThat(reread.gone()).containsExactly(gone);
        assertThat(reread.items())
                .extracting(item -> item.kind() + " " + item.id())
                .containsExactly(
                        "REP " + people.owner(),
                        "CLIENT " + people.client(),
                        "CONTACT " + people.contact(),
                        "DEAL " + deal);
    }

    @Test
    void whatIsNotDeclaredIsRefusedByName() {
        Source source = world().line().source();
        for (Kind kind : Kind.values()) {
            if (kind == Kind.TASK || !source.capabilities().contains(kind.needs())) {
                assertThatThrownBy(() -> source.read(kind, Optional.empty(), Optional.empty()))
                        .isInstanceOfSatisfying(
                                VendorTrouble.class, e -> assertThat(e.what()).isEqualTo(VendorTrouble.Cause.NOT_ABLE))
                        .hasMessageContaining(kind.needs().key());
                assertThatThrownBy(() -> source.reread(kind, Set.of("1"))).isInstanceOf(VendorTrouble.class);
            }
        }
    }

    protected static Tasks.Draft draft(World world, String deal, Optional<String> owner, String subject) {
        return new Tasks.Draft("key-1", subject, "Why:\n<b>this</b>", world.now(), true, owner, deal, "call");
    }

    @Test
    void aTaskIsWrittenOnceUnderItsKeyAndFollowedToItsEnd() {
        World world = world();
        People people = people(world);
        String deal = deal(world, people, "Deal");
        Line line = world.line();
        assertThat(line.tasks().isPresent()).isEqualTo(line.capabilities().contains(Capability.WRITE_TASKS));
        if (line.tasks().isEmpty()) {
            return;
        }
        line.prepareWriting();
        line.prepareWriting();
        Tasks tasks = line.tasks().get();
        Tasks.Draft draft = draft(world, deal, Optional.of(people.owner()), "Call Ann");
        assertThat(tasks.find(draft)).isEmpty();
        String task = tasks.write(draft);
        assertThat(tasks.find(draft)).contains(task);
        if (line.capabilities().contains(Capability.WRITE_TASKS_ONCE)) {
            assertThat(tasks.write(draft(world, deal, Optional.empty(), "Call Ann")))
                    .isEqualTo(task);
        }
        assertThat(standing(tasks, task)).isEqualTo(Tasks.State.OPEN);
        world.complete(task);
        assertThat(standing(tasks, task)).isEqualTo(Tasks.State.COMPLETED);
        world.deleteTask(task);
        assertThat(standing(tasks, task)).isEqualTo(Tasks.State.DELETED);
    }

    protected static Tasks.State standing(Tasks tasks, String task) {
        Map<String, Tasks.Standing> standings = tasks.standings(Set.of(task));
        return standings.get(task).state();
    }

    @Test
    void aDealIsChangedFromWhatWasSeenOnceAndPutBack() {
        World world = world();
        String deal = deal(world, people(world), "Deal");
        Line line = world.line();
        assertThat(line.dealChanges().isPresent()).isEqualTo(line.capabilities().contains(Capability.CHANGE_DEALS));
        if (line.dealChanges().isEmpty()) {
            return;
        }
        DealChanges changes = line.dealChanges().get();
        assertThat(changes.changeable()).contains(RecordField.STAGE, RecordField.CLOSE_DATE);
        assertThat(changes.value(deal, RecordField.STAGE, "")).isEqualTo("discovery");
        changes.change(deal, RecordField.STAGE, "", "discovery", "proposal");
        changes.change(deal, RecordField.STAGE, "", "discovery", "proposal");
        assertThat(changes.value(deal, RecordField.STAGE, "")).isEqualTo("proposal");
        assertThat(world.line().source().reread(Kind.DEAL, Set.of(deal)).items().getLast().says().stream()
                        .filter(said -> said.type() == EventType.DEAL)
                        .map(said -> said.data().get("stage")))
                .containsExactly("proposal");
        String day = changes.value(deal, RecordField.CLOSE_DATE, "");
        changes.change(deal, RecordField.CLOSE_DATE, "", day, "2026-09-15");
        assertThat(changes.value(deal, RecordField.CLOSE_DATE, "")).isEqualTo("2026-09-15");
        changes.change(deal, RecordField.CLOSE_DATE, "", "2026-09-15", day);
        changes.change(deal, RecordField.STAGE, "", "proposal", "discovery");
        assertThat(changes.value(deal, RecordField.CLOSE_DATE, "")).isEqualTo(day);
        assertThat(changes.value(deal, RecordField.STAGE, "")).isEqualTo("discovery");
    }

    @Test
    void whereSomebodyWasQuickerOrTheDealIsGoneNothingIsChanged() {
        World world = world();
        String deal = deal(world, people(world), "Deal");
        Line line = world.line();
        if (line.dealChanges().isEmpty()) {
            return;
        }
        DealChanges changes = line.dealChanges().get();
        world.move(deal, "negotiation");
        assertRefused(
                VendorTrouble.Cause.REJECTED,
                () -> changes.change(deal, RecordField.STAGE, "", "discovery", "proposal"));
        assertThat(changes.value(deal, RecordField.STAGE, "")).isEqualTo("negotiation");
        assertRefused(
                VendorTrouble.Cause.REJECTED,
                () -> changes.change(deal, RecordField.STAGE, "", "negotiation", "no-such-stage"));
        for (RecordField field : RecordField.values()) {
            if (!changes.changeable().contains(field)) {
                assertRefused(VendorTrouble.Cause.NOT_ABLE, () -> changes.change(deal, field, "1", "a", "b"));
            }
        }
        world.delete(deal);
        assertRefused(
                VendorTrouble.Cause.REJECTED,
                () -> changes.change(deal, RecordField.STAGE, "", "negotiation", "proposal"));
    }

    private static void assertRefused(
            VendorTrouble.Cause cause, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        VendorTrouble.class, e -> assertThat(e.what()).isEqualTo(cause));
    }

    @Test
    void aSurveyNamesTheStagesAndEndsOfTheProcess() {
        assertThat(world().line().survey().stages()).anySatisfy(stage -> {
            assertThat(stage.end()).isTrue();
            assertThat(stage.won()).isTrue();
        });
    }
}
