package nextbest.store.backup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import nextbest.store.json.RecordJson;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** Writes backups. */
public final class Backup {
    /** Rows are gathered to about so many bytes before they are packed. */
    private static final int CHUNK = 1 << 20;

    private Backup() {}

    /**
     * What was written or loaded.
     *
     * @param schema the migration of the data
     * @param made real time of the backup
     * @param rows by table
     */
    public record Summary(int schema, Instant made, Map<String, Long> rows) {
        public Summary {
            rows = java.util.Collections.unmodifiableMap(new TreeMap<>(rows));
        }

        /** All rows. */
        public long total() {
            return rows.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * Writes all of a database, as of one moment, while others work on it. The file appears when it is complete.
     *
     * @param owner connections of the role that owns the tables: row-level security does not bind it
     * @param file is replaced if it exists
     * @param key seals the contents; empty: they can be read by anyone who has the file
     * @param tenant key of the only organisation to write; empty: all, and what belongs to none
     * @param now real time
     * @throws BackupException if there is no such organisation, or the file cannot be written
     */
    public static Summary write(
            DataSource owner, Path file, Optional<BackupKey> key, Optional<String> tenant, Instant now) {
        Objects.requireNonNull(now, "now");
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            Summary written = write(connection, partial, key, tenant, now);
            connection.rollback();
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return written;
        } catch (SQLException | IOException e) {
            throw new BackupException("the backup " + file + " was not written", e);
        } finally {
            deleteQuietly(partial);
        }
    }

    private static Summary write(
            Connection connection, Path file, Optional<BackupKey> key, Optional<String> tenant, Instant now)
            throws SQLException, IOException {
        int schema = Tables.schema(connection)
                .orElseThrow(() -> new BackupException("there is nothing to back up: the database has no schema"));
        Optional<UUID> only = tenant.isEmpty() ? Optional.empty() : Optional.of(tenantId(connection, tenant.get()));
        byte[] salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        Optional<BackupKey.OfFile> seal = key.map(master -> master.withSalt(salt));
        Map<String, Long> rows = new TreeMap<>();
        try (Frames.Writer out = new Frames.Writer(file)) {
            out.write(
                    Frames.MANIFEST,
                    RecordJson.bytes(new Manifest(
                            schema,
                            now,
                            tenant.orElse(null),
                            HexFormat.of().formatHex(salt),
                            seal.map(BackupKey.OfFile::check).orElse(null))));
            for (Manifest.Table table : Tables.inOrder(connection)) {
                Optional<String> condition = condition(table, only);
                if (only.isPresent() && condition.isEmpty()) {
                    continue;
                }
                write(out, seal, Frames.TABLE, RecordJson.bytes(table));
                rows.put(table.name(), copy(connection, out, seal, table, condition));
            }
            write(out, seal, Frames.END, RecordJson.bytes(new Manifest.End(rows)));
        }
        return new Summary(schema, now, rows);
    }

    /** What is written of a table if only one organisation is; empty: the table belongs to none. */
    private static Optional<String> condition(Manifest.Table table, Optional<UUID> only) {
        return only.flatMap(id -> table.name().equals("tenant")
                ? Optional.of("id = '" + id + "'")
                : table.columns().contains("tenant") ? Optional.of("tenant = '" + id + "'") : Optional.empty());
    }

    private static long copy(
            Connection connection,
            Frames.Writer out,
            Optional<BackupKey.OfFile> seal,
            Manifest.Table table,
            Optional<String> condition)
            throws SQLException, IOException {
        String columns =
                String.join(", ", table.columns().stream().map(Tables::quoted).toList());
        CopyOut copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("copy (select " + columns + " from " + Tables.quoted(table.name())
                        + condition.map(text -> " where " + text).orElse("") + ") to stdout");
        ByteArrayOutputStream chunk = new ByteArrayOutputStream(CHUNK + (CHUNK >> 2));
        for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
            chunk.write(row);
            if (chunk.size() >= CHUNK) {
                write(out, seal, Frames.ROWS, packed(chunk));
                chunk.reset();
            }
        }
        if (chunk.size() > 0) {
            write(out, seal, Frames.ROWS, packed(chunk));
        }
        return copy.getHandledRowCount();
    }

    private static byte[] packed(ByteArrayOutputStream rows) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            rows.writeTo(gzip);
        }
        return packed.toByteArray();
    }

    private static void write(Frames.Writer out, Optional<BackupKey.OfFile> seal, byte type, byte[] body)
            throws IOException {
        long frame = out.next();
        out.write(type, seal.map(key -> key.seal(frame, type, body)).orElse(body));
    }

    private static UUID tenantId(Connection connection, String key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select id from tenant where key = ?")) {
            statement.setString(1, key);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new BackupException("there is no organisation with the key '" + key + "'");
                }
                return rows.getObject(1, UUID.class);
            }
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // a file that cannot be deleted does no harm: the next backup writes over it
        }
    }
}
