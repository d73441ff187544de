package nextbest.worker;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules of the house that a compiler does not know; each module that sees enough of the others checks them. */
public final class HouseRules {
    /** What each room may know of ours, besides itself. The picture is in docs/architecture.md. */
    static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("domain", Set.of()),
            Map.entry("catalogue", Set.of("domain")),
            Map.entry("imports", Set.of("domain")),
            Map.entry("demo", Set.of("domain")),
            Map.entry("reading", Set.of("domain")),
            Map.entry("vendors", Set.of("domain")),
            Map.entry("bench", Set.of("domain", "catalogue")),
            Map.entry("evaluation", Set.of("domain", "reading")),
            Map.entry("store", Set.of("domain")),
            Map.entry("workflows", Set.of("domain")),
            Map.entry("api", Set.of("domain", "catalogue", "workflows", "store", "imports", "reading", "vendors")),
            Map.entry("prompts", Set.of("domain", "catalogue")),
            Map.entry(
                    "activities", Set.of("domain", "catalogue", "prompts", "reading", "vendors", "workflows", "store")),
            Map.entry(
                    "worker",
                    Set.of("domain", "catalogue", "prompts", "reading", "vendors", "workflows", "store", "activities")),
            Map.entry(
                    "standalone",
                    Set.of(
                            "domain",
                            "catalogue",
                            "imports",
                            "reading",
                            "demo",
                            "evaluation",
                            "bench",
                            "prompts",
                            "vendors",
                            "store",
                            "workflows",
                            "activities",
                            "worker",
                            "api")));

    /** Libraries that would bring the outside world into rooms that know nothing of it. */
    private static final Map<String, List<String>> STRANGERS = Map.of(
            "workflows", List.of("org.springframework.", "org.jooq.", "java.sql.", "javax.sql.", "jakarta.mail."),
            "store", List.of("org.springframework.", "io.temporal.", "jakarta.mail."),
            "vendors",
                    List.of("org.springframework.", "io.temporal.", "org.jooq.", "java.sql.", "javax.sql.", "jakarta."),
            "activities", List.of("io.temporal.client.", "io.temporal.worker."));

    private static final List<String> DOMAIN_LIBRARIES = List.of(
            "java.",
            "org.apache.commons.rng.",
            "org.apache.commons.statistics.",
            "org.apache.commons.numbers.",
            "org.ejml.");

    private static final Set<String> WITH_NOW = Set.of(
            "java.time.Instant",
            "java.time.LocalDate",
            "java.time.LocalTime",
            "java.time.LocalDateTime",
            "java.time.ZonedDateTime",
            "java.time.OffsetDateTime",
            "java.time.Year",
            "java.time.YearMonth");

    /** Where real time enters: each start of a process, once, for the business clock to be derived from. */
    private static final Set<String> CLOCKMAKERS = Set.of(
            "nextbest.standalone.House",
            // the day that an import without --as-of is about, before there is a house with a clock
            "nextbest.standalone.cli.ImportVerb",
            // when a backup was made, perhaps of a database without a house
            "nextbest.standalone.cli.BackupVerb",
            // measures how long an answer takes
            "nextbest.standalone.cli.EvaluateDraftingVerb",
            // compares the machine's clock with another machine's
            "nextbest.standalone.parts.Doctor",
            "nextbest.worker.Worker",
            "nextbest.api.ApiStore",
            // workflow time and ids that replay the same
            "nextbest.workflows.WorkflowClock");

    private static final Pattern ROOM = Pattern.compile(".*/([a-z]+)(?:/target/classes/|-\\d[^/]*\\.jar!/).*");
    private static final String DUMPING_GROUND =
            ".*(?:Util|Utils|Utilities|Helper|Helpers|Manager|ServiceImpl|DTO|Dto)";

    private HouseRules() {}

    /** Everything of ours that is on the class path, without tests. */
    public static JavaClasses ours() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("nextbest");
    }

    /** The module that a class was compiled in; empty for libraries. */
    public static Optional<String> roomOf(JavaClass type) {
        return type.getSource().flatMap(source -> {
            Matcher room = ROOM.matcher(source.getUri().toString());
            return room.matches() && ARROWS.containsKey(room.group(1)) ? Optional.of(room.group(1)) : Optional.empty();
        });
    }

    /** @param roomOf tells the module of a class */
    public static ArchRule arrows(Function<JavaClass, Optional<String>> roomOf) {
        return classes()
                .should(new ArchCondition<>("know only the rooms and libraries that theirs may know") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        Optional<String> room = roomOf.apply(type);
                        if (room.isEmpty()) {
                            events.add(SimpleConditionEvent.violated(
                                    type, type.getName() + " belongs to no room that HouseRules.ARROWS knows"));
                            return;
                        }
                        type.getDirectDependenciesFromSelf().forEach(dependency -> {
                            JavaClass target = dependency.getTargetClass().getBaseComponentType();
                            if (!mayKnow(room.get(), target, roomOf)) {
                                events.add(SimpleConditionEvent.violated(
                                        dependency, room.get() + " may not know this: " + dependency.getDescription()));
                            }
                        });
                    }
                })
                .because("the arrows between the rooms are drawn in docs/architecture.md");
    }

    private static boolean mayKnow(String room, JavaClass target, Function<JavaClass, Optional<String>> roomOf) {
        if (target.isPrimitive()) {
            return true;
        }
        Optional<String> other = roomOf.apply(target);
        if (other.isPresent()) {
            return other.get().equals(room) || ARROWS.get(room).contains(other.get());
        }
        return room.equals("domain")
                ? DOMAIN_LIBRARIES.stream().anyMatch(target.getName()::startsWith)
                : STRANGERS.getOrDefault(room, List.of()).stream().noneMatch(target.getName()::startsWith);
    }

    /** One clock and one source of chance, both of which a test can set. */
    public static final ArchRule NO_CLOCK_AND_NO_CHANCE = noClasses()
            .that(describe("do not start a process", (JavaClass type) -> !CLOCKMAKERS.contains(outermost(type))))
            .should()
            .accessTargetWhere(describe("read a clock or a source of chance", HouseRules::readsClockOrChance))
            .because("every moment comes from the business clock and every random number from a seed");

    private static boolean readsClockOrChance(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        return (WITH_NOW.contains(owner) && name.equals("now"))
                || (owner.equals("java.lang.System") && name.equals("currentTimeMillis"))
                || (owner.equals("java.time.Clock") && name.startsWith("system"))
                || (owner.equals("java.time.InstantSource") && name.equals("system"))
                || (owner.equals("java.util.Date")
                        && name.equals("<init>")
                        && access.getDescription().contains("<init>()"))
                || (owner.equals("java.lang.Math") && name.equals("random"))
                || (owner.equals("java.util.UUID") && name.equals("randomUUID"))
                || (owner.equals("java.util.Random") && name.equals("<init>"))
                || owner.equals("java.util.concurrent.ThreadLocalRandom");
    }

    private static String outermost(JavaClass type) {
        return type.getEnclosingClass().map(HouseRules::outermost).orElse(type.getName());
    }

    /** Names that say where a thing was dropped instead of what it is. */
    public static final ArchRule NO_DUMPING_GROUNDS = noClasses()
            .should()
            .haveNameMatching(DUMPING_GROUND)
            .because("a name from the field says what belongs in and what does not");

    /** What a class needs it is given when it is made. */
    public static final ArchRule NO_FIELD_INJECTION = noFields()
            .should()
            .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
            .orShould()
            .beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
            .orShould()
            .beAnnotatedWith("jakarta.inject.Inject")
            .orShould()
            .beAnnotatedWith("jakarta.annotation.Resource")
            .because("an object that was made is complete, in a test too");

    /**
     * The packages below a source folder that no {@code package-info.java} introduces. From sources, because the compiler
     * leaves no trace of a package comment.
     */
    public static List<Path> packagesWithoutIntroduction(Path sources) throws IOException {
        List<Path> missing = new ArrayList<>();
        try (Stream<Path> folders = Files.walk(sources)) {
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                try (Stream<Path> files = Files.list(folder)) {
                    boolean hasClasses =
                            files.anyMatch(file -> file.getFileName().toString().endsWith(".java"));
                    if (hasClasses && !Files.exists(folder.resolve("package-info.java"))) {
                        missing.add(folder);
                    }
                }
            }
        }
        return missing;
    }
}
