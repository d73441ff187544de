package nextbest.store.backup;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import javax.sql.DataSource;
import nextbest.store.Migrations;
import nextbest.store.json.RecordJson;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Loads backups. */
public final class Restore {
    private Restore() {}

    /**
     * Reads a file from end to end and changes nothing.
     *
     * @throws BackupException if it is no backup, was cut short or changed, or the key is not the right one
     */
    public static Backup.Summary check(Path file, Optional<BackupKey> key) {
        try {
            Checked all = new Checked();
            Manifest manifest = read(file, key, all);
            return new Backup.Summary(manifest.schema(), manifest.made(), all.rows);
        } catch (IOException e) {
            throw new BackupException("the backup " + file + " could not be read", e);
        } catch (SQLException e) {
            throw new IllegalStateException("checking a file asks no database", e);
        }
    }

    /**
     * Loads a backup into a database without organisations, or one organisation into a database that does not have it. The file
     * is checked first; loading is one transaction, in which every constraint of the database holds. A backup of an older release
     * is loaded into the schema that it was made from, which is then brought up to date.
     *
     * @param owner connections of the role that owns the tables
     * @throws BackupException if nothing was loaded, with the reason
     */
    public static Backup.Summary load(DataSource owner, Path file, Optional<BackupKey> key) {
        Backup.Summary expected = check(file, key);
        Manifest manifest = manifestOf(file);
        int latest = Migrations.latest(owner);
        if (manifest.schema() > latest) {
            throw new BackupException(file + " was made by a newer release: its schema is " + manifest.schema()
                    + ", this release knows schemas up to " + latest
                    + ". Data is never taken back to an older schema; use that release or a newer one");
        }
        try (Connection connection = owner.getConnection()) {
            checkRoom(connection, manifest, file);
        } catch (SQLException e) {
            throw new BackupException("the database could not be asked what it holds", e);
        }
        var _ = Migrations.runTo(owner, manifest.schema());
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(false);
            try {
                checkRoom(connection, manifest, file);
                Map<String, Long> loaded = load(connection, file, key);
                if (!loaded.equals(expected.rows())) {
                    throw new BackupException("loaded other counts of rows than " + file + " says: " + loaded
                            + " instead of " + expected.rows());
                }
                connection.commit();
            } catch (SQLException | IOException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException | IOException e) {
            throw new BackupException(file + " was not loaded; the database is as it was", e);
        }
        var _ = Migrations.run(owner);
        return expected;
    }

    /**
     * Looks through a backup.
     *
     * @param wanted is given one value after the other, packed ones unpacked
     * @return rows with a wanted value, by table; nothing where there are none
     * @throws BackupException as {@link #check}
     */
    public static Map<String, Long> rowsWith(Path file, Optional<BackupKey> key, Predicate<String> wanted) {
        Searching all = new Searching(wanted);
        try {
            var _ = read(file, key, all);
            return all.found;
        } catch (IOException e) {
            throw new BackupException("the backup " + file + " could not be read", e);
        } catch (SQLException e) {
            throw new IllegalStateException("looking through a file asks no database", e);
        }
    }

    private static Manifest manifestOf(Path file) {
        try (Frames.Reader in = new Frames.Reader(file)) {
            return RecordJson.read(in.next().body(), Manifest.class);
        } catch (IOException e) {
            throw new BackupException("the backup " + file + " could not be read", e);
        }
    }

    private static void checkRoom(Connection connection, Manifest manifest, Path file) throws SQLException {
        Optional<Integer> schema = Tables.schema(connection);
        if (schema.isEmpty()) {
            return;
        }
        List<String> tenants = new ArrayList<>();
        Tables.query(connection, "select key from tenant order by key", row -> tenants.add(row.getString(1)));
        if (manifest.tenant() == null && !tenants.isEmpty()) {
            throw new BackupException("a backup is loaded into an empty database only, but this one has "
                    + tenants.size() + " organisations ("
                    + String.join(", ", tenants.stream().limit(5).toList())
                    + "); nothing was changed");
        }
        if (manifest.tenant() != null && tenants.contains(manifest.tenant())) {
            throw new BackupException("the database has an organisation '" + manifest.tenant()
                    + "' already; it is not mixed with the one in " + file + "; nothing was changed");
        }
        if (schema.get() > manifest.schema()) {
            if (!tenants.isEmpty()) {
                throw new BackupException("the schema of the database is " + schema.get() + ", that of " + file + " is "
                        + manifest.schema() + "; load it into an empty database; nothing was changed");
            }
            throw new BackupException("the schema of the database is " + schema.get() + " already, that of " + file
                    + " is " + manifest.schema()
                    + "; load it into a database without a schema, which is brought up to date afterwards");
        }
    }

    private static Map<String, Long> load(Connection connection, Path file, Optional<BackupKey> key)
            throws SQLException, IOException {
        Loading loading = new Loading(connection);
        var _ = read(file, key, loading);
        Tables.advanceSequences(connection);
        return loading.rows;
    }

