package nextbest.api.request;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** What was in the body of a request, checked against its {@link Shape}. */
public final class Body {
    private final Map<String, Object> values;

    Body(Map<String, Object> values) {
        this.values = values;
    }

    public <T> Optional<T> find(String name, Class<T> type) {
        return Optional.ofNullable(values.get(name)).map(type::cast);
    }

    public Optional<String> text(String name) {
        return find(name, String.class);
    }

    public Optional<Instant> moment(String name) {
        return find(name, Instant.class);
    }

    public Optional<Integer> whole(String name) {
        return find(name, Long.class).map(Math::toIntExact);
    }

    public boolean flag(String name) {
        return find(name, Boolean.class).orElse(false);
    }

    /** A member whose shape is the names of an enum. */
    public <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
        return text(name).map(constant -> Enum.valueOf(type, constant));
    }

    /** A member that the shape requires. */
    public <T> T get(String name, Class<T> type) {
        return find(name, type).orElseThrow(() -> new NoSuchElementException("the shape does not require " + name));
    }

    public List<Body> objects(String name) {
        return list(name, Body.class);
    }

    /** What stands in a list whose reader checks it one by one: anything that JSON can hold. */
    public List<?> items(String name) {
        return (List<?>) values.getOrDefault(name, List.of());
    }

    public <T> List<T> list(String name, Class<T> type) {
        return ((List<?>) values.getOrDefault(name, List.of()))
                .stream().map(type::cast).toList();
    }
}
