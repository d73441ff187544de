package nextbest.imports;

import java.util.List;

/**
 * One row of a table, as many cells as the header has.
 *
 * @param line the line on which it begins, from 1
 * @param cells without surrounding blanks; empty text where nothing stands
 */
record Row(long line, List<String> cells) {
    String cell(int index) {
        return cells.get(index);
    }
}
