package nextbest.standalone.parts;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The running instance of a data folder, for other verbs: they read it to talk to that instance, and
 * start what they need when there is none.
 *
 * <p>{@code instance.json} is written when everything answers and removed at a clean stop. One whose
 * process is gone is stale and counts as absent.
 */
public final class InstanceFile implements AutoCloseable {

    private final Path file;

    private InstanceFile(Path file) {
        this.file = file;
    }

    /**
     * What an instance says of itself.
     *
     * @param pid its process id
     * @param birth when that process began, as {@code ProcessIdentity} tells it, so that another process
     *     with the same id is not taken for it
     * @param verb how it was started, for example {@code up} or {@code demo}
     * @param addresses where its parts answer, by name: {@code api}, {@code temporal}, {@code temporal-ui},
     *     {@code postgres}, {@code smtp}, ... ; never with a password
     * @param versions of nextbest and of its parts, by name
     */
    public record Instance(
            long pid, String birth, String verb, Map<String, String> addresses, Map<String, String> versions) {

        public Instance {
            addresses = Map.copyOf(addresses);
            versions = Map.copyOf(versions);
        }

        /**
         * One of its addresses.
         *
         * @throws PartException when it has none of that name, with the names it has
         */
        public String address(String name) {
            String address = addresses.get(name);
            if (address == null) {
                throw new PartException("The running instance (process " + pid + ", started by '" + verb
                        + "') has no address '" + name + "'; it has "
                        + String.join(", ", new TreeMap<>(addresses).keySet()) + ".");
            }
            return address;
        }
    }

    /**
     * Announces this process as the folder's running instance.
     *
     * @param data the claimed folder
     * @param verb how it was started
     * @param addresses where its parts answer, without passwords
     * @param versions of nextbest and its parts
     * @return takes the announcement back when it is closed
     */
    public static InstanceFile announce(
            DataFolder data, String verb, Map<String, String> addresses, Map<String, String> versions) {
        ProcessIdentity self = ProcessIdentity.self();
        Path file = fileIn(data.path());
        DurableFile.writeJson(file, new Instance(self.pid(), self.birth(), verb, addresses, versions));
        return new InstanceFile(file);
    }

    /** The folder's running instance; empty when there is none, or when the last one was killed. */
    public static Optional<Instance> running(Path folder) {
        return DurableFile.readJson(fileIn(folder), Instance.class)
                .filter(instance -> new ProcessIdentity(instance.pid(), instance.birth()).isAlive());
    }

    /** Takes the announcement back. */
    @Override
    public void close() {
        DurableFile.delete(file);
    }

    private static Path fileIn(Path folder) {
        return folder.toAbsolutePath().normalize().resolve("instance.json");
    }
}
