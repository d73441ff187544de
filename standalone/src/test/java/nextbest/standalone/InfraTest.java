package nextbest.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import nextbest.workflows.SearchAttributes;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.yaml.snakeyaml.Yaml;

/** The files for containers agree with the programs that they start. */
class InfraTest {
    private static final Path INFRA = Path.of("..", "infra");

    /** Where the settings of each prefix are; an unknown key would stop the program at its start. */
    private static final Map<String, String> SETTINGS = Map.of(
            "NEXTBEST_WORKER_", "nextbest.worker.WorkerProgramSettings",
            "NEXTBEST_DATABASE_", "nextbest.api.DatabaseSettings",
            "NEXTBEST_TEMPORAL_", "nextbest.api.TemporalSettings",
            "NEXTBEST_API_", "nextbest.api.ApiSettings",
            "NEXTBEST_SMTP_", "nextbest.activities.vendor.smtp.SmtpSettings");

    @Test
    void everySettingInTheFilesIsOneThatAProgramKnows() throws Exception {
        Set<String> unknown = new TreeSet<>();
        Set<String> seen = new TreeSet<>();
        for (Path file : files(".yaml")) {
            Matcher names = Pattern.compile("NEXTBEST_[A-Z_]+").matcher(Files.readString(file));
            while (names.find()) {
                seen.add(names.group());
                if (!isKnown(names.group())) {
                    unknown.add(file.getFileName() + ": " + names.group());
                }
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(seen).contains("NEXTBEST_WORKER_DATABASEURL", "NEXTBEST_DATABASE_URL", "NEXTBEST_SMTP_HOST");
        assertThat(isKnown("NEXTBEST_WORKER_DATABASE_URI"))
                .as("a twin that is wrong")
                .isFalse();
    }

    private static boolean isKnown(String name) throws ClassNotFoundException {
        if (name.equals("NEXTBEST_OWNER_PASSWORD")) {
            return true;
        }
        for (Map.Entry<String, String> settings : SETTINGS.entrySet()) {
            if (name.startsWith(settings.getKey())) {
                String key = name.substring(settings.getKey().length());
                return Arrays.stream(Class.forName(settings.getValue()).getRecordComponents())
                        .map(RecordComponent::getName)
                        .map(component -> component.toUpperCase(Locale.ROOT))
                        .anyMatch(key::equals);
            }
        }
        return false;
    }

    @Test
    void everyKubernetesObjectHasItsNamesAndTheProgramsHaveProbesAndTimeToDrain() throws IOException {
        Set<String> kinds = new TreeSet<>();
        for (Path file : files(".yaml")) {
            if (file.endsWith("compose.yaml") || file.endsWith("alerts.yaml")) {
                continue;
            }
            for (Map<String, Object> object : objects(file)) {
                assertThat(object).as(file.toString()).containsKeys("apiVersion", "kind", "metadata");
                kinds.add((String) object.get("kind"));
                if (!"Deployment".equals(object.get("kind"))) {
                    continue;
                }
                Map<String, Object> pod = map(map(map(object, "spec"), "template"), "spec");
                assertThat((Integer) pod.get("terminationGracePeriodSeconds")).isGreaterThanOrEqualTo(30);
                assertThat(map(map(map(object, "spec"), "selector"), "matchLabels"))
                        .isEqualTo(map(map(map(map(object, "spec"), "template"), "metadata"), "labels"));
                if ("api".equals(map(object, "metadata").get("name"))) {
                    assertThat((Map<?, ?>) ((List<?>) pod.get("containers")).getFirst())
                            .as("the container of the API")
                            .extracting(Object::toString)
                            .asString()
                            .contains("livenessProbe", "readinessProbe", "startupProbe");
                }
            }
        }
        assertThat(kinds).contains("Deployment", "Job", "Service", "PodDisruptionBudget", "ConfigMap", "Secret");
    }

    @Test
    void composeStartsTwoWorkersAndTwoNodesAfterMigrationsAndSearchAttributes() throws IOException {
        Map<String, Object> services =
                map(objects(INFRA.resolve("compose.yaml")).getFirst(), "services");
        for (String program : List.of("worker", "api")) {
            Map<String, Object> service = map(services, program);
            assertThat(map(service, "deploy")).containsEntry("replicas", 2);
            assertThat(map(service, "depends_on")).containsOnlyKeys("migrate", "search-attributes");
        }
        assertThat(Files.readString(INFRA.resolve("search-attributes.sh")))
                .contains(SearchAttributes.all().stream()
                        .map(key -> key.getName())
                        .toList());
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(INFRA)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> objects(Path file) throws IOException {
        List<Map<String, Object>> objects = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            for (Object object : new Yaml().loadAll(in)) {
                objects.add((Map<String, Object>) object);
            }
        }
        return objects;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> in, String key) {
        assertThat(in).containsKey(key);
        return (Map<String, Object>) in.get(key);
    }

    /** What is deployed to Salesforce is well formed, says the one version of its API, and belongs together by name. */
    @Test
    void theProjectForSalesforceIsWellFormed() throws Exception {
        Path project = INFRA.resolve("salesforce");
        DocumentBuilderFactory parsers = DocumentBuilderFactory.newDefaultNSInstance();
        parsers.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Set<String> roots = new TreeSet<>();
        try (Stream<Path> files = Files.walk(project)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith("-meta.xml")) {
                    Element root =
                            parsers.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
                    assertThat(root.getNamespaceURI()).as(name).isEqualTo("http://soap.sforce.com/2006/04/metadata");
                    roots.add(root.getLocalName());
                    NodeList versions = root.getElementsByTagName("apiVersion");
                    for (int i = 0; i < versions.getLength(); i++) {
                        assertThat(versions.item(i).getTextContent()).as(name).isEqualTo("68.0");
                    }
                }
                if (name.endsWith(".cls") || name.endsWith(".js")) {
                    assertThat(Files.exists(file.resolveSibling(name + "-meta.xml")))
                            .as(name + " has its description")
                            .isTrue();
                }
            }
        }
        assertThat(roots)
                .containsExactlyInAnyOrder(
                        "ApexClass",
                        "CspTrustedSite",
                        "CustomField",
                        "CustomObject",
                        "ExternalCredential",
                        "LightningComponentBundle",
                        "NamedCredential",
                        "PermissionSet");
        assertThat(Files.readString(project.resolve("sfdx-project.json"))).contains("\"sourceApiVersion\": \"68.0\"");
        Path main = project.resolve("force-app/main/default");
        assertThat(Files.readString(main.resolve("lwc/nextbestCard/nextbestCard.js")))
                .contains("@salesforce/apex/NextbestCard.open");
        // the names that our own code and API use
        assertThat(Files.readString(main.resolve("classes/NextbestCard.cls")))
                .contains("callout:Nextbest/api/v1/subjects/", "/card-session", "'rep'");
        assertThat(Files.readString(main.resolve("objects/Activity/fields/Nextbest_Key__c.field-meta.xml")))
                .contains("<fullName>Nextbest_Key__c</fullName>", "<externalId>true<", "<unique>true<", "<length>100<");
    }
}
