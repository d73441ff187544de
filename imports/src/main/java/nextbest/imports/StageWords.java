package nextbest.imports;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nextbest.deal.StageKind;

/** What the usual names of stages and outcomes mean. */
final class StageWords {
    /**
     * @param rank the usual place among stages of the same kind
     * @param sure false if it was guessed from a word
     */
    record Meaning(StageKind kind, int rank, boolean sure) {}

    /** What became of a deal. */
    enum Result {
        OPEN(0),
        WON(1),
        LOST(2);

        private final int place;

        Result(int place) {
            this.place = place;
        }

        /** Where it is counted in an array of three. */
        int place() {
            return place;
        }
    }

    private static final Map<String, Meaning> KNOWN = new HashMap<>();
    private static final Map<StageKind, List<String>> WORD_BEGINNINGS = Map.of(
            StageKind.NEGOTIATION,
            List.of(
                    "negotiat",
                    "contract",
                    "verbal",
                    "commit",
                    "legal",
                    "procurement",
                    "closing",
                    "verhandlung",
                    "bought"),
            StageKind.PROPOSAL,
            List.of(
                    "proposal",
                    "propos",
                    "quot",
                    "demo",
                    "presentation",
                    "evaluat",
                    "trial",
                    "poc",
                    "pilot",
                    "pricing",
                    "value",
                    "solution",
                    "angebot",
                    "offer"),
            StageKind.DISCOVERY,
            List.of(
                    "qualif",
                    "discover",
                    "engag",
                    "need",
                    "analys",
                    "meeting",
                    "appointment",
                    "contacted",
                    "connected",
                    "interest",
                    "develop",
                    "scop",
                    "bedarf"),
            StageKind.PROSPECTING,
            List.of(
                    "prospect",
                    "lead",
                    "new",
                    "target",
                    "initial",
                    "cold",
                    "identif",
                    "inbound",
                    "outreach",
                    "suspect",
                    "erst"));

    /** German, French and Spanish, without accents. */
    private static final String LANGUAGES = """
            PROSPECTING: erstkontakt, akquise, kontaktaufnahme, neukontakt, neu, anfrage, interessent, identifiziert
            DISCOVERY: qualifizierung, qualifikation, qualifiziert, bedarfsanalyse, bedarfsermittlung, erstgesprach, erstgespraech, termin vereinbart, analyse
            PROPOSAL: angebot, angebotsphase, angebot erstellt, angebot gesendet, angebot versendet, angebot abgegeben, prasentation, praesentation, prasentation geplant, vorfuhrung, vorfuehrung, angebot prufen
            NEGOTIATION: verhandlung, in verhandlung, vertragsverhandlung, vertrag, vertrag gesendet, vertrag versendet, mundliche zusage, muendliche zusage
            WON: gewonnen, geschlossen gewonnen, geschlossen und gewonnen, abgeschlossen gewonnen, abgeschlossen und gewonnen, beauftragt, auftrag erhalten, auftrag erteilt
            LOST: verloren, geschlossen verloren, geschlossen und verloren, abgeschlossen verloren, abgeschlossen und verloren, abgelehnt, abgesagt, storniert, kein bedarf, keine entscheidung
            PROSPECTING: prospection, prise de contact, premier contact, nouveau, nouvelle, piste
            DISCOVERY: qualification, qualifie, qualifiee, decouverte, analyse des besoins, etude des besoins, rendez vous planifie, rendez vous pris
            PROPOSAL: proposition, proposition envoyee, devis, devis envoye, offre, offre envoyee, presentation planifiee, demonstration
            NEGOTIATION: negociation, en negociation, contrat, contrat envoye, accord verbal
            WON: gagne, gagnee, ferme gagne, fermee gagnee, cloture gagne, cloture gagnee, cloturee gagnee, conclu, signe
            LOST: perdu, perdue, ferme perdu, fermee perdue, cloture perdu, cloture perdue, cloturee perdue, abandonne, annule
            PROSPECTING: prospeccion, primer contacto, contacto inicial, nuevo, nueva, prospecto
            DISCOVERY: calificacion, calificado, cualificacion, cualificado, descubrimiento, analisis de necesidades, cita programada, reunion programada
            PROPOSAL: propuesta, propuesta enviada, presupuesto, presupuesto enviado, cotizacion, cotizacion enviada, oferta, oferta enviada, presentacion, presentacion programada, demostracion
            NEGOTIATION: negociacion, en negociacion, contrato, contrato enviado, acuerdo verbal
            WON: ganado, ganada, cerrado ganado, cerrada ganada, cierre ganado
            LOST: perdido, perdida, cerrado perdido, cerrada perdida, cierre perdido, descartado, cancelado""";

