package nextbest.catalogue;

import java.util.List;
import java.util.Objects;

/**
 * The document or page that an action needs.
 *
 * @param kind in the catalogue's words; empty if none is needed
 * @param matching what the asset must be made for: an asset for none in particular fits only where this is empty. Allowed
 *     are industry, competitor (or name) and tech-stack
 */
public record AssetNeed(String kind, List<ParameterKind> matching) {
    public static final AssetNeed NONE = new AssetNeed("", List.of());

    public AssetNeed {
        Objects.requireNonNull(kind, "kind");
        matching = List.copyOf(matching);
    }

    public boolean isNeeded() {
        return !kind.isEmpty();
    }
}
