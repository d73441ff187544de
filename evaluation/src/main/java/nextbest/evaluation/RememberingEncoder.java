package nextbest.evaluation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nextbest.topics.TextEncoder;

/** Asks the model once per text; the tasks read the same texts in each draw. */
record RememberingEncoder(TextEncoder model, Map<String, float[]> known) implements TextEncoder {
    RememberingEncoder(TextEncoder model) {
        this(model, new HashMap<>());
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public int dimension() {
        return model.dimension();
    }

    @Override
    public List<float[]> encode(List<String> texts) {
        List<String> fresh =
                texts.stream().distinct().filter(t -> !known.containsKey(t)).toList();
        List<float[]> vectors = model.encode(fresh);
        for (int i = 0; i < fresh.size(); i++) {
            known.put(fresh.get(i), vectors.get(i));
        }
        return texts.stream().map(known::get).toList();
    }
}
