package nextbest.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CueReaderTest {
    private final CueReader reader = CueReader.english();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            We would have to find the money first.            | BUDGET_DISCUSSED
            What holds us back is the price.                  | OBJECTION_RAISED
            Our IT team will review the architecture.         | TECHNICAL_REVIEW_NEEDED
            They asked whether the API can be connected.      | INTEGRATION_DISCUSSED
            Legal is reviewing the contract this week.        | CONTRACT_REVIEW_STARTED
            They also look at a competing offer.              | COMPETITOR_MENTIONED
            The CFO has to sign it.                           | EXECUTIVE_SIGN_OFF_NEEDED
            Jo is leaving in May.                             | CHAMPION_DEPARTURE_RISK
            """)
    void aSentenceWithACueIsASignal(String text, SignalType type) {
        assertThat(reader.read("Good call. " + text + " Talk soon."))
                .filteredOn(found -> found.type() == type)
                .singleElement()
                .satisfies(found -> assertThat(found.span()).isEqualTo(text));
    }

    @Test
    void whatIsFoundStandsInTheTextWordForWord() {
        String text = "Call with Ana:\n- price is too high\n- they want references, e.g. other customers\n\nNext: demo";
        List<FoundSignal> found = reader.read(text);
        assertThat(found)
                .extracting(FoundSignal::type)
                .contains(SignalType.PRICING_DISCUSSED, SignalType.SOCIAL_PROOF_NEEDED);
        assertThat(found).allMatch(signal -> signal.standsIn(text));
        assertThat(found).extracting(FoundSignal::span).contains("- price is too high");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "There is no competitor in this.",
                "They do not ask for a discount.",
                "Die Konkurrenz ist leider auch dabei.",
                "مرحبا، شكرا على العرض",
                "",
                "   \n "
            })
    void aDenialAndAnotherLanguageAreNoSignal(String text) {
        assertThat(reader.read(text)).isEmpty();
    }

    @Test
    void aHundredKilobytesAreReadInBoundsAndEachTypeOnce() {
        String text = "The budget is a problem with the price and the competitor. ".repeat(2_000);
        List<FoundSignal> found = reader.read(text);
        assertThat(found).isNotEmpty().hasSizeLessThanOrEqualTo(SignalReader.MOST);
        assertThat(found).extracting(FoundSignal::type).doesNotHaveDuplicates();
        assertThat(found).allMatch(signal -> signal.span().length() <= CueReader.MOST_SPAN);
        assertThat(reader.read("xyz ".repeat(25_000))).isEmpty();
    }
}
