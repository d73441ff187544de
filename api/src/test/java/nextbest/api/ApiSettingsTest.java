package nextbest.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class ApiSettingsTest {
    @Test
    void anUnknownKeyOfOursIsAnError() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("given", Map.of("nextbest.databse.url", "x", "server.port", "1")));
        assertThatThrownBy(() -> Api.checkKeys(environment))
                .hasMessageContaining("nextbest.databse.url")
                .hasMessageContaining("nextbest.database.");
    }

    @Test
    void anUnknownKeyBelowAKnownOneStopsTheStart() {
        assertThatThrownBy(
                        () -> RunningApi.start("nextbest.api.sesion-length=1h").close())
                .hasStackTraceContaining("sesion-length");
    }

    @Test
    void secretsAreMaskedWhenPrinted() {
        var database = new DatabaseSettings("jdbc:postgresql://h/n?password=hush&x=1", "u", "hush", 5);
        assertThat(database.toString()).doesNotContain("hush").contains("***");
        var settings = new ApiSettings(
                URI.create("https://nba.example.com"),
                "a key of more than thirty-two bytes, really",
                Duration.ofHours(1),
                List.of(),
                0,
                10,
                "");
        assertThat(settings.toString()).doesNotContain("thirty-two").contains("***");
    }

    @Test
    void valuesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new DatabaseSettings("mysql://x", "u", "p", 5))
                .hasMessageContaining("jdbc:postgresql://HOST:PORT/NAME");
        assertThatThrownBy(() -> new ApiSettings(URI.create("ftp://x"), "", Duration.ofHours(1), List.of(), 0, 10, ""))
                .hasMessageContaining("https://");
        assertThatThrownBy(() ->
                        new ApiSettings(URI.create("http://x"), "short", Duration.ofHours(1), List.of(), 0, 10, ""))
                .hasMessageContaining("32 bytes");
    }
}