    /** What is done with the parts of a file. */
    private abstract static class Parts {
        final Map<String, Long> rows = new TreeMap<>();

        abstract void begin(Manifest.Table table) throws SQLException;

        abstract void rows(String table, byte[] text) throws SQLException;

        void end() throws SQLException {}
    }

    private static final class Checked extends Parts {
        @Override
        void begin(Manifest.Table table) {
            rows.put(table.name(), 0L);
        }

        @Override
        void rows(String table, byte[] text) {
            rows.merge(table, lines(text), Long::sum);
        }

        /** A line of the copy is a row: line breaks inside values are escaped. */
        private static long lines(byte[] text) {
            long lines = 0;
            for (byte character : text) {
                lines += character == '\n' ? 1 : 0;
            }
            return lines;
        }
    }

    private static final class Searching extends Parts {
        private static final String PACKED = "\\\\x1f8b";

        private final Predicate<String> wanted;
        private final Map<String, Long> found = new TreeMap<>();

        Searching(Predicate<String> wanted) {
            this.wanted = wanted;
        }

        @Override
        void begin(Manifest.Table table) {
            rows.put(table.name(), 0L);
        }

        @Override
        void rows(String table, byte[] text) {
            for (String row : new String(text, StandardCharsets.UTF_8).split("\n", -1)) {
                if (!row.isEmpty()) {
                    rows.merge(table, 1L, Long::sum);
                    if (Arrays.stream(row.split("\t", -1)).anyMatch(value -> wanted.test(plain(value)))) {
                        found.merge(table, 1L, Long::sum);
                    }
                }
            }
        }

        /** A value of COPY's text form; what is packed JSON is unpacked. */
        private static String plain(String value) {
            return value.startsWith(PACKED)
                    ? new String(RecordJson.gunzip(HexFormat.of().parseHex(value.substring(3))), StandardCharsets.UTF_8)
                    : value.replace("\\\\", "\\");
        }
    }

    private static final class Loading extends Parts {
        private final Connection connection;
        private String table;
        private CopyIn copy;

        Loading(Connection connection) {
            this.connection = connection;
        }

        @Override
        void begin(Manifest.Table next) throws SQLException {
            end();
            table = next.name();
            copy = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy " + Tables.quoted(table) + " ("
                            + String.join(
                                    ", ",
                                    next.columns().stream().map(Tables::quoted).toList())
                            + ") from stdin");
        }

        @Override
        void rows(String name, byte[] text) throws SQLException {
            copy.writeToCopy(text, 0, text.length);
        }

        @Override
        void end() throws SQLException {
            if (copy != null) {
                rows.put(table, copy.endCopy());
                copy = null;
            }
        }
    }

    private static Manifest read(Path file, Optional<BackupKey> key, Parts parts) throws IOException, SQLException {
        try (Frames.Reader in = new Frames.Reader(file)) {
            Frames.Frame first = in.next();
            if (first.type() != Frames.MANIFEST) {
                throw in.damaged("no manifest");
            }
            Manifest manifest = RecordJson.read(first.body(), Manifest.class);
            Optional<BackupKey.OfFile> seal = seal(file, manifest, key);
            String table = null;
            while (true) {
                long number = in.read();
                Frames.Frame frame = in.next();
                byte[] body = seal.map(opened -> opened.open(number, frame.type(), frame.body()))
                        .orElse(frame.body());
                switch (frame.type()) {
                    case Frames.TABLE -> {
                        Manifest.Table next = RecordJson.read(body, Manifest.Table.class);
                        table = next.name();
                        parts.begin(next);
                    }
                    case Frames.ROWS -> parts.rows(table, unpacked(in, body));
                    case Frames.END -> {
                        parts.end();
                        in.expectEnd();
                        Map<String, Long> said = new TreeMap<>(
                                RecordJson.read(body, Manifest.End.class).rows());
                        if (!said.equals(parts.rows)) {
                            throw in.damaged("other counts of rows than were written");
                        }
                        return manifest;
                    }
                    default -> throw in.damaged("the unknown type " + frame.type());
                }
            }
        }
    }

    private static byte[] unpacked(Frames.Reader in, byte[] body) throws IOException {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return gzip.readAllBytes();
        } catch (ZipException | EOFException e) {
            throw in.damaged("rows that cannot be unpacked");
        }
    }

    private static Optional<BackupKey.OfFile> seal(Path file, Manifest manifest, Optional<BackupKey> key) {
        if (manifest.keyCheck() == null) {
            return Optional.empty();
        }
        if (key.isEmpty()) {
            throw new BackupException(file + " is sealed; say --key FILE with the key that it was made with");
        }
        BackupKey.OfFile seal = key.get().withSalt(HexFormat.of().parseHex(manifest.salt()));
        if (!seal.check().equals(manifest.keyCheck())) {
            throw new BackupException("the key is not the one that " + file + " was made with; nothing was changed");
        }
        return Optional.of(seal);
    }
}
