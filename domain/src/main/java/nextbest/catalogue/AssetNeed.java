package nextbest.catalogue;

import java.util.List;
import java.util.Objects;

/**
 * The document or page that an action needs.
 *
 * @param kind in the catalogue's words; empty if none is needed
 * @param matching what the asset must be made for: an asset for none in particular fits only where this is empty. Allowed
 *     are industry, competitor (or name), tech-stack and interest
 */
public record AssetNeed(String kind, List<ParameterKind> matching) {
    private static final List<ParameterKind> ALLOWED = List.of(
            ParameterKind.INDUSTRY,
            ParameterKind.NAME,
            ParameterKind.COMPETITOR,
            ParameterKind.TECH_STACK,
            ParameterKind.INTEREST);

    public static final AssetNeed NONE = new AssetNeed("", List.of());

    public AssetNeed {
        Objects.requireNonNull(kind, "kind");
        matching = List.copyOf(matching);
        if (!ALLOWED.containsAll(matching)) {
            throw new IllegalArgumentException("an asset of kind '" + kind + "' can be made for "
                    + ALLOWED.stream().map(ParameterKind::key).toList() + ", but is to match "
                    + matching.stream().map(ParameterKind::key).toList());
        }
    }

    public boolean isNeeded() {
        return !kind.isEmpty();
    }
}
