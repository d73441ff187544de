package nextbest.vendors.salesforce;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import nextbest.vendors.Json;
import nextbest.vendors.http.Answer;
import nextbest.vendors.port.VendorTrouble;
import nextbest.vendors.port.VendorTrouble.Cause;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Queries of the Bulk API 2.0: Salesforce works through one by itself and keeps what it found as CSV for some days, to be fetched
 * part by part. A part is named by the job and a locator, so that who was broken off fetches on where it stood.
 */
final class BulkJobs {
    /** A look that finds a job still at work looks again within one step, in all for about so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

    private final SalesforceApi api;

    BulkJobs(SalesforceApi api) {
        this.api = Objects.requireNonNull(api, "api");
    }

    /** Where a job stands. */
    enum State {
        WORKING,
        DONE,
        /** It failed or was aborted: it will not be done. */
        FAILED,
        /** Salesforce has forgotten it. */
        UNKNOWN
    }

    /**
     * A part of what was found.
     *
     * @param rows fields by name, as texts; empty ones are missing
     * @param next locator of the next part; empty: that was all
     */
    record Part(List<JsonNode> rows, Optional<String> next) {}

    /** @return the id of the job; empty if the org lets us have none */
    Optional<String> begin(String what, String soql) {
        try {
            JsonNode job = api.post(
                    "begin to " + what,
                    "jobs/query",
                    Map.of(
                            "operation", "query",
                            "query", soql,
                            "contentType", "CSV",
                            "columnDelimiter", "COMMA",
                            "lineEnding", "LF"));
            return Json.text(job, "id");
        } catch (VendorTrouble e) {
            if (e.what() != Cause.FORBIDDEN && e.what() != Cause.REJECTED) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Where a job stands; one that works is waited for a while. */
    State await(String job) {
        Duration waited = Duration.ZERO;
        Duration pause = FIRST_PAUSE;
        State state = look(job);
        while (state == State.WORKING && waited.compareTo(PATIENCE) < 0) {
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new VendorTrouble(Cause.UNAVAILABLE, "a bulk query: given up while waiting for it");
            }
            waited = waited.plus(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            state = look(job);
        }
        return state;
    }

    private State look(String job) {
        Optional<JsonNode> found = api.find("look at a bulk query", "jobs/query/" + job);
        return found.map(one -> switch (Json.text(one, "state").orElse("")) {
                    case "JobComplete" -> State.DONE;
                    case "Failed", "Aborted" -> State.FAILED;
                    default -> State.WORKING;
                })
                .orElse(State.UNKNOWN);
    }

    /**
     * @param locator of an earlier part's end; empty: from the beginning
     * @param most rows
     * @return empty if Salesforce does not know the job or the locator any more
     */
    Optional<Part> part(String job, String locator, int most) {
        Answer answer = api.fetch(
                "fetch what a bulk query found",
                "jobs/query/" + job + "/results?maxRecords=" + most
                        + (locator.isEmpty() ? "" : "&locator=" + SalesforceApi.encoded(locator)));
        if (answer.status() == 404 || answer.status() == 400) {
            return Optional.empty();
        }
        Optional<String> next = answer.header("Sforce-Locator").filter(one -> !one.isEmpty() && !one.equals("null"));
        return Optional.of(new Part(rows(answer.body()), next));
    }

    private static List<JsonNode> rows(String csv) {
        List<JsonNode> rows = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(csv)) {
            for (NamedCsvRecord line : reader) {
                ObjectNode row = JsonNodeFactory.instance.objectNode();
                line.getFieldsAsMap().forEach((name, value) -> {
                    if (!value.isEmpty()) {
                        row.put(name, value);
                    }
                });
                rows.add(row);
            }
            return rows;
        } catch (CsvParseException | java.io.IOException e) {
            // the library's message quotes the text
            throw new VendorTrouble(
                    Cause.NOT_UNDERSTOOD,
                    "fetch what a bulk query found: expected CSV, but the answer of " + csv.length()
                            + " characters is none");
        }
    }
}
