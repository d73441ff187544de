package nextbest.api.problem;

import nextbest.fact.Keyed;

/** The ways in which a request can fail. The key is part of the API: it ends the problem's type. */
public enum ProblemKind implements Keyed {
    MALFORMED(400, "The request cannot be read"),
    UNAUTHENTICATED(401, "Who is asking is not known"),
    FORBIDDEN(403, "The role may not do this"),
    NOT_FOUND(404, "There is no such thing"),
    NO_CARD(404, "There is no card"),
    METHOD_NOT_ALLOWED(405, "The address does not know this method"),
    NOT_ACCEPTABLE(406, "The answer cannot be given in this form"),
    AMBIGUOUS(409, "Several things have this name"),
    CONFLICT(409, "The request contradicts the present state"),
    DEAL_CLOSED(409, "The deal has ended"),
    NOT_LIVE(409, "Recommendations are not live yet"),
    NOT_DELIVERED(409, "Only what was delivered can be answered"),
    SUPERSEDED(409, "There is a newer card"),
    CLOCK_IS_REAL(409, "Business time is real time here"),
    UNDER_WAY(409, "The same request is being carried out"),
    EXPIRED(410, "The time for this is over"),
    TOO_LARGE(413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The request is in a form that is not understood"),
    INVALID(422, "The request has values that are not allowed"),
    KEY_REUSED(422, "The idempotency key was used for another request"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    INTERNAL(500, "Something went wrong on our side"),
    UNAVAILABLE(503, "A part that is needed does not answer");

    private final int status;
    private final String title;

    ProblemKind(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The type of the problem document. */
    public String type() {
        return "urn:nextbest:problem:" + key();
    }
}