    static {
        known(
                StageKind.PROSPECTING,
                "prospecting",
                "prospect",
                "prospects",
                "new",
                "new lead",
                "lead",
                "lead in",
                "lead generation",
                "identified",
                "target",
                "suspect",
                "initial contact",
                "first contact",
                "outreach",
                "contact made",
                "erstkontakt",
                "akquise");
        known(
                StageKind.DISCOVERY,
                "appointment scheduled",
                "engaging",
                "engaged",
                "discovery",
                "qualifying",
                "qualification",
                "qualified",
                "qualified to buy",
                "sales qualified",
                "sql",
                "needs analysis",
                "needs defined",
                "needs assessment",
                "develop",
                "scoping",
                "meeting",
                "meeting scheduled",
                "qualifizierung",
                "bedarfsanalyse",
                "opportunity");
        known(
                StageKind.PROPOSAL,
                "demo",
                "demo scheduled",
                "demo done",
                "value proposition",
                "id decision makers",
                "identify decision makers",
                "perception analysis",
                "solution",
                "evaluation",
                "presentation",
                "presentation scheduled",
                "technical review",
                "trial",
                "proof of concept",
                "poc",
                "propose",
                "proposal",
                "proposal made",
                "proposal sent",
                "proposal price quote",
                "proposal quote",
                "quote",
                "quote sent",
                "angebot");
        known(
                StageKind.NEGOTIATION,
                "decision maker bought in",
                "negotiation",
                "negotiating",
                "negotiations started",
                "negotiation review",
                "negotiate",
                "verbal",
                "verbal commit",
                "verbal agreement",
                "commit",
                "contract sent",
                "contract",
                "legal",
                "procurement",
                "closing",
                "verhandlung");
        known(
                StageKind.WON,
                "won",
                "closed won",
                "close won",
                "deal won",
                "win",
                "closed won deal",
                "gewonnen",
                "signed",
                "booked");
        known(
                StageKind.LOST,
                "lost",
                "closed lost",
                "close lost",
                "deal lost",
                "loss",
                "verloren",
                "no decision",
                "closed no decision",
                "disqualified",
                "closed disqualified",
                "abandoned",
                "cancelled",
                "canceled",
                "dead",
                "rejected",
                "unqualified");
    }

    static {
        for (String line : LANGUAGES.split("\n", -1)) {
            String[] parts = line.split(": ", 2);
            known(StageKind.valueOf(parts[0]), parts[1].split(", ", -1));
        }
    }

    private static final Map<String, Result> RESULTS = new HashMap<>();

    static {
        for (String won : List.of(
                "won",
                "win",
                "closed won",
                "yes",
                "y",
                "true",
                "1",
                "success",
                "gewonnen",
                "ja",
                "deal won",
                "gagne",
                "gagnee",
                "oui",
                "ganado",
                "ganada",
                "si")) {
            RESULTS.put(won, Result.WON);
        }
        for (String lost : List.of(
                "lost",
                "loss",
                "lose",
                "closed lost",
                "no",
                "n",
                "false",
                "0",
                "failure",
                "verloren",
                "nein",
                "deal lost",
                "perdu",
                "perdue",
                "non",
                "perdido",
                "perdida")) {
            RESULTS.put(lost, Result.LOST);
        }
        for (String open : List.of(
                "",
                "open",
                "pending",
                "in progress",
                "active",
                "ongoing",
                "offen",
                "none",
                "new",
                "laufend",
                "in arbeit",
                "ouvert",
                "ouverte",
                "en cours",
                "abierto",
                "abierta",
                "en curso",
                "en proceso")) {
            RESULTS.put(open, Result.OPEN);
        }
    }

