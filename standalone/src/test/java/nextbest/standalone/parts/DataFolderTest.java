package nextbest.standalone.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    Path folder;

    /** Holds the folder and announces itself, until it is killed. */
    static final class Parent {
        public static void main(String[] arguments) throws InterruptedException {
            DataFolder data = DataFolder.claim(Path.of(arguments[0]));
            InstanceFile.announce(data, "up", Map.of("api", "http://127.0.0.1:1"), Map.of("nextbest", "0"));
            System.out.println("pid " + ProcessHandle.current().pid());
            ChildJvm.readyAndWait();
        }
    }

    @Test
    void aFolderIsClaimedOnceAndIsFreeAgainAfterward() {
        Path inside = folder.resolve("a/b");
        try (DataFolder data = DataFolder.claim(inside)) {
            assertThat(data.path()).isDirectory();
            assertThat(DataFolder.isClaimed(inside)).isTrue();
            assertThatThrownBy(() -> DataFolder.claim(inside))
                    .isInstanceOf(PartException.class)
                    .hasMessageContaining(
                            "in use by process " + ProcessHandle.current().pid());
        }
        assertThat(DataFolder.isClaimed(inside)).isFalse();
        DataFolder.claim(inside).close();
    }

    /** Tries to claim the folder and says how that went. */
    static final class Rival {
        public static void main(String[] arguments) throws InterruptedException {
            try (DataFolder data = DataFolder.claim(Path.of(arguments[0]))) {
                System.out.println("claim " + data.path());
            } catch (PartException refused) {
                System.out.println("claim refused: " + refused.getMessage());
            }
            ChildJvm.readyAndWait();
        }
    }

    @Test
    void askingAboutAFolderThatWeHoldDoesNotGiveItAway() throws Exception {
        try (DataFolder data = DataFolder.claim(folder)) {
            assertThat(DataFolder.isClaimed(folder)).isTrue();
            assertThatThrownBy(() -> DataFolder.claim(folder)).isInstanceOf(PartException.class);
            try (ChildJvm rival = ChildJvm.start(Rival.class, data.path())) {
                assertThat(rival.said("claim"))
                        .startsWith("refused")
                        .contains("process " + ProcessHandle.current().pid());
            }
        }
        // The negative twin: once released, the same rival gets it.
        try (ChildJvm rival = ChildJvm.start(Rival.class, folder)) {
            assertThat(rival.said("claim")).doesNotStartWith("refused");
        }
    }

    @Test
    void aNewFolderIsReadableByItsOwnerOnly() throws Exception {
        Path inside = folder.resolve("new");
        try (DataFolder data = DataFolder.claim(inside)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.path())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aPlaceThatCannotBeAFolderIsNamedTogetherWithTheWayOut() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        assertThatThrownBy(() -> DataFolder.claim(file.resolve("data")))
                .isInstanceOf(PartException.class)
                .hasMessageContaining(file.resolve("data").toString())
                .hasMessageContaining("--data");
    }

    @Test
    void aKilledProcessLeavesNeitherAClaimNorARunningInstance() throws Exception {
        assertThat(InstanceFile.running(folder)).isEmpty();
        try (ChildJvm parent = ChildJvm.start(Parent.class, folder)) {
            InstanceFile.Instance instance = InstanceFile.running(folder).orElseThrow();
            assertThat(instance.pid()).isEqualTo(Long.parseLong(parent.said("pid")));
            assertThat(instance.address("api")).isEqualTo("http://127.0.0.1:1");
            assertThatThrownBy(() -> instance.address("smtp")).hasMessageContaining("it has api");
            assertThat(DataFolder.isClaimed(folder)).isTrue();

            parent.kill();

            assertThat(folder.resolve("instance.json")).exists();
            assertThat(InstanceFile.running(folder)).isEmpty();
            assertThat(DataFolder.isClaimed(folder)).isFalse();
        }
    }

    @Test
    void anAnnouncementIsTakenBackAtACleanStop() {
        try (DataFolder data = DataFolder.claim(folder)) {
            try (InstanceFile announced = InstanceFile.announce(data, "up", Map.of(), Map.of())) {
                assertThat(announced).isNotNull();
                assertThat(InstanceFile.running(folder)).isPresent();
            }
            assertThat(InstanceFile.running(folder)).isEmpty();
        }
    }

    @Test
    void aPortIsTheSameAtTheNextStartAndAWishIsRemembered() {
        int chosen;
        try (DataFolder data = DataFolder.claim(folder)) {
            chosen = Ports.of(data).port("api", 0);
            // Below 32768, where Linux begins to take ports for outgoing connections.
            assertThat(chosen).isBetween(20_000, 29_999);
            assertThat(Ports.of(data).port("smtp", 0)).isNotEqualTo(chosen);
        }
        try (DataFolder data = DataFolder.claim(folder)) {
            assertThat(Ports.of(data).port("api", 0)).isEqualTo(chosen);
            int wish = Ports.of(data).port("other", 0);
            assertThat(Ports.of(data).port("api", wish)).isEqualTo(wish);
            assertThat(Ports.of(data).port("api", 0)).isEqualTo(wish);
        }
    }

    @Test
    void aTakenOrImpossiblePortIsRefusedByName() throws Exception {
        try (DataFolder data = DataFolder.claim(folder);
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Ports ports = Ports.of(data);
            assertThatThrownBy(() -> ports.port("api", taken.getLocalPort()))
                    .hasMessageContaining("asked for api")
                    .hasMessageContaining("taken");
            assertThatThrownBy(() -> ports.port("api", 70_000)).hasMessageContaining("1 to 65535");
        }
    }

    @Test
    void aDamagedFileIsNamed() throws Exception {
        Files.writeString(folder.resolve("ports.json"), "{ not json");
        try (DataFolder data = DataFolder.claim(folder)) {
            assertThatThrownBy(() -> Ports.of(data))
                    .isInstanceOf(PartException.class)
                    .hasMessageContaining("ports.json");
        }
    }

    @Test
    void aProcessIsKnownByItsBirthAndNotByItsIdAlone() throws Exception {
        ProcessIdentity self = ProcessIdentity.self();
        assertThat(self.isAlive()).isTrue();
        assertThat(new ProcessIdentity(self.pid(), self.birth() + "1").isAlive())
                .isFalse();
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        assertThat(ProcessIdentity.of(ended.pid())).isEmpty();
    }
}
