package nextbest.imports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table and what its columns look like: all that recognition may go by.
 *
 * @param rows well-formed rows
 */
record TableProfile(TableFile table, List<ColumnProfile> columns, long rows) {
    static TableProfile of(TableFile table, int latestYear) throws IOException {
        List<ColumnProfile> columns = new ArrayList<>();
        table.columns().forEach(header -> columns.add(new ColumnProfile(header, latestYear)));
        long[] rows = {0};
        table.read(
                row -> {
                    rows[0]++;
                    for (int i = 0; i < columns.size(); i++) {
                        columns.get(i).add(row.cell(i));
                    }
                },
                problem -> {});
        return new TableProfile(table, columns, rows[0]);
    }

    /** The orders of day and month that some column's values prove. */
    Set<DateShape.Order> provenOrders() {
        Set<DateShape.Order> orders = EnumSet.noneOf(DateShape.Order.class);
        for (ColumnProfile column : columns) {
            if (column.dates() instanceof ColumnProfile.DateReading.Decided(DateShape.Order order, double share)
                    && share >= 0.8
                    && (order == DateShape.Order.DAY_FIRST || order == DateShape.Order.MONTH_FIRST)) {
                orders.add(order);
            }
        }
        return orders;
    }

    Optional<ColumnProfile> column(String header) {
        String wanted = Headers.normal(header);
        return columns.stream()
                .filter(column -> Headers.normal(column.header()).equals(wanted))
                .findFirst();
    }
}
