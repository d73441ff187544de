package nextbest.workflows;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a program reaches the frontend of a Temporal server: in the clear on a network of its own, over TLS, with a certificate of
 * ours (mTLS), or with a key as a hosted Temporal wants it.
 *
 * @param target host and port
 * @param tls empty: in the clear
 * @param apiKey sent with each call; asks for TLS
 */
public record TemporalFrontend(String target, Optional<Tls> tls, Optional<String> apiKey) {
    public TemporalFrontend {
        if (!target.matches("[^:/\\s]+:[0-9]{1,5}")) {
            throw new IllegalArgumentException(
                    "the Temporal server's address must be HOST:PORT, but is '" + target + "'");
        }
        if (apiKey.isPresent() && tls.isEmpty()) {
            throw new IllegalArgumentException(
                    "a key for the Temporal server goes over TLS only: set temporal-tls too");
        }
    }

    /**
     * What TLS needs.
     *
     * @param authority certificates (PEM) that the server's is checked against; empty: those that the platform trusts
     * @param identity our own certificate and key; empty: the server asks for none
     * @param serverName the name in the server's certificate, where it is another than the host's
     */
    public record Tls(Optional<Path> authority, Optional<Identity> identity, Optional<String> serverName) {}

    /**
     * Who we are.
     *
     * @param certificate chain, PEM
     * @param key PKCS#8, PEM, without a password
     */
    public record Identity(Path certificate, Path key) {}

    /**
     * From settings as they are written; an empty text is none. A file or a name turns TLS on by itself.
     *
     * @throws IllegalArgumentException a certificate without its key, or the other way round; a file that cannot be read
     */
    public static TemporalFrontend of(
            String target,
            boolean tls,
            String authority,
            String certificate,
            String key,
            String serverName,
            String apiKey) {
        if (certificate.isEmpty() != key.isEmpty()) {
            throw new IllegalArgumentException("temporal-certificate and temporal-key go together, but only "
                    + (key.isEmpty() ? "the certificate" : "the key") + " is set");
        }
        Optional<Identity> identity = certificate.isEmpty()
                ? Optional.empty()
                : Optional.of(new Identity(file("temporal-certificate", certificate), file("temporal-key", key)));
        Optional<Path> ca = text(authority).map(one -> file("temporal-ca", one));
        boolean on = tls || identity.isPresent() || ca.isPresent() || !serverName.isEmpty();
        return new TemporalFrontend(
                target, on ? Optional.of(new Tls(ca, identity, text(serverName))) : Optional.empty(), text(apiKey));
    }

    private static Path file(String setting, String name) {
        Path file = Path.of(name);
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(setting + " must be a PEM file that can be read, but is '" + name + "'");
        }
        return file;
    }

    private static Optional<String> text(String setting) {
        return Optional.of(setting).filter(one -> !one.isEmpty());
    }

    /**
     * Opens connections to it; nothing is sent yet.
     *
     * @throws IllegalArgumentException a file is no PEM of its kind
     */
    public WorkflowServiceStubs connect() {
        WorkflowServiceStubsOptions.Builder options =
                WorkflowServiceStubsOptions.newBuilder().setTarget(target);
        tls.ifPresent(how -> {
            options.setEnableHttps(true).setSslContext(context(how));
            how.serverName()
                    .ifPresent(name -> options.setChannelInitializer(channel -> {
                        var unused = channel.overrideAuthority(name);
                        assert unused != null;
                    }));
        });
        apiKey.ifPresent(key -> options.addApiKey(() -> key));
        return WorkflowServiceStubs.newServiceStubs(options.build());
    }

    private static SslContext context(Tls how) {
        try {
            SslContextBuilder builder = GrpcSslContexts.forClient();
            how.authority().ifPresent(file -> builder.trustManager(file.toFile()));
            how.identity()
                    .ifPresent(we -> builder.keyManager(
                            we.certificate().toFile(), we.key().toFile()));
            return builder.build();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "temporal-ca, temporal-certificate and temporal-key must be PEM files", e);
        }
    }

    @Override
    public String toString() {
        return "TemporalFrontend[target=" + target + ", tls=" + tls + ", apiKey="
                + (apiKey.isPresent() ? "***" : "none") + "]";
    }
}
