package nextbest.api.catalogue;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.api.problem.Refuses;
import nextbest.api.request.Body;
import nextbest.api.request.Reads;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.catalogue.ActionType;
import nextbest.catalogue.Catalogue;
import nextbest.catalogue.CatalogueDiff;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.catalogue.file.InvalidCatalogue;
import nextbest.catalogue.file.Messages;
import nextbest.event.Violation;
import nextbest.store.Store;
import nextbest.store.catalogue.CatalogueReleases;
import nextbest.store.security.AuditTrail;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Releases of the catalogue: a draft is reviewed by its differences and by trying it, then published, and rolled back. */
@RestController
@Tag(name = "Catalogue")
final class ReleaseController {
    private final Store store;
    private final CatalogueReleases releases;
    private final AuditTrail audit;

    ReleaseController(Store store, AuditTrail audit) {
        this.store = store;
        this.releases = store.catalogues();
        this.audit = audit;
    }

    @Schema(name = "CatalogueReleases", description = "The versions of the catalogue.")
    record Releases(
            @Schema(description = "The version that decides now.")
            String inForce,

            @Schema(description = "Drafts first, then those that were in force last.")
            List<ReleaseView> releases) {}

    @Schema(name = "CatalogueRelease", description = "One version of the catalogue.")
    record ReleaseView(
            @Schema(description = "Identifies the content.") String version,

            @Schema(
                    description =
                            "DRAFT, PUBLISHED (in force), WITHDRAWN, or KEPT: it came with the product and decided"
                                    + " something.")
            String state,

            @Schema(description = "When it was published last.")
            Optional<Instant> publishedAt,

            @Schema(description = "Who wrote or published it.")
            String actor,

            @Schema(description = "What was in force before it; empty: what ships with the product.")
            Optional<String> replaced) {}

    @Schema(name = "CatalogueFiles", description = "The files of a catalogue.")
    record FilesView(
            @Schema(description = "Identifies the content.") String version,

            @Schema(description = "By name: triggers.yaml, actions.yaml, patterns.yaml.")
            SortedMap<String, String> files) {}

    @Schema(name = "CatalogueDifferences", description = "What differs between two versions of the catalogue.")
    record DiffView(
            @Schema(description = "The one.") String before,
            @Schema(description = "The other.") String after,

            @Schema(description = "By entry; empty if they say the same.")
            List<ChangeView> changes) {}

    @Schema(name = "CatalogueChange", description = "One difference.")
    record ChangeView(
            @Schema(description = "ADDED, REMOVED or CHANGED.")
            String kind,

            @Schema(description = "trigger, action, pattern or fallback.")
            String part,

            @Schema(description = "The entry.") String key,
            @Schema(description = "Of a changed one, what.") String what) {}

    @Schema(name = "CatalogueInForce", description = "Which version decides now.")
    record InForce(
            @Schema(description = "It decides from now on.") String version,
            @Schema(description = "The one before.") String before) {}

    @GetMapping("/api/v1/catalogue-releases")
    @Requires(Act.READ_CATALOGUE)
    @Operation(
            operationId = "readCatalogueReleases",
            summary = "List versions of the catalogue",
            description = "Each that was written, published or ever decided something.")
    Releases all(Caller caller) {
        return new Releases(
                releases.of(caller.tenant()).version(),
                releases.all(caller.tenant()).stream()
                        .map(r -> new ReleaseView(r.version(), r.state(), r.publishedAt(), r.actor(), r.replaced()))
                        .toList());
    }

    @PostMapping("/api/v1/catalogue-releases")
    @Requires(Act.RELEASE_CATALOGUE)
    @Operation(
            operationId = "draftCatalogue",
            summary = "Keep a catalogue as a draft",
            description =
                    "Three files, one of which may be left out: then it is that of the version in force. Everything"
                            + " that is wrong is named with file, line and what is allowed. Nothing changes until it is published.")
    DiffView draft(@Reads("CatalogueFiles") Body body, Caller caller) {
        SortedMap<String, String> files = new TreeMap<>(filesInForce(caller));
        put(body, "triggers", CatalogueReader.TRIGGERS, files);
        put(body, "actions", CatalogueReader.ACTIONS, files);
        put(body, "patterns", CatalogueReader.PATTERNS, files);
        Catalogue fresh = read(files);
        requireTexts(fresh);
        releases.draft(caller.tenant(), fresh, files, caller.name());
        audit.note(caller.tenant(), caller.name(), "draft-catalogue", fresh.version(), Map.of());
        return view(CatalogueDiff.of(releases.of(caller.tenant()), fresh));
    }

    private static void put(Body body, String member, String file, Map<String, String> files) {
        body.text(member).ifPresent(content -> files.put(file, content + "\n"));
    }

    /** The files of the version in force; those that ship if it is no version that people wrote. */
    private SortedMap<String, String> filesInForce(Caller caller) {
        return files(caller, releases.of(caller.tenant()).version());
    }

    private SortedMap<String, String> files(Caller caller, String version) {
        SortedMap<String, String> files = new TreeMap<>(releases.files(caller.tenant(), version));
        if (files.isEmpty() && CatalogueReader.standard().version().equals(version)) {
            for (String name : List.of(CatalogueReader.TRIGGERS, CatalogueReader.ACTIONS, CatalogueReader.PATTERNS)) {
                files.put(name, CatalogueReader.resource(name));
            }
        }
        return files;
    }

