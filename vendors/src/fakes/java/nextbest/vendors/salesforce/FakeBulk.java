package nextbest.vendors.salesforce;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import nextbest.vendors.Json;
import nextbest.vendors.salesforce.FakeSalesforce.Reply;
import tools.jackson.databind.JsonNode;

/**
 * Query jobs of the Bulk API 2.0: worked through after a while, fetched in parts that a locator names, whose last one says the word
 * {@code null}; forgotten some day. Nothing of lists inside records.
 */
final class FakeBulk {
    private static final String NO_RESULT = "null";

    private static final class Job {
        private final String id;
        private final FakeQuery query;
        private final List<Map<String, Object>> found;
        private int looks;
        private String state = "UploadComplete";

        private Job(String id, FakeQuery query, List<Map<String, Object>> found) {
            this.id = id;
            this.query = query;
            this.found = found;
        }
    }

    private final Map<String, Job> jobs = new TreeMap<>();
    private int looksUntilDone = 1;
    private int toFail;

    /** So often a job says that it is at work. */
    void slow(int looks) {
        looksUntilDone = looks;
    }

    void failNext() {
        toFail++;
    }

    void forget() {
        jobs.clear();
    }

    int count() {
        return jobs.size();
    }

    Reply begin(String id, FakeQuery query, List<Map<String, Object>> found) {
        if (query.hasLists() || query.counts()) {
            return FakeSalesforce.error(400, "FEATURENOTENABLED");
        }
        Job job = new Job(id, query, found);
        jobs.put(id, job);
        return new Reply(200, said(job));
    }

    Reply look(String id) {
        Job job = jobs.get(id);
        if (job == null) {
            return FakeSalesforce.error(404, "NOT_FOUND");
        }
        job.looks++;
        if (job.looks > looksUntilDone) {
            boolean fails = toFail > 0 && !job.state.equals("JobComplete");
            toFail -= fails ? 1 : 0;
            job.state = fails || job.state.equals("Failed") ? "Failed" : "JobComplete";
        } else {
            job.state = "InProgress";
        }
        return new Reply(200, said(job));
    }

    private static Map<String, Object> said(Job job) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("id", job.id);
        said.put("operation", "query");
        said.put("object", job.query.object());
        said.put("state", job.state);
        said.put("concurrencyMode", "Parallel");
        said.put("contentType", "CSV");
        said.put("apiVersion", 68.0);
        said.put("jobType", "V2Query");
        said.put("lineEnding", "LF");
        said.put("columnDelimiter", "COMMA");
        said.put("numberRecordsProcessed", job.state.equals("JobComplete") ? job.found.size() : 0);
        return said;
    }

    Reply results(String id, Map<String, String> parameters) {
        Job job = jobs.get(id);
        if (job == null) {
            return FakeSalesforce.error(404, "NOT_FOUND");
        }
        if (!job.state.equals("JobComplete")) {
            return FakeSalesforce.error(400, "INVALIDJOBSTATE");
        }
        int from = 0;
        if (parameters.containsKey("locator")) {
            String locator = new String(Base64.getDecoder().decode(parameters.get("locator")), StandardCharsets.UTF_8);
            if (!locator.startsWith(id + ":")) {
                return FakeSalesforce.error(400, "INVALIDLOCATOR");
            }
            from = Integer.parseInt(locator.substring(id.length() + 1));
        }
        int most = Integer.parseInt(parameters.getOrDefault("maxRecords", "50000"));
        int end = Math.min(job.found.size(), from + most);
        String next = end == job.found.size()
                ? NO_RESULT
                : Base64.getEncoder().encodeToString((id + ":" + end).getBytes(StandardCharsets.UTF_8));
        return new Reply(
                200,
                csv(job.query.fields(), job.found.subList(from, end)),
                Map.of(
                        "Content-Type",
                        "text/csv",
                        "Sforce-Locator",
                        next,
                        "Sforce-NumberOfRecords",
                        String.valueOf(end - from)));
    }

    private static String csv(List<String> fields, List<Map<String, Object>> records) {
        StringBuilder csv =
                new StringBuilder(fields.stream().map(FakeBulk::quoted).collect(Collectors.joining(",")));
        csv.append('\n');
        for (Map<String, Object> record : records) {
            csv.append(fields.stream()
                            .map(field -> record.get(field) == null ? "" : quoted(String.valueOf(record.get(field))))
                            .collect(Collectors.joining(",")))
                    .append('\n');
        }
        return csv.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    /** The query of a request that begins a job. */
    static String query(String body) {
        JsonNode job = Json.read("job", body);
        return job.path("query").asString();
    }
}
