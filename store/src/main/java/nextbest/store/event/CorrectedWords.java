package nextbest.store.event;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import nextbest.identity.TenantId;
import nextbest.store.entity.EntityKind;
import org.jooq.DSLContext;

/** Words that people have merged (industries, countries, competitors), and which events of a batch used one that was given up. */
final class CorrectedWords {
    private record Meant(String word, UUID match) {}

    private final Map<EntityKind, Map<String, Meant>> meant = new EnumMap<>(EntityKind.class);
    private final Map<ParsedEvent, Set<UUID>> used = new HashMap<>();

    private CorrectedWords() {}

    static CorrectedWords load(DSLContext transaction, TenantId tenant) {
        CorrectedWords words = new CorrectedWords();
        transaction
                .fetch(
                        "select kind, from_name, into_name, id from entity_match where tenant = ? and state = 'MERGED' and from_id is null",
                        tenant.value())
                .forEach(row -> words.meant
                        .computeIfAbsent(EntityKind.valueOf(row.get(0, String.class)), k -> new HashMap<>())
                        .put(
                                fold(row.get(1, String.class)),
                                new Meant(row.get(2, String.class), row.get(3, UUID.class))));
        return words;
    }

    private static String fold(String word) {
        return word.strip().toLowerCase(Locale.ROOT);
    }

    String corrected(EntityKind kind, String said, ParsedEvent event) {
        Map<String, Meant> corrections = meant.getOrDefault(kind, Map.of());
        String word = said;
        // a word that was corrected to another one that was corrected itself
        for (int steps = 0; steps < corrections.size(); steps++) {
            Meant next = corrections.get(fold(word));
            if (next == null) {
                break;
            }
            used.computeIfAbsent(event, e -> new LinkedHashSet<>()).add(next.match);
            word = next.word;
        }
        return word;
    }

    List<String> corrected(EntityKind kind, List<?> said, ParsedEvent event) {
        List<String> words = new ArrayList<>();
        for (Object word : said) {
            String corrected = corrected(kind, String.valueOf(word), event);
            if (!words.contains(corrected)) {
                words.add(corrected);
            }
        }
        return words;
    }

    /** The merges that changed a word of an event. */
    Set<UUID> merges(ParsedEvent event) {
        return used.getOrDefault(event, Set.of());
    }
}
