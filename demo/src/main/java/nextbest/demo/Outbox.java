package nextbest.demo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/** Sends events in batches, the news of one deal together, so that no deal is seen half-told. */
final class Outbox {
    /** What the API takes at once. */
    static final int MOST = 1_000;

    private final ApiClient api;
    private final Tally tally;
    private List<Map<String, Object>> waiting = new ArrayList<>();

    Outbox(ApiClient api, Tally tally) {
        this.api = api;
        this.tally = tally;
    }

    void add(Map<String, Object> event) {
        waiting.add(event);
    }

    int size() {
        return waiting.size();
    }

    /** Sends what waits. */
    void flush() throws InterruptedException {
        List<Map<String, Object>> events = waiting;
        waiting = new ArrayList<>();
        send(events, sent -> {});
    }

    /**
     * Sends events at once.
     *
     * @param progress is told how many have been sent after each batch
     */
    void send(List<Map<String, Object>> events, IntConsumer progress) throws InterruptedException {
        int sent = 0;
        for (List<Map<String, Object>> batch : batches(events)) {
            post(batch);
            sent += batch.size();
            progress.accept(sent);
        }
    }

    /** Cuts between deals where that is possible. */
    static List<List<Map<String, Object>>> batches(List<Map<String, Object>> events) {
        List<List<Map<String, Object>>> batches = new ArrayList<>();
        int from = 0;
        while (from < events.size()) {
            int until = Math.min(events.size(), from + MOST);
            if (until < events.size()) {
                int cut = until;
                while (cut > from && sameSubject(events.get(cut - 1), events.get(cut))) {
                    cut--;
                }
                until = cut > from ? cut : until;
            }
            batches.add(events.subList(from, until));
            from = until;
        }
        return batches;
    }

    private static boolean sameSubject(Map<String, Object> a, Map<String, Object> b) {
        return a.get("subject") != null && a.get("subject").equals(b.get("subject"));
    }

    private void post(List<Map<String, Object>> batch) throws InterruptedException {
        ApiClient.Answer answer = api.post("/api/v1/events", Map.of("events", batch));
        if (!answer.isGood()) {
            throw new ApiRefusal("POST /api/v1/events should take " + batch.size() + " events, but answered "
                    + answer.status() + " " + answer.detail());
        }
        tally.events(number(answer, "accepted"), number(answer, "duplicates"), number(answer, "refused"));
        Set<String> reasons = new HashSet<>();
        if (answer.body().get("results") instanceof List<?> results) {
            for (Object item : results) {
                if (item instanceof Map<?, ?> result
                        && "refused".equals(result.get("status"))
                        && reasons.add(String.valueOf(result.get("violations")))) {
                    tally.trouble("event " + result.get("id") + " was refused: " + result.get("violations"));
                }
            }
        }
    }

    private static int number(ApiClient.Answer answer, String field) {
        return answer.body().get(field) instanceof Number number ? number.intValue() : 0;
    }
}
