package nextbest.standalone.parts;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a program that refuses to run as root is run all the same. An ordinary user just runs it. Root
 * runs it in a user namespace without any mapping: the program sees itself as nobody while its files
 * stay root's. Where the kernel forbids that, as in many containers, it really runs as nobody, and
 * its files are given to nobody.
 *
 * @param prefix what the command line begins with
 * @param givesFiles true when the files must belong to {@link #NOBODY}
 * @param remark for the doctor's report
 */
record OrdinaryUser(List<String> prefix, boolean givesFiles, String remark) {

    /** The user and group id of nobody on Linux. */
    private static final int NOBODY = 65_534;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * What fits this process and machine.
     *
     * @throws PartException when this is root and there is no way to be another user
     */
    static OrdinaryUser forThisProcess() {
        if (new UnixSystem().getUid() != 0) {
            return new OrdinaryUser(List.of(), false, "");
        }
        List<String> namespace = List.of("unshare", "-U");
        if (isNotRoot(namespace)) {
            return new OrdinaryUser(namespace, false, "; this is root, so it runs in a user namespace");
        }
        List<String> nobody = List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
        if (isNotRoot(nobody)) {
            return new OrdinaryUser(nobody, true, "; this is root, so it runs as nobody");
        }
        throw new PartException("PostgreSQL refuses to run as root, and neither 'unshare -U' nor 'setpriv --reuid' "
                + "works on this machine. Run nextbest as an ordinary user.");
    }

    /**
     * Makes sure that the program gets to a folder and may write in it.
     *
     * @throws PartException when a folder above the data folder lets nobody through
     */
    void mayReach(Path room) {
        if (!givesFiles) {
            return;
        }
        try {
            Path data = room.getParent();
            Set<PosixFilePermission> passage = EnumSet.copyOf(Files.getPosixFilePermissions(data));
            passage.add(PosixFilePermission.OTHERS_EXECUTE);
            Files.setPosixFilePermissions(data, passage);
            for (Path above = data.getParent(); above != null; above = above.getParent()) {
                if (!Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    throw new PartException("PostgreSQL refuses to run as root and would run as nobody here, but "
                            + above + " lets nobody through. Choose a data folder elsewhere with --data (or "
                            + "NEXTBEST_DATA), for example in /var/lib, or run nextbest as an ordinary user.");
                }
            }
            own(room);
        } catch (IOException e) {
            throw new PartException("Could not open " + room + " for the database's user", e);
        }
    }

    /** Gives one file or folder to the program's user, where that is another one than ours. */
    void own(Path file) {
        if (givesFiles) {
            try {
                Files.setAttribute(file, "unix:uid", NOBODY);
                Files.setAttribute(file, "unix:gid", NOBODY);
            } catch (IOException e) {
                throw new PartException("Could not give " + file + " to the database's user", e);
            }
        }
    }

    private static boolean isNotRoot(List<String> prefix) {
        if (Programs.find(prefix.getFirst()).isEmpty()) {
            return false;
        }
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("id", "-u"));
        Programs.Ended ended = Programs.run(command, Map.of(), PATIENCE);
        return ended.code() == 0 && !ended.output().equals("0");
    }
}
