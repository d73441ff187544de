package nextbest.topics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "We need the quote before the end of the month.",
                "how long does it take to get a new pin?",
                "The board has asked for a second offer, and they want it this week."
            })
    void englishIsSupported(String text) {
        assertThat(Language.of(text)).isEqualTo(Language.ENGLISH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Wir brauchen das Angebot bis zum Ende des Monats, und der Einkauf ist dabei.",
                "Nous avons besoin de l'offre pour la fin du mois et le directeur est dans la boucle.",
                "Necesitamos la oferta para el final del mes, y el director no está.",
                "Нам нужно предложение до конца месяца",
                "月末までに見積もりが必要です"
            })
    void otherLanguagesAreNot(String text) {
        assertThat(Language.of(text).supported()).isFalse();
    }

    @Test
    void namesAndNumbersTellNothing() {
        assertThat(Language.of("GTX Pro 2026 / 45.000 EUR")).isEqualTo(Language.UNCLEAR);
        assertThat(Language.UNCLEAR.supported()).isTrue();
    }
}
