package nextbest.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import nextbest.portfolio.Portfolios;
import nextbest.portfolio.Purchase;

/**
 * Finds out of a folder's tables who bought what when. Tables are recognised by their columns, whatever their names: either one
 * table with client, product and day in each line, or lines with order and product beside orders with order, client and day. A
 * table with products and families is used where there is one.
 */
final class PurchaseFolder {
    private static final List<String> CLIENT = List.of(
            "customerid",
            "clientid",
            "accountid",
            "customer",
            "client",
            "account",
            "userid",
            "user",
            "buyerid",
            "buyer",
            "companyid",
            "company",
            "customernumber",
            "customerno",
            "clientnumber",
            "kundennr",
            "kunde",
            "memberid",
            "householdkey",
            "customercode",
            "clientcode",
            "customername",
            "clientname",
            "accountname");
    private static final List<String> PRODUCT = List.of(
            "productid",
            "itemid",
            "articleid",
            "sku",
            "stockcode",
            "product",
            "item",
            "article",
            "productcode",
            "productnumber",
            "productno",
            "productkey",
            "isin",
            "instrument",
            "fund",
            "artikelnr",
            "artikel",
            "productname",
            "itemcode",
            "itemno");
    private static final List<String> ORDER = List.of(
            "orderid",
            "invoiceno",
            "invoiceid",
            "transactionid",
            "order",
            "invoice",
            "salesorderid",
            "ordernumber",
            "orderno",
            "basketid",
            "basket",
            "transaction",
            "tradeid",
            "bestellnr",
            "invoicenumber",
            "purchaseid");
    private static final List<String> DAY = List.of(
            "orderdate",
            "invoicedate",
            "purchasedate",
            "transactiondate",
            "tradedate",
            "boughtat",
            "orderedat",
            "purchasedat",
            "date",
            "day",
            "timestamp",
            "closedate",
            "datum",
            "createdat",
            "created",
            "time",
            "orderday");
    private static final List<String> FAMILY = List.of(
            "categoryid",
            "familyid",
            "category",
            "family",
            "productcategory",
            "productgroup",
            "group",
            "department",
            "segment",
            "assetclass",
            "subcategory",
            "parentid",
            "parent",
            "series",
            "type");
    private static final List<DateTimeFormatter> DAYS = Stream.of(
                    "uuuu-M-d",
                    "uuuu/M/d",
                    "d.M.uuuu",
                    "d.M.uu",
                    "M/d/uuuu",
                    "d/M/uuuu",
                    "M/d/uu",
                    "d/M/uu",
                    "d-M-uuuu",
                    "d-M-uu",
                    "uuuuMMdd",
                    "d-MMM-uuuu",
                    "d MMM uuuu",
                    "MMM d, uuuu")
            .map(p -> DateTimeFormatter.ofPattern(p, Locale.ENGLISH))
            .toList();

    /** What was read, and how the tables were understood. */
    record Found(Portfolios portfolios, List<String> clients, List<String> products, List<String> notes) {}

    private record Use(Table table, int order, int client, int product, int day) {
        String columns() {
            return Stream.of(order, client, product, day)
                    .filter(c -> c >= 0)
                    .map(c -> table.header().get(c))
                    .toList()
                    .toString();
        }
    }

    private PurchaseFolder() {}

    static Found read(Path folder) {
        List<String> notes = new ArrayList<>();
        List<Use> uses = tables(folder, notes).stream()
                .map(t -> new Use(t, column(t, ORDER), column(t, CLIENT), column(t, PRODUCT), column(t, DAY)))
                .toList();
        Map<String, Integer> clients = new LinkedHashMap<>();
        Map<String, Integer> products = new LinkedHashMap<>();
        List<Purchase> purchases = new ArrayList<>();
        Use whole = largest(uses.stream().filter(u -> u.client >= 0 && u.product >= 0 && u.day >= 0));
        Use lines = largest(uses.stream().filter(u -> u.order >= 0 && u.product >= 0));
        Use orders = largest(uses.stream().filter(u -> u.order >= 0 && u.client >= 0 && u.day >= 0));
        int left = 0;
        if (whole != null) {
            long[] days = days(whole.table, whole.day);
            notes.add("purchases: " + whole.table.file().getFileName() + " " + whole.columns());
            for (int r = 0; r < whole.table.size(); r++) {
                left += add(
                        whole.table.text(r, whole.client),
                        whole.table.text(r, whole.product),
                        days[r],
                        clients,
                        products,
                        purchases);
            }
        } else if (lines != null && orders != null) {
            notes.add("lines: " + lines.table.file().getFileName() + " " + lines.columns() + "; orders: "
                    + orders.table.file().getFileName() + " " + orders.columns());
            long[] days = days(orders.table, orders.day);
            Map<String, Integer> row = new HashMap<>();
            for (int r = 0; r < orders.table.size(); r++) {
                row.put(orders.table.text(r, orders.order), r);
            }
            for (int r = 0; r < lines.table.size(); r++) {
                Integer order = row.get(lines.table.text(r, lines.order));
                left += order == null
                        ? 1
                        : add(
                                orders.table.text(order, orders.client),
                                lines.table.text(r, lines.product),
                                days[order],
                                clients,
                                products,
                                purchases);
            }
        } else {
            throw BadData.inFile(
                    folder,
                    "expected a table with client, product and day, or lines with order and product beside orders with order, client and day; there are "
                            + uses.stream()
                                    .map(u -> u.table.file().getFileName() + " " + u.table.header())
                                    .toList());
        }
        if (left > 0) {
            notes.add(left + " lines were left out: their order, client, product or day is missing");
        }
        if (purchases.isEmpty()) {
            throw BadData.inFile(folder, "not a single line has client, product and day");
        }
        int[] family = families(uses, whole != null ? whole.table : lines.table, products, notes);
        return new Found(
                new Portfolios(clients.size(), family, purchases),
                List.copyOf(clients.keySet()),
                List.copyOf(products.keySet()),
                notes);
    }

