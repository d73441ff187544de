package nextbest.imports;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Lines of a report that are no rows: totals, headings of groups, and what stands below the table.
 *
 * <p>A company may be called Total. A line counts as a total only if whatever else it holds are figures, which no row of
 * records consists of.
 */
final class ReportLines {
    private static final Pattern TOTAL = Pattern.compile(
            "(grand|sub|overall|report)?[ -]?totals?( ?\\(.*\\))? ?:?|totals?,? .*records.*"
                    + "|(gesamt|zwischen|teil)?summen?( ?\\(.*\\))? ?:?|gesamt(ergebnis|betrag)?( ?\\(.*\\))? ?:?"
                    + "|sous-total|tota(l|ux) g[ée]n[ée]ra(l|ux)( ?\\(.*\\))? ?:?|subtotal|total(es)? general(es)?( ?\\(.*\\))? ?:?",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** After one of these no rows are expected. */
    private static final Pattern GRAND = Pattern.compile(
            "grand[ -]?totals?.*|overall totals?.*|gesamt(summen?|ergebnis).*|tota(l|ux) g[ée]n[ée]ra(l|ux).*|total(es)? general(es)?.*",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern ALONE = Pattern.compile(
            "copyright .*|©.*|\\(c\\) .*|confidential information.*|.*do not distribute.*|generated (by|on|at)\\b.*"
                    + "|exported (by|on|at|from)\\b.*|(record )?count:? ?\\d*|\\d+ (records?|rows?)"
                    + "|.*\\(\\d+ (records?|datens[äa]tze?|enregistrements?|registros?)\\)"
                    + "|vertrauliche informationen.*|(erstellt|generiert|exportiert) (von|am)\\b.*"
                    + "|informations confidentielles.*|g[ée]n[ée]r[ée] par.*|informaci[óo]n confidencial.*|generado por.*",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern AGGREGATE = Pattern.compile(
            "(record |row )?count( of .*)?|total records|(sum|average|avg|min|max|minimum|maximum|median|largest|smallest) (of )?.*"
                    + "|(summe|durchschnitt|anzahl)( .*)?|(somme|moyenne|nombre) .*|(suma|promedio|recuento|cantidad) .*",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private final int width;
    private boolean below;

    /** @param width how many columns the table has */
    ReportLines(int width) {
        this.width = width;
    }

    /** Whether a line is no row; asked of each line in its order. */
    boolean isOne(List<String> cells) {
        if (width < 3) {
            return false;
        }
        int at = firstFilled(cells, 0);
        if (at < 0) {
            return false;
        }
        String first = cells.get(at);
        // Every row comes by here, so the cheap questions first.
        boolean alone = firstFilled(cells, at + 1) < 0;
        boolean total = first.length() <= 120 && TOTAL.matcher(first).matches();
        boolean closing = total && (alone || onlyFigures(cells, at + 1));
        closing |= alone && first.length() <= 300 && ALONE.matcher(first).matches();
        if (!closing && below) {
            int filled = filled(cells);
            closing = filled * 2 < width || (filled <= 2 && isAggregate(cells, at));
        }
        if (closing && GRAND.matcher(first).matches()) {
            below = true;
        } else if (!closing) {
            below = false;
        }
        return closing;
    }

    private static boolean isAggregate(List<String> cells, int at) {
        return AGGREGATE.matcher(cells.get(at)).matches() && onlyFigures(cells, at + 1);
    }

    private static int firstFilled(List<String> cells, int from) {
        for (int i = from; i < cells.size(); i++) {
            if (!cells.get(i).isEmpty()) {
                return i;
            }
        }
        return -1;
    }

    private static int filled(List<String> cells) {
        int filled = 0;
        for (String cell : cells) {
            filled += cell.isEmpty() ? 0 : 1;
        }
        return filled;
    }

    private static boolean onlyFigures(List<String> cells, int from) {
        for (int i = from; i < cells.size(); i++) {
            String cell = cells.get(i);
            if (!cell.isEmpty() && !isFigure(cell) && !AGGREGATE.matcher(cell).matches()) {
                return false;
            }
        }
        return true;
    }

    /** Digits with marks, and at most a currency beside them. */
    private static boolean isFigure(String cell) {
        boolean digit = false;
        int letters = 0;
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            digit |= c >= '0' && c <= '9';
            letters += Character.isLetter(c) ? 1 : 0;
        }
        return cell.equals("-") || (digit && letters <= 3);
    }
}
