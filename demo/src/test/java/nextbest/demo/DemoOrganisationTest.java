package nextbest.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import nextbest.catalogue.Catalogue;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.event.EventType;
import nextbest.event.FieldType;
import nextbest.event.InvalidEvent;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What the generator promises: the same for the same arguments, nothing that the platform refuses, nothing from the future. */
class DemoOrganisationTest {
    private static final Instant NOW = Instant.parse("2026-03-04T09:00:00Z");
    private static final DemoSize SIZE = DemoSize.standard();

    private final List<Map<String, Object>> events = DemoOrganisation.generate(7, SIZE, NOW);

    @Test
    void sameSeedGivesTheSameBytesAndAnotherSeedDoesNot() {
        JsonMapper json = JsonMapper.builder().build();
        assertThat(json.writeValueAsString(DemoOrganisation.generate(7, SIZE, NOW)))
                .isEqualTo(json.writeValueAsString(events));
        assertThat(json.writeValueAsString(DemoOrganisation.generate(8, SIZE, NOW)))
                .isNotEqualTo(json.writeValueAsString(events));
    }

    @Test
    void thePlatformHasNothingToSayAgainstAnyEvent() {
        List<String> refused = new ArrayList<>();
        for (Map<String, Object> event : events) {
            try {
                var _ = EventReading.read(event);
            } catch (InvalidEvent e) {
                refused.add(event.get("id") + ": " + e.getMessage());
            }
        }
        assertThat(refused).isEmpty();
        assertThat(events).hasSizeGreaterThan(SIZE.closedDeals() * 5);
    }

    @Test
    void aSpoiledEventWouldHaveBeenNoticed() {
        Map<String, Object> deal = new HashMap<>(first(EventType.DEAL));
        deal.put("data", Map.of("amount", Map.of("amount", -1, "currency", "EUR")));
        assertThatThrownBy(() -> EventReading.read(deal)).isInstanceOf(InvalidEvent.class);
    }

    @Test
    void nothingHappensAfterTheMomentOrIsKnownBeforeItHappened() {
        assertThat(events).allSatisfy(event -> {
            assertThat(EventReading.at(event)).isBeforeOrEqualTo(NOW);
            assertThat(Instant.parse(EventReading.text(event, "knownAt")))
                    .isBeforeOrEqualTo(NOW)
                    .isAfterOrEqualTo(EventReading.at(event));
        });
    }

    @Test
    void idsAreUniqueAndWhatIsReferredToComesBefore() throws InvalidEvent {
        Set<String> ids = new HashSet<>();
        Set<String> known = new HashSet<>();
        List<String> dangling = new ArrayList<>();
        for (Map<String, Object> event : events) {
            assertThat(ids.add(EventReading.text(event, "id")))
                    .as("id %s", event.get("id"))
                    .isTrue();
            EventType type = EventReading.type(event);
            boolean declaresSubject = type == EventType.DEAL || type == EventType.CLIENT;
            EventReading.subject(event).ifPresent(subject -> {
                String name = subject.kind().wire() + " " + subject.id();
                if (declaresSubject) {
                    known.add(name);
                } else if (!known.contains(name)) {
                    dangling.add(event.get("id") + " about " + name);
                }
            });
            if (EventReading.field(event, "id") instanceof String own) {
                known.add(type.wire() + " " + own);
            }
            for (Object value : EventReading.read(event).values().values()) {
                references(value).stream()
                        .filter(ref -> !known.contains(ref))
                        .forEach(ref -> dangling.add(event.get("id") + " names " + ref));
            }
        }
        assertThat(dangling).isEmpty();
    }

    private static List<String> references(Object value) {
        if (value instanceof FieldType.Reference reference) {
            return List.of(reference.entity() + " " + reference.id());
        }
        return value instanceof List<?> list
                ? list.stream().flatMap(item -> references(item).stream()).toList()
                : List.of();
    }

