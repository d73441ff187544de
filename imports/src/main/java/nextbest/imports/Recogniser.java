package nextbest.imports;

import java.util.Optional;

/** Knows one kind of table by its headers and values. */
interface Recogniser {
    /**
     * What the table is, if it is of this kind.
     *
     * @param hint the order of day and month that other columns, other files or a person have shown
     * @throws UnreadableFile if it is of this kind, but cannot be used without a person's word
     */
    Optional<TableMapping> recognise(TableProfile profile, ImportOptions options, Optional<DateShape.Order> hint)
            throws UnreadableFile;
}