    private static int add(
            String client,
            String product,
            long day,
            Map<String, Integer> clients,
            Map<String, Integer> products,
            List<Purchase> into) {
        if (client.isBlank() || product.isBlank() || day == Long.MIN_VALUE) {
            return 1;
        }
        into.add(new Purchase(
                clients.computeIfAbsent(client, k -> clients.size()),
                products.computeIfAbsent(product, k -> products.size()),
                day));
        return 0;
    }

    private static List<Table> tables(Path folder, List<String> notes) {
        if (!Files.isDirectory(folder)) {
            throw BadData.inFile(folder, "expected a folder with CSV files, but there is none");
        }
        List<Table> tables = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(
                            f -> f.toString().toLowerCase(Locale.ROOT).matches(".*\\.(csv|tsv|txt)"))
                    .sorted()
                    .toList()) {
                try {
                    tables.add(Table.read(file, (char) 0));
                } catch (BadData e) {
                    notes.add("left out: " + e.getMessage());
                }
            }
        } catch (IOException e) {
            throw BadData.inFile(folder, "cannot be read: " + e.getMessage());
        }
        return tables;
    }

    private static Use largest(Stream<Use> uses) {
        return uses.max(Comparator.comparingInt(u -> u.table.size())).orElse(null);
    }

    private static int column(Table table, List<String> names) {
        List<String> plain = table.header().stream().map(PurchaseFolder::plain).toList();
        for (String name : names) {
            int found = plain.indexOf(name);
            if (found >= 0) {
                return found;
            }
        }
        return -1;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    /** The family of each product by the table in which products come once each, else by the lines themselves. */
    private static int[] families(List<Use> uses, Table lines, Map<String, Integer> products, List<String> notes) {
        int[] family = new int[products.size()];
        Arrays.fill(family, -1);
        Comparator<Use> other = Comparator.comparing(u -> u.table == lines);
        for (Use use : uses.stream().filter(u -> u.product >= 0).sorted(other).toList()) {
            int column = column(use.table, FAMILY);
            if (column < 0) {
                continue;
            }
            Map<String, Integer> ids = new HashMap<>();
            int known = 0;
            for (int r = 0; r < use.table.size(); r++) {
                Integer product = products.get(use.table.text(r, use.product));
                String name = use.table.text(r, column);
                if (product != null && !name.isBlank() && family[product] < 0) {
                    family[product] = ids.computeIfAbsent(name, k -> ids.size());
                    known++;
                }
            }
            if (known > 0) {
                notes.add("families: " + use.table.file().getFileName() + " "
                        + use.table.header().get(column) + ", " + ids.size() + " for " + known + " of "
                        + products.size() + " products");
                return family;
            }
        }
        return family;
    }

    /** Days since 1970 in the one format that fits most of the column; {@link Long#MIN_VALUE} where there is none. */
    private static long[] days(Table table, int column) {
        long[] best = null;
        int most = 0;
        for (DateTimeFormatter format : DAYS) {
            long[] days = new long[table.size()];
            int known = 0;
            for (int r = 0; r < days.length; r++) {
                days[r] = day(table.text(r, column), format);
                known += days[r] == Long.MIN_VALUE ? 0 : 1;
            }
            if (known > most) {
                most = known;
                best = days;
            }
        }
        if (best == null) {
            long[] numbers = new long[table.size()];
            for (int r = 0; r < numbers.length; r++) {
                double value = table.number(r, column);
                // seconds or milliseconds since 1970, or days already
                numbers[r] = (long) (value > 1e11 ? value / 86_400_000 : value > 1e8 ? value / 86_400 : value);
            }
            return numbers;
        }
        return best;
    }

    private static long day(String text, DateTimeFormatter format) {
        try {
            return LocalDate.parse(text, format).toEpochDay();
        } catch (DateTimeParseException _) {
            int end = text.indexOf('T') > 0 ? text.indexOf('T') : text.indexOf(' ');
            if (end > 0) {
                try {
                    return LocalDate.parse(text.substring(0, end), format).toEpochDay();
                } catch (DateTimeParseException _) {
                    return Long.MIN_VALUE;
                }
            }
            return Long.MIN_VALUE;
        }
    }
}
