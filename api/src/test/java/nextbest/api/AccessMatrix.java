package nextbest.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What every endpoint answered to whom, as a table: what was seen, not what was expected. */
final class AccessMatrix {
    private final Map<String, Map<String, Set<Integer>>> answers = new LinkedHashMap<>();
    private final Set<String> columns = new LinkedHashSet<>();

    void seen(String endpoint, String column, int status) {
        columns.add(column);
        answers.computeIfAbsent(endpoint, any -> new LinkedHashMap<>())
                .computeIfAbsent(column, any -> new TreeSet<>())
                .add(status);
    }

    void write(Path file) throws IOException {
        StringBuilder table = new StringBuilder();
        table.append("| endpoint | ").append(String.join(" | ", columns)).append(" |\n");
        table.append("|---".repeat(columns.size() + 1)).append("|\n");
        answers.forEach((endpoint, row) -> table.append("| ")
                .append(endpoint)
                .append(" | ")
                .append(columns.stream()
                        .map(column -> row.getOrDefault(column, Set.of()).stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(" ")))
                        .collect(Collectors.joining(" | ")))
                .append(" |\n"));
        long asked = answers.values().stream()
                .flatMap(row -> row.values().stream())
                .mapToLong(Set::size)
                .sum();
        table.append("\n")
                .append(answers.size())
                .append(" endpoints, ")
                .append(asked)
                .append(" answers\n");
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, table);
    }
}
