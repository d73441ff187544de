package nextbest.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import nextbest.learning.bandit.ActionSpace;

/**
 * Rounds with a context, eligible actions and the reward each would have paid. Two shapes are understood: a classified
 * table (column {@code label}, or one that is named; the action is the class and pays 1 when right), and a table of
 * potential outcomes (columns {@code avail} and {@code reward} with one character 0/1 per action). All other columns are
 * the context; columns of words become one flag per word.
 */
final class BanditStream {
    private static final int MOST_WORDS = 64;

    final String name;
    final double[][] context;
    final boolean[][] eligible;
    final byte[][] reward;
    final ActionSpace actions;
    /** What was left out, in words. */
    final List<String> warnings;

    private BanditStream(
            String name,
            double[][] context,
            boolean[][] eligible,
            byte[][] reward,
            ActionSpace actions,
            List<String> warnings) {
        this.name = name;
        this.context = context;
        this.eligible = eligible;
        this.reward = reward;
        this.actions = actions;
        this.warnings = List.copyOf(warnings);
    }

    int rounds() {
        return context.length;
    }

    /** How much a uniform choice among the eligible would have earned in a round. */
    double uniformReward(int round) {
        double sum = 0;
        int count = 0;
        for (int a = 0; a < reward[round].length; a++) {
            if (eligible[round][a]) {
                sum += reward[round][a];
                count++;
            }
        }
        return sum / count;
    }

    static BanditStream read(Path file, Path actionsFile, String labelColumn, char separator) {
        Table table = Table.read(file, separator);
        OptionalInt outcomes = labelColumn == null ? table.find("reward", "rewards") : OptionalInt.empty();
        String name = file.getFileName().toString();
        if (outcomes.isPresent() && isOutcomes(table, outcomes.getAsInt())) {
            return potentialOutcomes(name, table, outcomes.getAsInt(), actionsFile);
        }
        int label = table.require(labelColumn, "--label", "label", "class", "target", "y");
        return classified(name, table, label, actionsFile);
    }

    private static boolean isOutcomes(Table table, int column) {
        return table.text(0, column).length() > 1
                && table.text(0, column).chars().allMatch(Character::isDigit);
    }

    private static BanditStream classified(String name, Table table, int label, Path actionsFile) {
        Map<String, Integer> classes = new TreeMap<>();
        for (int r = 0; r < table.size(); r++) {
            if (table.text(r, label).isEmpty()) {
                throw table.bad(r, label, "the label is empty");
            }
            classes.put(table.text(r, label), 0);
        }
        if (classes.size() < 2) {
            throw BadData.inFile(
                    table.file(),
                    "every row has the label '" + classes.keySet().iterator().next()
                            + "': with one single class there is nothing to choose");
        }
        if (classes.size() > 1000) {
            throw BadData.inFile(
                    table.file(), classes.size() + " different labels; at most 1000 actions are supported");
        }
        int index = 0;
        for (Map.Entry<String, Integer> entry : classes.entrySet()) {
            entry.setValue(index++);
        }
        boolean[] all = new boolean[classes.size()];
        Arrays.fill(all, true);
        List<String> warnings = new ArrayList<>();
        boolean[][] eligible = new boolean[table.size()][];
        byte[][] reward = new byte[table.size()][classes.size()];
        for (int r = 0; r < table.size(); r++) {
            eligible[r] = all;
            reward[r][classes.get(table.text(r, label))] = 1;
        }
        return new BanditStream(
                name,
                contexts(table, List.of(label), warnings),
                eligible,
                reward,
                actions(actionsFile, classes.size()),
                warnings);
    }

    private static BanditStream potentialOutcomes(String name, Table table, int outcomes, Path actionsFile) {
        int k = table.text(0, outcomes).length();
        OptionalInt avail = table.find("avail", "available", "eligible");
        List<String> warnings = new ArrayList<>();
        boolean[][] eligible = new boolean[table.size()][k];
        byte[][] reward = new byte[table.size()][k];
        for (int r = 0; r < table.size(); r++) {
            String paid = bits(table, r, outcomes, k, "rewards");
            String open = avail.isPresent() ? bits(table, r, avail.getAsInt(), k, "availability flags") : "1".repeat(k);
            if (open.indexOf('1') < 0) {
                throw table.bad(r, avail.getAsInt(), "no action is available in this round");
            }
            for (int a = 0; a < k; a++) {
                eligible[r][a] = open.charAt(a) == '1';
                reward[r][a] = (byte) (paid.charAt(a) - '0');
            }
        }
        List<Integer> used = new ArrayList<>(List.of(outcomes));
        avail.ifPresent(used::add);
        return new BanditStream(
                name, contexts(table, used, warnings), eligible, reward, actions(actionsFile, k), warnings);
    }

    private static String bits(Table table, int row, int column, int expected, String what) {
        String text = table.text(row, column);
        if (text.length() != expected) {
            throw table.bad(
                    row,
                    column,
                    "expected " + expected + " " + what + " as in the first row, but got " + text.length());
        }
        for (int i = 0; i < expected; i++) {
            if (text.charAt(i) != '0' && text.charAt(i) != '1') {
                throw table.bad(row, column, "expected only 0 and 1, but got '" + text.charAt(i) + "' for action " + i);
            }
        }
        return text;
    }

    private static ActionSpace actions(Path file, int k) {
        if (file == null) {
            return ActionSpace.undescribed(k);
        }
        Table table = Table.read(file, (char) 0);
        if (table.size() != k) {
            throw BadData.inFile(file, "expected one row per action (" + k + "), but got " + table.size());
        }
        return ActionSpace.describedBy(contexts(table, List.of(), new ArrayList<>()));
    }

    /** The context of each row; says in {@code warnings} which columns it had to leave out. */
    private static double[][] contexts(Table table, List<Integer> without, List<String> warnings) {
        Map<Integer, List<String>> words = new LinkedHashMap<>();
        int width = 0;
        for (int c = 0; c < table.header().size(); c++) {
            if (!without.contains(c)) {
                boolean text = table.isText(c);
                List<String> distinct = text ? words(table, c) : List.of();
                if (text && distinct.isEmpty()) {
                    warnings.add(table.file() + ", column " + table.header().get(c) + ": left out, more than "
                            + MOST_WORDS + " different words are an id or free text, not a feature");
                } else {
                    words.put(c, distinct);
                    width += Math.max(1, distinct.size());
                }
            }
        }
        double[][] context = new double[table.size()][width];
        for (int r = 0; r < table.size(); r++) {
            int at = 0;
            for (Map.Entry<Integer, List<String>> column : words.entrySet()) {
                if (column.getValue().isEmpty()) {
                    context[r][at++] = table.number(r, column.getKey());
                } else {
                    context[r][at + column.getValue().indexOf(table.text(r, column.getKey()))] = 1;
                    at += column.getValue().size();
                }
            }
        }
        return context;
    }

    private static List<String> words(Table table, int column) {
        TreeSet<String> distinct = new TreeSet<>();
        for (int r = 0; r < table.size(); r++) {
            if (table.text(r, column).isEmpty()) {
                throw table.bad(r, column, "the value is empty");
            }
            distinct.add(table.text(r, column));
            if (distinct.size() > MOST_WORDS) {
                return List.of();
            }
        }
        return List.copyOf(distinct);
    }
}
