package nextbest.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.stub.StreamObserver;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that speaks TLS only and asks for a certificate. */
class TemporalFrontendTest {
    @TempDir
    static Path folder;

    private static final AtomicReference<String> AUTHORIZATION = new AtomicReference<>("");
    private static Pem theirs;
    private static Pem ours;
    private static Pem stranger;
    private static Server server;

    /** A certificate that stands for itself, and its key. */
    private record Pem(Path certificate, Path key) {}

    @BeforeAll
    static void start() throws Exception {
        theirs = pem("temporal.internal");
        ours = pem("nextbest");
        stranger = pem("somebody");
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sslContext(GrpcSslContexts.forServer(
                                theirs.certificate().toFile(), theirs.key().toFile())
                        .trustManager(ours.certificate().toFile())
                        .clientAuth(ClientAuth.REQUIRE)
                        .build())
                .addService(new WorkflowServiceGrpc.WorkflowServiceImplBase() {
                    @Override
                    public void getSystemInfo(
                            GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
                        answer.onNext(GetSystemInfoResponse.newBuilder()
                                .setServerVersion("1.29.1")
                                .build());
                        answer.onCompleted();
                    }
                })
                .intercept(new ServerInterceptor() {
                    @Override
                    public <Q, A> ServerCall.Listener<Q> interceptCall(
                            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                        AUTHORIZATION.set(String.valueOf(
                                headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER))));
                        return next.startCall(call, headers);
                    }
                })
                .build()
                .start();
    }

    @AfterAll
    static void stop() {
        server.shutdownNow();
    }

    @Test
    void aServerThatWeKnowAndThatKnowsUsAnswers() {
        assertThat(version(frontend(theirs, Optional.of(ours), "temporal.internal", "a key")))
                .isEqualTo("1.29.1");
        assertThat(AUTHORIZATION.get()).isEqualTo("Bearer a key");
    }

    @Test
    void noCertificateOfOursIsNoAnswer() {
        assertThatThrownBy(() -> versionAtOnce(frontend(theirs, Optional.empty(), "temporal.internal", "")))
                .isInstanceOf(StatusRuntimeException.class);
    }

    @Test
    void aCertificateThatTheServerDoesNotKnowIsNoAnswer() {
        assertThatThrownBy(() -> versionAtOnce(frontend(theirs, Optional.of(stranger), "temporal.internal", "")))
                .isInstanceOf(StatusRuntimeException.class);
    }

    @Test
    void aServerThatShowsAnotherCertificateIsNotTrusted() {
        assertThatThrownBy(() -> versionAtOnce(frontend(stranger, Optional.of(ours), "temporal.internal", "")))
                .isInstanceOf(StatusRuntimeException.class);
    }

    @Test
    void aServerOfAnotherNameIsNotTrusted() {
        assertThatThrownBy(() -> versionAtOnce(frontend(theirs, Optional.of(ours), "temporal.other", "")))
                .isInstanceOf(StatusRuntimeException.class);
    }

    @Test
    void inTheClearATlsServerDoesNotAnswer() {
        assertThatThrownBy(() -> versionAtOnce(TemporalFrontend.of(target(), false, "", "", "", "", "")))
                .isInstanceOf(StatusRuntimeException.class);
    }

    @Test
    void settingsThatDoNotGoTogetherAreRefused() {
        String file = ours.certificate().toString();
        assertThatThrownBy(() -> TemporalFrontend.of("t:7233", false, "", file, "", "", ""))
                .hasMessageContaining("only the certificate is set");
        assertThatThrownBy(() -> TemporalFrontend.of("t:7233", false, "no-such-file.pem", "", "", "", ""))
                .hasMessageContaining("temporal-ca", "no-such-file.pem");
        assertThatThrownBy(() -> TemporalFrontend.of("t:7233", false, "", "", "", "", "a key"))
                .hasMessageContaining("TLS only");
        assertThatThrownBy(() -> TemporalFrontend.of("https://t", false, "", "", "", "", ""))
                .hasMessageContaining("HOST:PORT");
    }

    @Test
    void aKeyIsNotPrinted() {
        assertThat(TemporalFrontend.of("t:7233", true, "", "", "", "", "a key").toString())
                .contains("t:7233")
                .doesNotContain("a key");
    }

    private static TemporalFrontend frontend(Pem authority, Optional<Pem> identity, String name, String apiKey) {
        return TemporalFrontend.of(
                target(),
                true,
                authority.certificate().toString(),
                identity.map(pem -> pem.certificate().toString()).orElse(""),
                identity.map(pem -> pem.key().toString()).orElse(""),
                name,
                apiKey);
    }

    private static String target() {
        return "127.0.0.1:" + server.getPort();
    }

    private static String version(TemporalFrontend frontend) {
        return version(frontend, 30);
    }

    private static String versionAtOnce(TemporalFrontend frontend) {
        return version(frontend, 2);
    }

    private static String version(TemporalFrontend frontend, int seconds) {
        WorkflowServiceStubs stubs = frontend.connect();
        try {
            return stubs.blockingStub()
                    .withDeadlineAfter(seconds, TimeUnit.SECONDS)
                    .getSystemInfo(GetSystemInfoRequest.getDefaultInstance())
                    .getServerVersion();
        } finally {
            stubs.shutdownNow();
        }
    }

    /** Made by the platform's own tool, because no library here makes certificates. */
    private static Pem pem(String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        int exit = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "one",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=dns:" + name,
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start()
                .waitFor();
        assertThat(exit).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        return new Pem(
                write(name + ".crt", "CERTIFICATE", keys.getCertificate("one").getEncoded()),
                write(
                        name + ".key",
                        "PRIVATE KEY",
                        keys.getKey("one", "changeit".toCharArray()).getEncoded()));
    }

    private static Path write(String name, String kind, byte[] content) throws Exception {
        return Files.writeString(
                folder.resolve(name),
                "-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                        + "\n-----END " + kind + "-----\n");
    }
}
