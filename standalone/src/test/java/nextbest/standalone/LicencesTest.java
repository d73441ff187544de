package nextbest.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Every library that is shipped says under which licence, and it is one that may be shipped. The report is {@code
 * standalone/target/licences.txt}. It needs no network: descriptions lie beside the libraries.
 */
class LicencesTest {
    /** What a licence may be called; where a library offers several, one of them is enough. */
    private static final Pattern ALLOWED = Pattern.compile(
            "(?i).*(Apache|MIT|BSD|0BSD|CC0|Unicode-3\\.0|EDL|Eclipse Distribution|EPL|Classpath exception|CPE).*");

    /** A parent's parent and so on: deeper than any that is known. */
    private static final int GENERATIONS = 8;

    private record Library(String name, List<String> licences) {}

    @Test
    void everyLibraryThatIsShippedHasALicenceThatMayBeShipped() throws Exception {
        List<Library> libraries = new ArrayList<>();
        for (String jar :
                Files.readString(Path.of("target", "libraries")).strip().split(File.pathSeparator, -1)) {
            libraries.add(library(Path.of(jar)));
        }
        TreeMap<String, List<String>> report = new TreeMap<>();
        libraries.forEach(library -> report.computeIfAbsent(
                        library.licences().isEmpty() ? "none" : String.join(" or ", library.licences()),
                        any -> new ArrayList<>())
                .add(library.name()));
        StringBuilder text = new StringBuilder(libraries.size() + " libraries\n");
        report.forEach((licence, names) -> text.append('\n')
                .append(licence)
                .append(" (")
                .append(names.size())
                .append(")\n  ")
                .append(String.join("\n  ", names))
                .append('\n'));
        Files.writeString(Path.of("target", "licences.txt"), text);

        assertThat(libraries).hasSizeGreaterThan(100);
        assertThat(libraries)
                .as("expected licences like %s; the report is target/licences.txt", ALLOWED)
                .filteredOn(library -> library.licences().stream().noneMatch(LicencesTest::mayBeShipped))
                .isEmpty();
    }

    private static boolean mayBeShipped(String licence) {
        return ALLOWED.matcher(licence).matches();
    }

    @Test
    void aLicenceThatBindsWhatItIsLinkedWithIsNotAmongThem() {
        assertThat(mayBeShipped("GNU Affero General Public License v3")).isFalse();
        assertThat(mayBeShipped("GNU General Public License, version 2")).isFalse();
        assertThat(mayBeShipped("Business Source License 1.1")).isFalse();
        assertThat(mayBeShipped("The Apache Software License, Version 2.0")).isTrue();
    }

    private static Library library(Path jar) throws Exception {
        List<String> licences = List.of();
        Optional<Path> description = descriptionBeside(jar);
        for (int i = 0; i < GENERATIONS && licences.isEmpty() && description.isPresent(); i++) {
            Element project = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(description.get().toFile())
                    .getDocumentElement();
            licences = children(project, "licenses").stream()
                    .flatMap(all -> children(all, "license").stream())
                    .flatMap(licence -> children(licence, "name").stream())
                    .map(name -> name.getTextContent().strip())
                    .toList();
            description = parent(project, jar);
        }
        return new Library(jar.getFileName().toString(), licences);
    }

    /** Libraries for one system only have the description of all. */
    private static Optional<Path> descriptionBeside(Path jar) throws IOException {
        try (Stream<Path> files = Files.list(jar.toAbsolutePath().getParent())) {
            return files.filter(file -> file.getFileName().toString().endsWith(".pom"))
                    .findFirst();
        }
    }

    private static Optional<Path> parent(Element project, Path jar) {
        return children(project, "parent").stream()
                .findFirst()
                .map(parent -> {
                    String group = text(parent, "groupId");
                    String artifact = text(parent, "artifactId");
                    String version = text(parent, "version");
                    return repository(jar)
                            .resolve(group.replace('.', '/'))
                            .resolve(artifact)
                            .resolve(version)
                            .resolve(artifact + "-" + version + ".pom");
                })
                .filter(Files::exists);
    }

    private static Path repository(Path jar) {
        Path folder = jar.toAbsolutePath();
        while (!folder.endsWith("repository")) {
            folder = Optional.ofNullable(folder.getParent())
                    .orElseThrow(() -> new IllegalStateException(jar + " lies in no folder named repository"));
        }
        return folder;
    }

    private static String text(Element element, String name) {
        return children(element, name).getFirst().getTextContent().strip();
    }

    private static List<Element> children(Element element, String name) {
        List<Element> found = new ArrayList<>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner && inner.getTagName().equals(name)) {
                found.add(inner);
            }
        }
        return found;
    }
}
