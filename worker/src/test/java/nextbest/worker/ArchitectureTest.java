package nextbest.worker;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import nextbest.worker.offence.OffenceManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules of the house, for what a worker sees; each with a class that breaks it. */
class ArchitectureTest {
    private static JavaClasses ours;

    @BeforeAll
    static void read() {
        ours = HouseRules.ours();
    }

    @Test
    void everyRoomOfAWorkerIsLookedAt() {
        assertThat(ours.stream().map(HouseRules::roomOf).flatMap(Optional::stream))
                .contains("domain", "catalogue", "workflows", "store", "activities", "worker");
    }

    @Test
    void roomsKnowOnlyTheRoomsTheyMay() {
        HouseRules.arrows(HouseRules::roomOf).check(ours);
    }

    /** Were the classes of one room in another one, the rule would notice: it looks, and it looks at every room. */
    @Test
    void theArrowsWouldCatchWhatPointsBackwards() {
        assertCaughtIn("store", "domain", "org.jooq");
        assertCaughtIn("workflows", "domain", "io.temporal");
        assertCaughtIn("activities", "workflows", "nextbest.store");
        assertCaughtIn("activities", "store", "nextbest.workflows");
        assertCaughtIn("worker", "api", "nextbest.activities");
        assertCaughtIn("worker", "activities", "io.temporal.worker");
    }

    private static void assertCaughtIn(String room, String pretended, String culprit) {
        JavaClasses pretenders = ours.that(describe(
                "lie in " + room, (JavaClass type) -> HouseRules.roomOf(type).equals(Optional.of(room))));
        ArchRule rule = HouseRules.arrows(type -> HouseRules.roomOf(type).map(r -> r.equals(room) ? pretended : r));
        assertThatThrownBy(() -> rule.check(pretenders))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(pretended + " may not know this")
                .hasMessageContaining(culprit);
    }

    @Test
    void aClassOfNoKnownRoomIsNoticed() {
        JavaClasses stranger = new ClassFileImporter().importClasses(OffenceManager.class);
        assertThatThrownBy(() -> HouseRules.arrows(HouseRules::roomOf).check(stranger))
                .hasMessageContaining("belongs to no room");
    }

    @Test
    void clocksAndChanceComeFromOutside() {
        HouseRules.NO_CLOCK_AND_NO_CHANCE.check(ours);
    }

    @Test
    void namesSayWhatAThingIs() {
        HouseRules.NO_DUMPING_GROUNDS.check(ours);
    }

    @Test
    void fieldsAreNotFilledFromOutside() {
        HouseRules.NO_FIELD_INJECTION.check(ours);
    }

    @Test
    void anOffenderIsCaughtByEachRule() {
        JavaClasses offender = new ClassFileImporter().importClasses(OffenceManager.class);
        assertThatThrownBy(() -> HouseRules.NO_CLOCK_AND_NO_CHANCE.check(offender))
                .hasMessageContainingAll(
                        "(8 times)",
                        "Instant.now()",
                        "LocalDate.now(",
                        "System.currentTimeMillis()",
                        "Clock.systemUTC()",
                        "InstantSource.system()",
                        "Math.random()",
                        "UUID.randomUUID()",
                        "java.util.Random.<init>");
        assertThatThrownBy(() -> HouseRules.NO_DUMPING_GROUNDS.check(offender)).hasMessageContaining("OffenceManager");
        assertThatThrownBy(() -> HouseRules.NO_FIELD_INJECTION.check(offender)).hasMessageContaining("engine");
    }

    @Test
    void everyPackageIsIntroduced() throws IOException {
        // the modules lie beside this one
        Path house = Path.of("").toAbsolutePath().getParent();
        for (String room : HouseRules.ARROWS.keySet()) {
            Path sources = house.resolve(room).resolve("src/main/java");
            assertThat(sources).isDirectory();
            assertThat(HouseRules.packagesWithoutIntroduction(sources))
                    .as("packages without package-info.java")
                    .isEmpty();
        }
    }

    @Test
    void aPackageWithoutIntroductionIsNoticed(@TempDir Path sources) throws IOException {
        Path bare = Files.createDirectories(sources.resolve("nextbest/bare"));
        Path introduced = Files.createDirectories(sources.resolve("nextbest/introduced"));
        Files.createFile(bare.resolve("A.java"));
        Files.createFile(introduced.resolve("A.java"));
        Files.createFile(introduced.resolve("package-info.java"));
        assertThat(HouseRules.packagesWithoutIntroduction(sources)).containsExactly(bare);
    }
}
