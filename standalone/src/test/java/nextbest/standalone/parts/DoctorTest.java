package nextbest.standalone.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nextbest.standalone.parts.Doctor.Finding;
import nextbest.standalone.parts.Doctor.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

    @TempDir
    Path folder;

    @Test
    void aRunningInstanceThatAnswersIsOkAndASilentOneNamesWhatIsSilent() throws Exception {
        try (DataFolder data = DataFolder.claim(folder)) {
            int port = Ports.of(data).port("api", 0);
            String address = "http://127.0.0.1:" + port;
            try (InstanceFile announced = InstanceFile.announce(data, "up", Map.of("api", address), Map.of())) {
                assertThat(announced).isNotNull();
                try (ServerSocket api = new ServerSocket(port, 5, InetAddress.ofLiteral("127.0.0.1"))) {
                    assertThat(api.isBound()).isTrue();
                    assertThat(about("running").verdict()).isEqualTo(Verdict.OK);
                }
                assertThat(about("running").verdict()).isEqualTo(Verdict.FIX);
                assertThat(about("running").next()).contains("api (" + address + ")");
                assertThat(Doctor.isHealthy(Doctor.examine(folder))).isFalse();
            }
        }
    }

    @Test
    void aRecordedPortThatAStrangerTookIsNamed() throws Exception {
        int port;
        try (DataFolder data = DataFolder.claim(folder)) {
            port = Ports.of(data).port("smtp", 0);
        }
        assertThat(about("ports").verdict()).isEqualTo(Verdict.OK);
        try (ServerSocket stranger = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThat(stranger.isBound()).isTrue();
            assertThat(about("ports").verdict()).isEqualTo(Verdict.FIX);
            assertThat(about("ports").seen()).contains("smtp " + port);
        }
    }

    @Test
    void anOrphanIsToldAndNeedsNothing() throws Exception {
        Process child = new ProcessBuilder("sleep", "60").start();
        try (DataFolder data = DataFolder.claim(folder)) {
            new ChildProcess(ProcessIdentity.of(child.pid()).orElseThrow(), Versions.POSTGRES, 20_001, "")
                    .recordIn(data.room("postgres"));
        }
        try {
            assertThat(about("orphans").verdict()).isEqualTo(Verdict.NOTE);
            assertThat(about("orphans").seen()).contains("postgres still runs");
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void aLockThatCannotBeReadIsAFindingLikeOthers() throws Exception {
        Files.createDirectory(folder.resolve("lock"));

        assertThat(about("orphans").verdict()).isEqualTo(Verdict.FIX);
        assertThat(about("orphans").seen()).contains(folder.resolve("lock").toString());
        assertThat(about("temporal")).isNotNull();
    }

    @Test
    void aRecordOfAChildThatIsNoRecordIsAFindingLikeOthers() throws Exception {
        Files.createDirectory(folder.resolve("postgres"));
        Files.writeString(folder.resolve("postgres").resolve("process.json"), "{");

        assertThat(about("orphans").verdict()).isEqualTo(Verdict.FIX);
        assertThat(about("orphans").seen()).contains("process.json");
    }

    @Test
    void looksWithoutLeavingATrace() {
        Path nowhere = folder.resolve("not/there");
        List<Finding> findings = Doctor.examine(nowhere);
        assertThat(findings).extracting(Finding::subject).contains("java", "memory", "disk", "clock", "temporal");
        assertThat(nowhere).doesNotExist();
        assertThat(folder).isEmptyDirectory();
    }

    private Finding about(String subject) {
        return Doctor.examine(folder).stream()
                .filter(finding -> finding.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }
}
