package nextbest.api.imports;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.api.problem.Refuses;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.imports.ImportOptions;
import nextbest.store.Store;
import nextbest.store.security.AuditTrail;
import nextbest.store.tenant.Tenants;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Takes files in. */
@RestController
@Tag(name = "Imports")
final class ImportController {
    private static final int MOST_FILES = 20;

    private final ImportRuns runs;
    private final Store store;
    private final AuditTrail audit;

    ImportController(ImportRuns runs, Store store, AuditTrail audit) {
        this.runs = runs;
        this.store = store;
        this.audit = audit;
    }

    @PostMapping(value = "/api/v1/imports", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Requires(Act.IMPORT)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Refuses({ProblemKind.MALFORMED, ProblemKind.TOO_LARGE, ProblemKind.UNSUPPORTED_MEDIA_TYPE, ProblemKind.INVALID})
    @Operation(
            operationId = "beginImport",
            summary = "Import CSV files of a CRM",
            description =
                    "Tables of deals, clients, products and reps, exports of Salesforce and HubSpot, qualification"
                            + " tables; others with a mapping file. At most 200 MB. The import runs in the background: ask for"
                            + " it by its id. The same files again change nothing. Bad rows are reported and do not stop the"
                            + " others.")
    ImportRuns.Run begin(
            @Parameter(description = "The CSV files.") @RequestPart("files") List<MultipartFile> files,
            @Parameter(description = "Mapping files (YAML), where columns have unusual names.")
                    @RequestPart(name = "mappings", required = false)
                    List<MultipartFile> mappings,
            @Parameter(description = "The day or moment as of which the files speak; now if it is not said.")
                    @RequestParam(required = false)
                    String asOf,
            @Parameter(description = "ISO 4217, for amounts that name none; the organisation's if it is not said.")
                    @RequestParam(required = false)
                    String currency,
            @Parameter(description = "How numeric dates are written, for example dd/MM/yyyy.")
                    @RequestParam(required = false)
                    String dateFormat,
            @Parameter(description = "Headers of columns that must not be used.") @RequestParam(required = false)
                    List<String> drop,
            @Parameter(description = "Headers of columns to use although they may give the outcome away.")
                    @RequestParam(required = false)
                    List<String> keep,
            Caller caller)
            throws IOException {
        int count = files.size() + (mappings == null ? 0 : mappings.size());
        if (files.isEmpty() || count > MOST_FILES) {
            throw Refusal.invalid("files", count + " files", "1 to " + MOST_FILES);
        }
        Tenants.Tenant tenant = store.tenants().get(caller.tenant());
        ZoneId zone = ZoneId.of(tenant.zone());
        Instant as = asOf == null ? store.time().now() : moment(asOf, zone);
        if (as.isAfter(latest(store.time().now(), zone))) {
            throw Refusal.invalid(
                    "asOf",
                    asOf,
                    "a day or moment that has come: it is now " + store.time().now());
        }
        Path folder = Files.createTempDirectory("nextbest-import-");
        List<Path> tables = save(files, folder);
        List<Path> maps = mappings == null ? List.of() : save(mappings, folder);
        ImportOptions options;
        try {
            options = new ImportOptions(
                    as,
                    zone,
                    currency == null ? tenant.currency() : currency,
                    Optional.ofNullable(dateFormat),
                    Optional.empty(),
                    Optional.empty(),
                    maps,
                    drop == null ? Set.of() : Set.copyOf(drop),
                    keep == null ? Set.of() : Set.copyOf(keep),
                    List.of());
        } catch (IllegalArgumentException e) {
            ImportRuns.delete(folder);
            throw Refusal.of(ProblemKind.INVALID, String.valueOf(e.getMessage()));
        }
        ImportRuns.Run run = runs.begin(caller.tenant(), folder, tables, options);
        audit.note(
                caller.tenant(), caller.name(), "import", "import " + run.id(), java.util.Map.of("files", run.files()));
        return run;
    }

    @GetMapping("/api/v1/imports/{id}")
    @Requires(Act.IMPORT)
    @Operation(
            operationId = "readImport",
            summary = "Say how far an import is",
            description = "With the report as soon as the files were checked.")
    ImportRuns.Run one(@Parameter(description = "Our id of the import.") @PathVariable String id, Caller caller) {
        try {
            return runs.find(caller.tenant(), UUID.fromString(id)).orElseThrow(() -> Refusal.notFound("import", id));
        } catch (IllegalArgumentException e) {
            throw Refusal.notFound("import", id);
        }
    }

    /** Keeps the files under their names: reports and the recognition speak of them. */
    private static List<Path> save(List<MultipartFile> files, Path folder) throws IOException {
        List<Path> saved = new ArrayList<>();
        for (MultipartFile file : files) {
            String name = safe(String.valueOf(file.getOriginalFilename()), saved.size());
            Path free = folder.resolve(name);
            Path to = Files.exists(free) ? folder.resolve(saved.size() + "-" + name) : free;
            try (InputStream in = file.getInputStream()) {
                Files.copy(in, to);
            }
            saved.add(to);
        }
        return saved;
    }

    /** A name without a path; what is not a usual character becomes an underscore. */
    private static String safe(String name, int index) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
                .replaceAll("[^\\p{L}\\p{N} ._()-]", "_");
        String cut = last.length() > 120 ? last.substring(last.length() - 120) : last;
        return cut.isBlank() || cut.startsWith(".") ? "file-" + index + ".csv" : cut;
    }

    /** A day may be named as soon as it has begun. */
    private static Instant latest(Instant now, ZoneId zone) {
        return now.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
    }

    private static Instant moment(String text, ZoneId zone) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text)
                            .plusDays(1)
                            .atStartOfDay(zone)
                            .toInstant()
                            .minusSeconds(1)
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Refusal.invalid("asOf", text, "a day such as 2026-03-31 or a moment such as 2026-03-31T09:30:00Z");
        }
    }
}
