package nextbest.topics;

/** How alike two spellings are. */
public final class Spellings {
    private Spellings() {}

    /** The fewest letters to insert, delete, replace or swap with their neighbour (Damerau 1964, restricted). */
    public static int distance(String one, String other) {
        int[][] d = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[one.length()][other.length()];
    }

    /** 1 for the same letters and digits whatever case, spaces and signs; less by the share of letters that differ. */
    public static double likeness(String one, String other) {
        String a = Ontology.plain(one);
        String b = Ontology.plain(other);
        int longest = Math.max(a.length(), b.length());
        return longest == 0 ? 0 : 1 - (double) distance(a, b) / longest;
    }
}
