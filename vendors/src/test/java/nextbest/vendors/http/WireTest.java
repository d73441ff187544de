package nextbest.vendors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import nextbest.vendors.port.VendorTrouble;
import org.junit.jupiter.api.Test;

class WireTest {
    @Test
    void credentialsGoNowhereWithoutEncryptionButToThisMachine() {
        assertThat(List.of(
                        "https://api.example.com/x", "http://localhost:1", "http://127.0.0.1:80/a", "http://[::1]:8"))
                .allMatch(address -> Wire.isSecure(URI.create(address)));
        assertThat(List.of(
                        "http://api.example.com",
                        "http://localhost.example.com",
                        "http://127.0.0.1.example.com",
                        "ftp://localhost",
                        "https:/nowhere",
                        "api.example.com"))
                .noneMatch(address -> Wire.isSecure(URI.create(address)));
        Wire wire = new Wire(Gate.open(), Duration.ofSeconds(1), InstantSource.system());
        Call call = Call.get("look", URI.create("http://api.example.com"), List.of());
        assertThatThrownBy(() -> wire.send(call))
                .isInstanceOfSatisfying(
                        VendorTrouble.class, e -> assertThat(e.what()).isEqualTo(VendorTrouble.Cause.REJECTED));
    }
}
