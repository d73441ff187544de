package nextbest.catalogue.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import nextbest.catalogue.Category;
import nextbest.catalogue.ImpactClass;
import nextbest.catalogue.OrganisationFact;
import nextbest.catalogue.Risk;
import nextbest.deal.DealField;
import nextbest.deal.ResourceKind;
import nextbest.deal.SizeBand;
import nextbest.deal.StakeholderRole;
import nextbest.fact.Keyed;
import nextbest.recommendation.Argument;
import nextbest.recommendation.Disposition;
import nextbest.recommendation.Factor;
import nextbest.recommendation.Rule;
import nextbest.recommendation.SubFactor;
import nextbest.recommendation.Text;
import nextbest.recommendation.Tier;
import nextbest.recommendation.Urgency;
import nextbest.signal.SignalType;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private final Messages messages = Messages.english(ZoneOffset.UTC);

    @Test
    void everyKeyOfEveryClosedSetHasAText() {
        List<String> needed = new ArrayList<>();
        add(needed, "rule.", Rule.values());
        add(needed, "role.", StakeholderRole.values());
        add(needed, "size.", SizeBand.values());
        add(needed, "resource.", ResourceKind.values());
        add(needed, "organisation.", OrganisationFact.values());
        add(needed, "urgency.", Urgency.values());
        add(needed, "alternative.", Urgency.values());
        add(needed, "impact.", ImpactClass.values());
        add(needed, "factor.", Factor.values());
        add(needed, "sub-factor.", SubFactor.values());
        add(needed, "category.", Category.values());
        add(needed, "disposition.", Disposition.values());
        add(needed, "tier.", Tier.values());
        add(needed, "evidence.risk.", Risk.values());
        add(needed, "evidence.no-risk.", Risk.values());
        add(needed, "evidence.signal.", SignalType.values());
        DealField.all().keySet().forEach(field -> {
            needed.add("field." + field);
            needed.add("missing." + field);
        });
        Deals.CATALOGUE.triggers().keySet().forEach(key -> needed.add("trigger." + key));
        Deals.CATALOGUE.actions().values().forEach(action -> {
            needed.add("action." + action.key() + ".name");
            action.titles().forEach(title -> needed.add(title.text()));
            action.how().forEach(step -> needed.add(step.text()));
            if (action.requirements().asset().isNeeded()) {
                needed.add("asset." + action.requirements().asset().kind());
            }
        });

        assertThat(messages.keys()).containsAll(needed);
    }

    @Test
    void theParametersOfATitleAreThoseOfItsText() {
        SortedSet<String> keys = messages.keys();
        Deals.CATALOGUE
                .actions()
                .values()
                .forEach(action -> action.titles().forEach(title -> {
                    assertThat(keys).contains(title.text());
                    Text bare = Text.of(title.text());
                    // ICU leaves an argument that is not given in braces: exactly the declared ones may be left.
                    String said = messages.say(bare);
                    title.parameters()
                            .forEach(parameter -> assertThat(said).contains("{" + parameter.argument() + "}"));
                    assertThat(said.chars().filter(c -> c == '{').count())
                            .as(title.text())
                            .isEqualTo(title.parameters().size());
                }));
    }

    @Test
    void valuesAreWrittenInTheReadersLanguage() {
        Text text = Text.of(
                "evidence.amount-large",
                Map.of("amount", new Argument.Amount(482_150, "EUR"), "usual", new Argument.Amount(1_200, "JPY")));

        assertThat(messages.say(text)).isEqualTo("The deal is worth €4,821.50; similar won deals were worth ¥1,200.");
    }

    @Test
    void wordsFromRecordsAreNotReadAsAPattern() {
        Text text = Text.of(
                "action.send-roi-calculator.title.to-contact", Map.of("contactName", Argument.words("{n} O'Neil")));

        assertThat(messages.say(text)).isEqualTo("Send the ROI calculator to {n} O'Neil");
    }

    @Test
    void anUnknownKeyIsNamed() {
        assertThatThrownBy(() -> messages.say("no.such.key")).hasMessageContaining("no.such.key");
    }

    private static void add(List<String> needed, String prefix, Keyed... keys) {
        Arrays.stream(keys).forEach(key -> needed.add(prefix + key.key()));
    }
}
