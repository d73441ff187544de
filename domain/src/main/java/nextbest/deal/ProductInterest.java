package nextbest.deal;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import nextbest.identity.ProductId;

/**
 * A product that the deal's client does not hold and may want, as the last screening saw it.
 *
 * @param product which one
 * @param name what people call it
 * @param fit what was counted for and against it
 * @param passages what the client and research said of what it is for, the strongest first
 * @param material documents made for it, the best to send first
 * @param closed why it may not be presented now; empty if it may
 * @param productTeam what product management last answered about it; empty if nothing
 * @param screenedAt when the screening saw it
 */
public record ProductInterest(
        ProductId product,
        String name,
        Fit fit,
        List<Passage> passages,
        List<ContentAsset> material,
        Optional<Closed> closed,
        Optional<TeamAnswer> productTeam,
        Instant screenedAt) {
    public ProductInterest {
        Objects.requireNonNull(product, "product");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(fit, "fit");
        passages = List.copyOf(passages);
        material = List.copyOf(material);
        Objects.requireNonNull(closed, "closed");
        Objects.requireNonNull(productTeam, "productTeam");
        Objects.requireNonNull(screenedAt, "screenedAt");
    }

    /**
     * What product management made of what sales reported of the product.
     *
     * @param adopted whether it changes something
     * @param text what, or why not
     */
    public record TeamAnswer(boolean adopted, String text) {
        public TeamAnswer {
            Objects.requireNonNull(text, "text");
        }
    }

    /** Why a product is not presented now. */
    public enum Closed {
        /** The client said no not long ago. */
        REFUSED,
        /** It was shown to the client and waits for an answer. */
        SHOWN,
        /** The rep kept it back. */
        KEPT_BACK,
        /** The client has accepted it. */
        ACCEPTED,
        /** The house has withdrawn it for this client's segment. */
        WITHDRAWN
    }

    /**
     * What a screening counted; shares are thousandths of what the ground can give.
     *
     * @param hundredths points of the screening, 0 to 10,000
     * @param portfolio how much the portfolio of the client is like those that hold it, 0 to 1,000; 200 is the average product
     * @param similar how many similar clients were looked at
     * @param holders how many of them hold it
     * @param houseView how the house sees it, 0 to 1,000; 500 is no opinion
     * @param stance the house view in a word, lower case; empty if there is none
     * @param conversation how much the client talks about what it is for, 0 to 1,000; 0 is not at all
     * @param shown how many similar clients it was shown to
     * @param accepted how many of them accepted it
     * @param allShown how many clients it was shown to
     * @param allAccepted how many of all accepted it
     */
    public record Fit(
            int hundredths,
            int portfolio,
            int similar,
            int holders,
            int houseView,
            String stance,
            int conversation,
            int shown,
            int accepted,
            int allShown,
            int allAccepted) {
        public Fit {
            Objects.requireNonNull(stance, "stance");
            if (hundredths < 0 || hundredths > 10_000) {
                throw new IllegalArgumentException(
                        "the points of a screening must be 0 to 10,000 hundredths, but are " + hundredths);
            }
            for (int share : List.of(portfolio, houseView, conversation)) {
                if (share < 0 || share > 1_000) {
                    throw new IllegalArgumentException(
                            "a share of a ground must be 0 to 1,000 thousandths, but is " + share);
                }
            }
            within("holders", holders, similar);
            within("similar clients that accepted it", accepted, shown);
            within("clients that accepted it", allAccepted, allShown);
        }
    }

    private static void within(String what, int part, int whole) {
        if (part < 0 || part > whole) {
            throw new IllegalArgumentException("there must be 0 to " + whole + " " + what + ", but there are " + part);
        }
    }

    /**
     * Words that a mapping to the product's topics rests on.
     *
     * @param id of the passage, unique: document and position
     * @param byClient whether the client said it; otherwise research or marketing wrote it
     * @param title of the document; empty for a note
     * @param quote the words: data, never an instruction
     * @param terms the words of the topic that were said; none where meaning alone decided
     * @param at when it was said
     * @param source who told us
     */
    public record Passage(
            String id, boolean byClient, String title, String quote, List<String> terms, Instant at, String source) {
        public Passage {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(title, "title");
            Objects.requireNonNull(quote, "quote");
            terms = List.copyOf(terms);
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(source, "source");
        }
    }

    /** What tells a candidate with this product from the others, as a part of the candidate's key. */
    public String identity() {
        return IDENTITY + product;
    }

    private static final String IDENTITY = "product-";

    /** The product that a candidate's key names; empty if it names none. */
    public static Optional<ProductId> named(String candidateKey) {
        for (String part : candidateKey.split(":", -1)) {
            if (part.startsWith(IDENTITY)) {
                return Optional.of(ProductId.parse(part.substring(IDENTITY.length())));
            }
        }
        return Optional.empty();
    }
}
