package nextbest.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exports in German, French and Spanish, and in encodings of other alphabets. */
class LanguagesTest {
    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Nummer;Bezeichnung;Verkaufsphase;Auftragsvolumen;Schlusstermin;Erstelldatum;Betreuer;Unternehmen"
                        + "| Angebot versendet;Gewonnen;Verloren",
                "Kennung;Titel;Vertriebsphase;Betrag;Abschlussdatum;Angelegt am;Verkäufer;Kunde"
                        + "| Bedarfsanalyse;Geschlossen und gewonnen;Abgesagt",
                "Kennung;Titel;Vertriebsphase;Erlös;Abschlussdatum;Anlagedatum;Verkaeufer;Geschaeftspartner"
                        + "| Erstgespräch;Auftrag erteilt;Geschlossen verloren",
                "Identifiant;Nom;Étape;Montant;Date de clôture;Date de création;Propriétaire;Société"
                        + "| Devis envoyé;Fermée gagnée;Perdue",
                "Référence;Intitulé;Etape de vente;Valeur;Clôture;Créé le;Commercial;Nom du compte"
                        + "| Négociation;Gagné;Fermée perdue",
                "Identificador;Nombre;Etapa;Importe;Fecha de cierre;Fecha de creación;Propietario;Empresa"
                        + "| Propuesta enviada;Cierre ganado;Perdido",
                "Número;Título;Fase de venta;Monto;Cierre;Fecha de alta;Vendedor;Razón social"
                        + "| En negociación;Ganada;Cerrada perdida",
            })
    void usualHeadersAndStagesOfOtherLanguagesAreUnderstood(String headers, String stages) throws Exception {
        String[] stage = stages.split(";", -1);
        Path file = bench.file(
                "deals.csv",
                headers + "\nA-1;Eins;" + stage[0] + ";1.234,50;30.06.2026;13.01.2026;Ann;Acme\n"
                        + "A-2;Zwei;" + stage[1] + ";99,00;20.02.2026;14.01.2026;Ann;Acme\n"
                        + "A-3;Drei;" + stage[2] + ";99,00;21.02.2026;15.01.2026;Bob;Bolt\n");

        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-03-31"), file);

        assertThat(plan.report().problems()).isEmpty();
        assertThat(plan.report().deals()).isEqualTo(new ImportReport.Deals(3, 1, 1, 1, 0, 0));
        assertThat(plan.report().files().getFirst().columns().values())
                .containsExactly("id", "name", "stage", "amount", "closed", "created", "rep", "client");
        assertThat(Workbench.life(plan, "A-1").getLast().data())
                .containsEntry("amount", Map.of("amount", new BigDecimal("1234.50"), "currency", "USD"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3. März 2017 | 9. Oktober 2017",
                "03. Mär. 2017 | 09. Okt. 2017",
                "Fr., 3. März 2017 | Mo., 9. Oktober 2017",
                "3 mars 2017 | 9 octobre 2017",
                "le 3 mars 2017 | le 9 octobre 2017",
                "3 de marzo de 2017 | 9 de octubre de 2017",
                "viernes, 3 de marzo de 2017 | lunes, 9 de octubre de 2017",
                "3-MRZ-17 | 9-OKT-17",
                "March 3, 2017 | October 9, 2017",
                "2017年3月3日 | 2017年10月9日",
            })
    void monthsAreReadByTheirNames(String created, String closed) throws Exception {
        Path file = bench.file(
                "deals.csv",
                "id;name;stage;created;close date\nD1;a;Closed Won;" + created + ";" + closed + "\nD2;b;Closed Lost;"
                        + created + ";" + closed + "\n");

        ImportPlan plan = Workbench.plan(Workbench.asOf("2017-12-31"), file);

        assertThat(plan.report().problems()).isEmpty();
        assertThat(Workbench.life(plan, "D1"))
                .extracting(event -> event.occurredAt())
                .containsExactly(Instant.parse("2017-03-03T00:00:00Z"), Instant.parse("2017-10-09T23:59:59Z"));
    }

    @Test
    void aWordThatIsNoMonthMakesNoDate() {
        DateShape shape = new DateShape(DateShape.Order.NAMED, 2040);

        assertThat(shape.read("3. Marz 2017")).isPresent();
        assertThat(shape.read("3. Markt 2017")).isEmpty();
        assertThat(shape.read("31. Februar 2017")).isEmpty();
        assertThat(shape.allowed("31. Februar 2017")).contains("2017-02 has 28 days");
    }

    private ImportPlan amounts(String... cells) throws Exception {
        StringBuilder text = new StringBuilder("id;name;stage;created;amount\n");
        for (int i = 0; i < cells.length; i++) {
            text.append("D" + i + ";a;Proposal;2026-01-13;" + cells[i] + "\n");
        }
        return Workbench.plan(
                Workbench.asOf("2026-03-31"), bench.file("deals" + String.join("-", cells) + ".csv", text.toString()));
    }

    private static Object amountOf(ImportPlan plan, String deal) throws Exception {
        return ((Map<?, ?>) Workbench.life(plan, deal).getLast().data().get("amount")).get("amount");
    }

    @Test
    void threeDigitsBehindTheOnlyMarkAreThousandsAndSaidToBeDoubtful() throws Exception {
        ImportPlan plan = amounts("1.234", "800");

        assertThat(amountOf(plan, "D0")).isEqualTo(new BigDecimal("1234.00"));
        assertThat(plan.report().warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.column()).isEqualTo("amount");
            assertThat(warning.seen()).startsWith("1.234");
            assertThat(warning.allowed()).contains("read as 1234");
        });
    }

    @Test
    void anotherValueOfTheColumnDecidesWhatAMarkMeans() throws Exception {
        ImportPlan comma = amounts("1.234", "800,50");
        ImportPlan point = amounts("1,234", "800.50");

        assertThat(amountOf(comma, "D0")).isEqualTo(new BigDecimal("1234.00"));
        assertThat(amountOf(point, "D0")).isEqualTo(new BigDecimal("1234.00"));
        assertThat(comma.report().warnings()).isEmpty();
        assertThat(point.report().warnings()).isEmpty();
    }

    @Test
    void aValueAgainstTheColumnsHabitIsABadRowAndNotAThousandTimesTooSmall() throws Exception {
        ImportPlan plan = amounts("1.234,50", "800,50", "1,234");

        assertThat(plan.report().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(4);
            assertThat(problem.seen()).isEqualTo("1,234");
            assertThat(problem.allowed()).contains("1.234,50", "decimals or thousands");
        });
        // the twin: where the column has thousandths, three decimals are decimals
        ImportPlan fine = amounts("0,125", "1234,125", "1,234");
        assertThat(fine.report().problems()).isEmpty();
        assertThat(amountOf(fine, "D2")).isEqualTo(new BigDecimal("1.23"));
    }

    @ParameterizedTest
    @CsvSource({
        "windows-31j, 株式会社山田製作所, windows-31j",
        "windows-31j, ヤマダ, windows-31j",
        "EUC-JP, ヤマダ電機, EUC-JP",
        "GB18030, 北京科技有限公司, GB18030",
        "EUC-KR, 삼성전자, x-windows-949",
        "windows-1251, Газпром Нефть, windows-1251",
        "windows-1250, Łukasz Wiśniewski Spółka, windows-1250",
        "windows-1252, Société Générale, windows-1252",
        "x-MacRoman, Société Générale, x-MacRoman",
        "windows-1252, Größe, windows-1252",
    })
    void theEncodingIsFoundAndSaid(String charset, String client, String found) throws Exception {
        Path file = bench.file(
                "deals.csv",
                "id,account,stage,created\nD1," + client + ",Prospecting,2026-01-13\nD2," + client
                        + ",Closed Lost,2026-01-14\n",
                Charset.forName(charset));

        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-03-31"), file);

        assertThat(plan.report().problems()).isEmpty();
        assertThat(plan.report().files().getFirst().encoding()).isEqualTo(found);
        assertThat(Workbench.life(plan, "D1").getFirst().data()).containsEntry("client", client);
        assertThat(plan.report().notes())
                .anySatisfy(note -> assertThat(note).contains("read as " + found, "--encoding"));
    }

    @Test
    void whereTwoEncodingsReadAlikeWellBothAreShown() throws Exception {
        // ř is ø in Windows-1252, and both are letters
        Path file = bench.file(
                "deals.csv",
                "id,account,stage,created\nD1,Jiří Dvořák,Prospecting,2026-01-13\nD2,Plzeňský prazdroj,Prospecting,2026-01-14\n",
                Charset.forName("windows-1250"));

        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-03-31"), file);

        assertThat(plan.report().warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.line()).isEqualTo(2);
            assertThat(warning.seen()).contains("Jiøí Dvoøák", "Jiří Dvořák");
            assertThat(warning.allowed()).contains("--encoding");
        });
        ImportPlan told =
                Workbench.plan(Workbench.asOf("2026-03-31").withEncoding(Charset.forName("windows-1250")), file);
        assertThat(told.report().warnings()).isEmpty();
    }

    @Test
    void aWrongWordOnTheEncodingIsNoticed() throws Exception {
        String text = "id,account,stage,created\nD1,Müller,Prospecting,2026-01-13\nD2,Bolt,Prospecting,2026-01-14\n";
        ImportOptions latin = Workbench.asOf("2026-03-31").withEncoding(Charset.forName("windows-1252"));
        ImportOptions utf8 = Workbench.asOf("2026-03-31").withEncoding(Charset.forName("UTF-8"));

        ImportPlan doubtful = Workbench.plan(latin, bench.file("utf8.csv", text));
        ImportPlan broken = Workbench.plan(utf8, bench.file("latin.csv", text, Charset.forName("windows-1252")));

        assertThat(doubtful.report().warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.allowed()).contains("--encoding UTF-8"));
        assertThat(broken.report().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.line()).isEqualTo(2));
        assertThat(broken.report().deals().total()).isEqualTo(1);
    }
}