    private static final Pattern OUTCOME_WITH_REMARK =
            Pattern.compile("(won|lost)\\s*[-–—:(/].*", Pattern.CASE_INSENSITIVE);

    private StageWords() {}

    private static void known(StageKind kind, String... labels) {
        for (int rank = 0; rank < labels.length; rank++) {
            KNOWN.putIfAbsent(labels[rank], new Meaning(kind, rank, true));
        }
    }

    /** The meaning of a usual name. */
    static Optional<Meaning> known(String label) {
        return Optional.ofNullable(KNOWN.get(Headers.folded(withoutPipeline(label))));
    }

    /** A guess from the words in a label, for labels that many rows carry. */
    static Optional<Meaning> guess(String label) {
        String normal = Headers.normal(withoutPipeline(label));
        List<String> words = List.of(normal.split(" ", -1));
        Optional<Meaning> ended = ended(label, normal);
        if (ended.isPresent()) {
            return ended;
        }
        if (words.contains("won") || words.contains("lost")) {
            // "almost won" is no win: an outcome is never guessed from a word among others
            return Optional.empty();
        }
        for (StageKind kind :
                List.of(StageKind.NEGOTIATION, StageKind.PROPOSAL, StageKind.DISCOVERY, StageKind.PROSPECTING)) {
            for (String beginning : WORD_BEGINNINGS.get(kind)) {
                if (words.stream().anyMatch(word -> word.startsWith(beginning))) {
                    return Optional.of(new Meaning(kind, 50, false));
                }
            }
        }
        return Optional.empty();
    }

    /** "Closed won, renewal" and "Lost - price": an outcome, and a remark that is set off from it. */
    private static Optional<Meaning> ended(String label, String normal) {
        Matcher remark = OUTCOME_WITH_REMARK.matcher(label.strip());
        String outcome = remark.matches() ? remark.group(1) : "";
        for (StageKind kind : List.of(StageKind.WON, StageKind.LOST)) {
            String word = kind.name().toLowerCase(Locale.ROOT);
            if (outcome.equalsIgnoreCase(word) || normal.startsWith("closed " + word)) {
                return Optional.of(new Meaning(kind, 50, false));
            }
        }
        return Optional.empty();
    }

    /** What an outcome column says; empty if the word is not known. */
    static Optional<Result> result(String value) {
        return Optional.ofNullable(RESULTS.get(Headers.folded(value)))
                .or(() -> known(value).map(meaning -> switch (meaning.kind()) {
                    case WON -> Result.WON;
                    case LOST -> Result.LOST;
                    case PROSPECTING, DISCOVERY, PROPOSAL, NEGOTIATION -> Result.OPEN;
                }));
    }

    /** Whether a word says only whether a deal is open, won or lost, and names no stage of a process. */
    static boolean isResultWord(String value) {
        String folded = Headers.folded(value);
        return RESULTS.containsKey(folded) && !folded.isEmpty() && !folded.equals("new") && !folded.equals("none");
    }

    static Result resultOf(StageKind kind) {
        return switch (kind) {
            case WON -> Result.WON;
            case LOST -> Result.LOST;
            case PROSPECTING, DISCOVERY, PROPOSAL, NEGOTIATION -> Result.OPEN;
        };
    }

    static Optional<StageKind> kindOf(String text) {
        try {
            return Optional.of(StageKind.valueOf(text.strip().toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** HubSpot writes {@code Contract sent (Sales Pipeline)}. */
    private static String withoutPipeline(String label) {
        int bracket = label.indexOf(" (");
        return bracket > 0 && label.endsWith(")") ? label.substring(0, bracket) : label;
    }
}
