package nextbest.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import nextbest.topics.LabelReader;
import nextbest.topics.LabelledText;
import nextbest.topics.LexicalLogistic;
import nextbest.topics.TextEncoder;
import org.apache.commons.rng.sampling.ListSampler;
import org.apache.commons.rng.simple.RandomSource;

/** Multi-label reading from few examples, beside TF-IDF and one logistic regression per label on the same examples. */
final class ReadingTask {
    private ReadingTask() {}

    /**
     * What was measured on all utterances that were not learned from.
     *
     * @param ours micro-F1
     * @param opaque ours, with label names that say nothing: what the examples alone teach
     * @param byWords ours without the sentence model
     * @param reference TF-IDF + logistic regression, chance at least one half
     * @param referenceTuned the same at the threshold that is best on what is measured: more than could be had
     */
    record Draw(double ours, double opaque, double byWords, double reference, double referenceTuned) {}

    record Result(int utterances, int labels, int train, List<Draw> draws) {
        double mean(ToDoubleFunction<Draw> value) {
            return draws.stream().mapToDouble(value).average().orElse(Double.NaN);
        }

        Map<String, Object> json() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("utterances", utterances);
            map.put("labels", labels);
            map.put("train", train);
            map.put("draws", draws.size());
            map.put("microF1", mean(Draw::ours));
            map.put("microF1OpaqueLabels", mean(Draw::opaque));
            map.put("microF1ByWords", mean(Draw::byWords));
            map.put("microF1TfidfLogistic", mean(Draw::reference));
            map.put("microF1TfidfLogisticBestThreshold", mean(Draw::referenceTuned));
            return map;
        }
    }

    static Result run(List<LabelledText> all, int train, int draws, TextEncoder encoder) {
        if (all.size() < train + 10) {
            throw new BadData("expected at least " + (train + 10) + " utterances (" + train
                    + " to learn from, 10 to measure on), but got " + all.size());
        }
        Set<String> labels = new TreeSet<>();
        all.forEach(t -> labels.addAll(t.labels()));
        Map<String, String> names = new TreeMap<>();
        Map<String, String> opaque = new TreeMap<>();
        labels.forEach(l -> {
            names.put(l, l);
            opaque.put(l, "zzq" + opaque.size());
        });
        List<Draw> measured = new ArrayList<>();
        for (int draw = 0; draw < draws; draw++) {
            List<LabelledText> order = new ArrayList<>(all);
            ListSampler.shuffle(RandomSource.XO_RO_SHI_RO_128_PP.create(draw), order);
            List<LabelledText> known = order.subList(0, train);
            List<LabelledText> rest = order.subList(train, order.size());
            LexicalLogistic reference = LexicalLogistic.learn(known);
            double[] best = reference(reference, rest);
            measured.add(new Draw(
                    f1(LabelReader.learn(known, names, Optional.of(encoder)), rest),
                    f1(LabelReader.learn(known, opaque, Optional.of(encoder)), rest),
                    f1(LabelReader.learn(known, names, Optional.empty()), rest),
                    best[0],
                    best[1]));
        }
        return new Result(all.size(), labels.size(), train, measured);
    }

    private static double f1(LabelReader reader, List<LabelledText> rest) {
        List<List<LabelReader.Reading>> read =
                reader.read(rest.stream().map(LabelledText::text).toList());
        int right = 0;
        int said = 0;
        int carried = 0;
        for (int i = 0; i < rest.size(); i++) {
            carried += rest.get(i).labels().size();
            for (LabelReader.Reading reading : read.get(i)) {
                if (reading.said()) {
                    said++;
                    right += rest.get(i).labels().contains(reading.label()) ? 1 : 0;
                }
            }
        }
        return 2.0 * right / Math.max(1, said + carried);
    }

    /** At one half, and at the best of 40 thresholds. */
    private static double[] reference(LexicalLogistic reference, List<LabelledText> rest) {
        List<Map<String, Double>> chances =
                rest.stream().map(t -> reference.chances(t.text())).toList();
        double[] result = {f1(chances, rest, 0.5), 0};
        for (int k = 1; k <= 40; k++) {
            result[1] = Math.max(result[1], f1(chances, rest, k * 0.02));
        }
        return result;
    }

    private static double f1(List<Map<String, Double>> chances, List<LabelledText> rest, double threshold) {
        int right = 0;
        int said = 0;
        int carried = 0;
        for (int i = 0; i < rest.size(); i++) {
            Set<String> truth = rest.get(i).labels();
            carried += truth.size();
            for (Map.Entry<String, Double> chance : chances.get(i).entrySet()) {
                if (chance.getValue() >= threshold) {
                    said++;
                    right += truth.contains(chance.getKey()) ? 1 : 0;
                }
            }
        }
        return 2.0 * right / Math.max(1, said + carried);
    }
}
