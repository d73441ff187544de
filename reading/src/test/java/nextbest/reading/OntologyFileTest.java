package nextbest.reading;

import static org.assertj.core.api.Assertions.assertThat;

import nextbest.topics.Concept;
import nextbest.topics.Ontology;
import org.junit.jupiter.api.Test;

class OntologyFileTest {
    @Test
    void aValidFileIsRead() {
        OntologyFile.Result result = OntologyFile.read("ontology.yaml", """
                version: 2
                topics:
                  cost: Cost
                  energy-saving:
                    name: Energy saving
                    synonyms: [power saving]
                    parent: cost
                industries:
                  food: Food
                products:
                  gtx-pro: {name: GTX Pro, synonyms: [GTXPro], serves: [energy-saving]}
                """);
        assertThat(result).isInstanceOfSatisfying(OntologyFile.Result.Valid.class, valid -> {
            Ontology ontology = valid.ontology();
            assertThat(ontology.version()).isEqualTo(2);
            assertThat(ontology.named(Concept.Kind.TOPIC, "Power-Saving"))
                    .map(Concept::key)
                    .contains("energy-saving");
            assertThat(ontology.all(Concept.Kind.INDUSTRY)).hasSize(1);
        });
    }

    @Test
    void allProblemsAreReportedAtOnceWithTheirLines() {
        OntologyFile.Result result = OntologyFile.read("o.yaml", """
                version: soon
                topics:
                  Energy: Energy
                  cost:
                    nmae: Cost
                products:
                  a: {name: A, parent: b}
                  b: {name: B, parent: a}
                  c: {name: C, serves: [nothing]}
                colours: {}
                """);
        assertThat(result)
                .isInstanceOfSatisfying(
                        OntologyFile.Result.Invalid.class,
                        invalid -> assertThat(invalid.problems())
                                .anySatisfy(
                                        p -> assertThat(p)
                                                .contains(
                                                        "o.yaml, line 1: expected a whole number from 1 as version, but got 'soon'"))
                                .anySatisfy(p -> assertThat(p).contains("line 3: expected a key of lower case letters"))
                                .anySatisfy(
                                        p -> assertThat(p)
                                                .contains(
                                                        "line 5: there is no field 'nmae'; there are [name, parent, serves, synonyms]"))
                                .anySatisfy(p -> assertThat(p).contains("product tree goes in a circle: a → b → a"))
                                .anySatisfy(p -> assertThat(p)
                                        .contains("line 9: product 'c' serves the unknown topic or need 'nothing'"))
                                .anySatisfy(p -> assertThat(p).contains("line 10: there is no section 'colours'")));
        assertThat(OntologyFile.read("x.yaml", "a: ["))
                .isInstanceOfSatisfying(
                        OntologyFile.Result.Invalid.class,
                        i -> assertThat(i.problems().getFirst()).contains("is not YAML"));
    }
}