    private static Catalogue read(SortedMap<String, String> files) {
        try {
            return CatalogueReader.read(
                    files.get(CatalogueReader.TRIGGERS),
                    files.get(CatalogueReader.ACTIONS),
                    files.get(CatalogueReader.PATTERNS));
        } catch (InvalidCatalogue e) {
            throw Refusal.invalid(e.problems().stream()
                    .map(p -> new Violation(p.file() + ":" + p.line() + ":" + p.column(), p.seen(), p.allowed()))
                    .toList());
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("catalogue", "files that do not fit together", String.valueOf(e.getMessage()));
        }
    }

    /** A card without words helps nobody: what an action says must be in the message file. */
    private static void requireTexts(Catalogue catalogue) {
        SortedSet<String> known = Messages.english(ZoneOffset.UTC).keys();
        List<Violation> missing = new ArrayList<>();
        for (ActionType action : catalogue.actions().values()) {
            List<String> needed = new ArrayList<>();
            needed.add("action." + action.key() + ".name");
            action.titles().forEach(title -> needed.add(title.text()));
            action.how().forEach(step -> needed.add(step.text()));
            needed.stream()
                    .filter(key -> !known.contains(key))
                    .forEach(key -> missing.add(new Violation(
                            CatalogueReader.ACTIONS + " " + action.key(), key, "a text that is in the message file")));
        }
        if (!missing.isEmpty()) {
            throw Refusal.invalid(missing);
        }
    }

    @GetMapping("/api/v1/catalogue-releases/{version}")
    @Requires(Act.READ_CATALOGUE)
    @Operation(
            operationId = "readCatalogueFiles",
            summary = "Read the files of a version of the catalogue",
            description =
                    "To change them and send them as a draft. A version that came with an earlier product has none.")
    FilesView files(@Parameter(description = "The version.") @PathVariable String version, Caller caller) {
        Catalogue found = find(caller, version);
        return new FilesView(found.version(), files(caller, found.version()));
    }

    @GetMapping("/api/v1/catalogue-releases/{version}/diff")
    @Requires(Act.READ_CATALOGUE)
    @Operation(
            operationId = "diffCatalogue",
            summary = "Compare two versions of the catalogue",
            description = "By entry: triggers, actions, pattern rows, fallbacks.")
    DiffView diff(
            @Parameter(description = "The version.") @PathVariable String version,
            @Parameter(description = "What it is compared with; the version in force if it is not said.")
                    @RequestParam(required = false)
                    String against,
            Caller caller) {
        Catalogue before = against == null ? releases.of(caller.tenant()) : find(caller, against);
        return view(CatalogueDiff.of(before, find(caller, version)));
    }

    @PostMapping("/api/v1/catalogue-releases/{version}/publish")
    @Requires(Act.RELEASE_CATALOGUE)
    @Refuses(ProblemKind.CONFLICT)
    @Operation(
            operationId = "publishCatalogue",
            summary = "Put a version of the catalogue in force",
            description = "Decisions from now on know it; those before can still be made again. What it does to recent"
                    + " decisions can be tried with what-if first. Refused where a manager must approve it.")
    InForce publish(@Parameter(description = "The version.") @PathVariable String version, Caller caller) {
        Catalogue found = find(caller, version);
        if (store.tenants().settings(caller.tenant()).managersApprove()) {
            throw Refusal.of(
                    ProblemKind.CONFLICT,
                    "here a manager approves a catalogue before it is in force: ask for it with POST /api/v1/approvals or"
                            + " ./nextbest catalogue ask " + found.version());
        }
        try {
            String before = releases.publish(caller.tenant(), found.version(), caller.name());
            audit.note(caller.tenant(), caller.name(), "publish-catalogue", found.version(), Map.of("before", before));
            return new InForce(found.version(), before);
        } catch (IllegalStateException e) {
            throw Refusal.of(ProblemKind.CONFLICT, e.getMessage());
        }
    }

    @PostMapping("/api/v1/catalogue-rollback")
    @Requires(Act.RELEASE_CATALOGUE)
    @Refuses(ProblemKind.CONFLICT)
    @Operation(
            operationId = "rollBackCatalogue",
            summary = "Go back to the catalogue before",
            description = "Puts in force what was before the published version.")
    InForce rollBack(Caller caller) {
        String before = releases.of(caller.tenant()).version();
        try {
            String version = releases.rollBack(caller.tenant());
            audit.note(caller.tenant(), caller.name(), "roll-back-catalogue", version, Map.of("before", before));
            return new InForce(version, before);
        } catch (IllegalStateException e) {
            throw Refusal.of(ProblemKind.CONFLICT, e.getMessage());
        }
    }

    private Catalogue find(Caller caller, String version) {
        return store.catalogues()
                .find(caller.tenant(), version)
                .orElseThrow(() -> Refusal.notFound("catalogue", version));
    }

    private static DiffView view(CatalogueDiff diff) {
        return new DiffView(
                diff.before(),
                diff.after(),
                diff.changes().stream()
                        .map(c -> new ChangeView(c.kind().name(), c.part(), c.key(), c.what()))
                        .toList());
    }
}
