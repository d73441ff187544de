package nextbest.api.organisation;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.api.problem.Refusal;
import nextbest.api.request.Body;
import nextbest.api.request.Reads;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.identity.RepId;
import nextbest.store.clock.BusinessTime;
import nextbest.store.directory.RepEntry;
import nextbest.store.directory.SubjectDirectory;
import nextbest.store.security.AuditTrail;
import nextbest.store.security.Role;
import nextbest.store.security.Tokens;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tokens for programs, and the sessions of people, which are tokens too. */
@RestController
@Tag(name = "Tokens")
final class TokenController {
    private final Tokens tokens;
    private final SubjectDirectory directory;
    private final BusinessTime time;
    private final AuditTrail audit;

    TokenController(Tokens tokens, SubjectDirectory directory, BusinessTime time, AuditTrail audit) {
        this.tokens = tokens;
        this.directory = directory;
        this.time = time;
        this.audit = audit;
    }

    @Schema(description = "A token that was just made.")
    record NewToken(
            @Schema(description = "What a program sends as bearer token; shown this once.")
            String token,

            @Schema(description = "Names the token in lists and for revocation.")
            String id,

            @Schema(description = "When it expires, in real time.")
            Optional<Instant> expiresAt) {
        @Override
        public String toString() {
            return "NewToken[token=***, id=" + id + ", expiresAt=" + expiresAt + "]";
        }
    }

    @Schema(description = "The tokens and sessions of the organisation, the newest first.")
    record TokenList(List<TokenEntry> tokens) {}

    @Schema(description = "What is known of a token; never the token itself.")
    record TokenEntry(
            @Schema(description = "Names the token for revocation.")
            String id,

            @Schema(description = "What it is for.") String label,
            @Schema(description = "What it may do.") Role role,

            @Schema(description = "Whose deals, for REP and MANAGER.")
            Optional<UUID> rep,

            @Schema(description = "Whether it opens the door.")
            Tokens.State state,

            @Schema(description = "Real time.") Instant createdAt,
            @Schema(description = "Real time.") Optional<Instant> expiresAt) {}

    @GetMapping("/api/v1/tokens")
    @Requires(Act.MANAGE_TOKENS)
    @Operation(
            operationId = "listTokens",
            summary = "List tokens and sessions",
            description = "Those of the organisation, with their state; the secrets are stored nowhere.")
    TokenList list(Caller caller) {
        Instant now = time.realNow();
        return new TokenList(tokens.all(caller.tenant()).stream()
                .map(t -> new TokenEntry(
                        t.id(),
                        t.label(),
                        t.role(),
                        t.rep().map(RepId::value),
                        t.state(now),
                        t.realCreatedAt(),
                        t.realExpiresAt()))
                .toList());
    }

    @PostMapping("/api/v1/tokens")
    @Requires(Act.MANAGE_TOKENS)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            operationId = "makeToken",
            summary = "Make a token for a program",
            description =
                    "The token is in this answer and nowhere else, so there is no idempotency key here: make another"
                            + " one and revoke the lost one.")
    NewToken make(@Reads("TokenRequest") Body body, Caller caller) {
        Role role = body.choice("role", Role.class).orElseThrow();
        Optional<RepId> rep = body.text("rep")
                .map(reference -> directory
                        .rep(caller.tenant(), reference)
                        .map(RepEntry::id)
                        .orElseThrow(
                                () -> Refusal.invalid("rep", reference, "our id, SOURCE:ID or mail address of a rep")));
        if (role.isPersonOfSales() != rep.isPresent()) {
            throw Refusal.invalid(
                    "rep",
                    rep.map(RepId::toString).orElse("nothing"),
                    role.isPersonOfSales()
                            ? "a rep, because the role is " + role
                            : "nothing, because the role is " + role);
        }
        Tokens.Issued issued = tokens.issue(
                caller.tenant(),
                body.get("label", String.class),
                role,
                rep,
                body.whole("validDays").map(Duration::ofDays));
        audit.note(
                caller.tenant(),
                caller.name(),
                "make-token",
                "token " + issued.token().id(),
                Map.of("label", issued.token().label(), "role", role.name()));
        return new NewToken(issued.secret(), issued.token().id(), issued.token().realExpiresAt());
    }

    @DeleteMapping("/api/v1/tokens/{id}")
    @Requires(Act.MANAGE_TOKENS)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "revokeToken",
            summary = "Revoke a token or end a session",
            description = "At once and for good. Revoking a revoked token changes nothing.")
    void revoke(
            @Parameter(description = "The token's id, as the list gives it.") @PathVariable String id, Caller caller) {
        if (!tokens.revoke(caller.tenant(), id)) {
            throw Refusal.notFound("token", id);
        }
        audit.note(caller.tenant(), caller.name(), "revoke-token", "token " + id, Map.of());
    }
}
