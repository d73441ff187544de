package nextbest.workflows;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.temporal.workflow.Workflow;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** What would make a replay, or a decision made again, come out differently: clocks and sources of chance. */
class DeterminismTest {
    private static final Set<String> WITH_NOW = Set.of(
            Instant.class.getName(),
            LocalDate.class.getName(),
            LocalDateTime.class.getName(),
            ZonedDateTime.class.getName(),
            OffsetDateTime.class.getName());
    private static final Set<String> OF_CHANCE = Set.of(
            Random.class.getName(),
            ThreadLocalRandom.class.getName(),
            "java.security.SecureRandom",
            "java.util.SplittableRandom");

    private static final DescribedPredicate<JavaAccess<?>> READS_A_CLOCK_OR_CHANCE =
            describe("reads a clock or a source of chance", access -> {
                String owner = access.getTargetOwner().getName();
                String name = access.getName();
                return (WITH_NOW.contains(owner) && name.equals("now"))
                        || (owner.equals(System.class.getName())
                                && (name.equals("currentTimeMillis") || name.equals("nanoTime")))
                        || (owner.equals(Clock.class.getName()) && name.startsWith("system"))
                        || owner.equals(java.util.Date.class.getName())
                        || (owner.equals(Math.class.getName()) && name.equals("random"))
                        || (owner.equals(UUID.class.getName()) && name.equals("randomUUID"))
                        || OF_CHANCE.contains(owner);
            });

    private static final ArchRule NO_CLOCK_AND_NO_CHANCE = noClasses()
            .should()
            .accessTargetWhere(READS_A_CLOCK_OR_CHANCE)
            .because("time and seed are parameters; in a workflow they come from WorkflowClock");

    private static final ArchRule ONE_READER_OF_WORKFLOW_TIME = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(WorkflowClock.class.getName())
            .should()
            .callMethod(Workflow.class, "currentTimeMillis")
            .because("every duration goes through the business clock, which WorkflowClock follows");

    private static JavaClasses ours() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("nextbest");
        // an import that finds nothing would make every rule pass
        if (!classes.contain(WorkflowClock.class) || !classes.contain(nextbest.time.BusinessClock.class)) {
            throw new AssertionError("workflows and domain must be on the class path, but are not");
        }
        return classes;
    }

    @Test
    void neitherWorkflowsNorDomainReadAClockOrChance() {
        NO_CLOCK_AND_NO_CHANCE.check(ours());
    }

    @Test
    void onlyTheWorkflowClockReadsWorkflowTime() {
        ONE_READER_OF_WORKFLOW_TIME.check(ours());
    }

    /** Breaks each rule once. */
    @SuppressWarnings("UnusedMethod")
    private static final class Offender {
        Instant now() {
            return Instant.now();
        }

        UUID id() {
            return UUID.randomUUID();
        }

        int chance() {
            return new Random().nextInt();
        }

        long workflowTime() {
            return Workflow.currentTimeMillis();
        }
    }

    @Test
    void theRulesSeeAnOffender() {
        JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);
        assertThatThrownBy(() -> NO_CLOCK_AND_NO_CHANCE.check(offender))
                .hasMessageContaining("Instant.now()")
                .hasMessageContaining("UUID.randomUUID()")
                .hasMessageContaining("java.util.Random");
        assertThatThrownBy(() -> ONE_READER_OF_WORKFLOW_TIME.check(offender)).hasMessageContaining("currentTimeMillis");
    }
}