    @Test
    void organisationHasTheSizeThatWasAskedFor() {
        assertThat(count(EventType.CLIENT)).isEqualTo(60);
        // eight reps and two managers
        assertThat(count(EventType.REP)).isEqualTo(10);
        assertThat(count(EventType.DEAL)).isEqualTo(640);
        assertThat(count(EventType.OUTCOME)).isEqualTo(600);
        assertThat(of(EventType.REP).map(rep -> EventReading.field(rep, "desk")).collect(Collectors.toSet()))
                .hasSize(2);
        assertThat(of(EventType.REP).map(rep -> EventReading.field(rep, "email").toString()))
                .allMatch(mail -> mail.endsWith("@example.com"));
    }

    @Test
    void openDealsStandInAllStages() {
        Map<String, String> stages = new HashMap<>();
        for (Map<String, Object> event : events) {
            EventReading.subject(event).filter(s -> s.id().startsWith("open-")).ifPresent(subject -> {
                if (EventReading.field(event, "stage") instanceof String stage) {
                    stages.put(subject.id(), stage);
                }
            });
        }
        assertThat(stages).hasSize(40);
        assertThat(new TreeSet<>(stages.values()))
                .containsExactly("discovery", "negotiation", "proposal", "prospecting");
    }

    /** The document need of each action, its industries, competitors and technologies: only 'water' has a gap. */
    @Test
    void contentRegisterServesTheCatalogueAndHasOneGap() {
        Catalogue catalogue = CatalogueReader.standard();
        Set<String> kinds = of(EventType.ASSET)
                .map(a -> EventReading.field(a, "kind").toString())
                .collect(Collectors.toSet());
        Set<String> needed = catalogue.actions().values().stream()
                .map(action -> action.requirements().asset())
                .filter(need -> need.isNeeded())
                .map(need -> need.kind())
                // the material of products is no register's: it comes with the documents that are read
                .filter(kind -> !kind.equals("product-material"))
                .collect(Collectors.toSet());
        assertThat(kinds).isEqualTo(needed);
        assertThat(madeFor("case-study", "industries")).containsExactlyInAnyOrderElementsOf(Vendor.INDUSTRIES);
        assertThat(madeFor("benchmark-report", "industries"))
                .hasSize(Vendor.INDUSTRIES.size() - 1)
                .doesNotContain("water");
        assertThat(madeFor("battle-card", "competitors")).containsExactlyInAnyOrderElementsOf(Vendor.COMPETITORS);
        assertThat(madeFor("integration-guide", "techStack")).containsExactlyInAnyOrderElementsOf(Vendor.TECHNOLOGIES);
    }

    private Set<String> madeFor(String kind, String field) {
        return of(EventType.ASSET)
                .filter(asset -> kind.equals(EventReading.field(asset, "kind")))
                .flatMap(asset -> ((List<?>) EventReading.field(asset, field)).stream())
                .map(Object::toString)
                .collect(Collectors.toSet());
    }

    @Test
    void everyActionIsOneOfTheCatalogue() {
        Set<String> actions = CatalogueReader.standard().actions().keySet();
        assertThat(Habit.all()).allMatch(habit -> actions.contains(habit.action()));
        assertThat(PlantedEffect.all()).allMatch(effect -> actions.contains(effect.action()));
        assertThat(actions).containsAll(PlantedEffect.withoutEffect());
        assertThat(Vendor.PAINS).isNotEmpty();
    }

    @Test
    void namesAreGivenOnce() {
        List<Object> people =
                of(EventType.CONTACT).map(c -> EventReading.field(c, "name")).toList();
        assertThat(people).doesNotHaveDuplicates();
        List<Object> clients =
                of(EventType.CLIENT).map(c -> EventReading.field(c, "name")).toList();
        assertThat(clients).doesNotHaveDuplicates();
    }

    private java.util.stream.Stream<Map<String, Object>> of(EventType type) {
        return events.stream().filter(event -> EventReading.type(event) == type);
    }

    private long count(EventType type) {
        return of(type).count();
    }

    private Map<String, Object> first(EventType type) {
        return of(type).findFirst().orElseThrow();
    }
}
