package nextbest.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvaluateTopicsTest {
    @TempDir
    private Path folder;

    private String out;
    private String err;

    @Test
    void clustersLinesWithTabsCommasOrAHeader() throws IOException {
        String tabs =
                "price\tit is too expensive for our budget\nprice\tthe cost is \"far too high\ndelivery\twhen does it arrive\ndelivery\tthe shipment is late\n";
        assertThat(run("clustering", file("t.tsv", tabs), "--json")).isZero();
        assertThat(number("nmi")).isBetween(0.0, 1.0);
        String commas =
                "id,text,topic\n1,\"expensive, too\",price\n2,late again,delivery\n3,too dear,price\n4,not arrived,delivery\n";
        assertThat(run("clustering", file("c.csv", commas))).isZero();
        assertThat(out).contains("4 texts, 2 labels, 2 groups");
        assertThat(run(
                        "clustering",
                        file("bare.csv", "price,it is dear, and late\nprice,too much\nlogistics,not arrived yet\n")))
                .isZero();
    }

    @Test
    void saysWhenTextsAreComparedByWordsBecauseOfTheirLanguage() throws IOException {
        String german =
                "preis\tDas Angebot ist uns zu teuer und der Preis ist hoch\npreis\tDer Preis ist nicht gut für uns\nlieferung\tDie Lieferung ist nicht da und wir warten auf die Ware\nlieferung\tWir warten auf die Lieferung und das ist schlecht\n";
        assertThat(run("clustering", file("de.tsv", german))).isZero();
        assertThat(out).contains("4 texts are in a language that the model does not know");
    }

    @Test
    void namesWhatIsWrongWithAFile() throws IOException {
        assertBad("expected a label", "clustering", file("a.txt", "only a text here\nand another\n"));
        assertBad(
                "there is no such file", "clustering", folder.resolve("absent").toString());
        Path bytes = Files.write(folder.resolve("latin.tsv"), new byte[] {'a', '\t', (byte) 0xFC, 'b', '\n'});
        assertBad("expected UTF-8", "clustering", bytes.toString());
        assertBad("is not JSON", "reading", file("b.json", "[{\"text\": "));
        assertBad(
                "expected at least 110 utterances",
                "reading",
                file("c.json", "[{\"text\":\"a\",\"intents\":[\"x\"]}]"));
        Files.createDirectories(folder.resolve("empty"));
        assertBad(
                "expected a table with client, product and day",
                "products",
                folder.resolve("empty").toString());
    }

    @Test
    void recognisesOneTableOfPurchasesAndOrdersBesideLines() throws IOException {
        StringBuilder one = new StringBuilder("Kunde;Artikel;Datum\n");
        StringBuilder orders = new StringBuilder("InvoiceNo,Customer ID,InvoiceDate\n");
        StringBuilder lines = new StringBuilder("InvoiceNo,StockCode,Quantity\n");
        for (int c = 0; c < 30; c++) {
            for (int m = 1; m <= 12; m++) {
                int product = (c % 3) * 12 + (m * 5 + c) % 12;
                one.append("K%d;A%d;%d.%d.2025%n".formatted(c, product, 1 + c % 28, m));
                orders.append("%d,C%d,%d/%d/2025 8:26%n".formatted(c * 100 + m, c, m, 13 + c % 15));
                lines.append("%d,S%d,2%n".formatted(c * 100 + m, product));
            }
        }
        Path first = Files.createDirectories(folder.resolve("one"));
        Files.writeString(first.resolve("x.csv"), one.toString());
        assertThat(run("products", first.toString())).isZero();
        assertThat(out).contains("30 clients, 36 products, 360 order lines", "n = 30");
        Path second = Files.createDirectories(folder.resolve("two"));
        Files.writeString(second.resolve("heads.csv"), orders.toString());
        Files.writeString(second.resolve("items.csv"), lines.toString());
        assertThat(run("products", second.toString(), "--json")).isZero();
        assertThat(number("lines")).isEqualTo(360);
        assertThat(number("n")).isEqualTo(30);
    }

    @Test
    @Tag("long")
    void readsUtterancesBetterThanTheReference() throws IOException {
        Path data = shared("text/nlupp");
        List<String> arguments = new ArrayList<>(List.of("reading"));
        try (var files = Files.list(data)) {
            files.sorted().map(Path::toString).forEach(arguments::add);
        }
        arguments.add("--json");
        assertThat(run(arguments.toArray(String[]::new))).isZero();
        // issue 6: better than TF-IDF + logistic regression on the same 100 utterances, even at its best threshold
        assertThat(number("microF1")).isGreaterThan(number("microF1TfidfLogisticBestThreshold") + 0.1);
        assertThat(number("microF1OpaqueLabels")).isGreaterThan(number("microF1TfidfLogisticBestThreshold"));
    }

    @Test
    void ranksProductsAbovePopularityOnTheSharedPortfolio() {
        assertThat(run("products", shared("portfolio").toString(), "--json")).isZero();
        // issue 6: nDCG@5 of newly bought products above popularity
        assertThat(number("ndcg5")).isGreaterThan(number("ndcg5Popularity"));
    }

    private static Path shared(String name) {
        Path data = Path.of(System.getProperty("nextbest.shared", "../shared"), "data")
                .resolve(name);
        assumeTrue(Files.isDirectory(data), "the shared data sets are not here: " + data);
        return data;
    }

    private double number(String key) {
        Matcher found = Pattern.compile("\"" + key + "\":([-0-9.E]+)").matcher(out);
        assertThat(found.find()).as("%s in %s", key, out).isTrue();
        return Double.parseDouble(found.group(1));
    }

    private void assertBad(String message, String... arguments) {
        assertThat(run(arguments)).isEqualTo(1);
        assertThat(err).contains(message);
        assertThat(out).isEmpty();
    }

    private int run(String... arguments) {
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        int code = new CommandLine(new EvaluateCommand())
                .setOut(new PrintWriter(outText, true))
                .setErr(new PrintWriter(errText, true))
                .execute(arguments);
        out = outText.toString();
        err = errText.toString();
        return code;
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }
}
