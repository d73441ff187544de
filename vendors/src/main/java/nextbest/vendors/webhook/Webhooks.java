package nextbest.vendors.webhook;

import java.util.List;
import nextbest.vendors.Setting;

/** How a vendor's calls are checked and read. */
public interface Webhooks {
    /** What the vendor signs with. */
    Setting SECRET = Setting.secret("webhook-secret", false, "what the vendor signs its calls with");

    /** What it signed with before, while both may still be in use. */
    Setting OLD_SECRET = Setting.secret(
            "webhook-secret-old", false, "what the vendor signed with before, while it is being replaced");

    /** Where the vendor is to call, for vendors that are asked to over their API; filled in by itself. */
    Setting ADDRESS = Setting.secret(
            "webhook-address",
            false,
            "where the vendor calls us; filled in from the public address of this installation");

    /**
     * Whether a call is the vendor's, over its raw bytes and in a time that does not depend on how wrong it is.
     *
     * @param secrets those that are valid at the moment: one, or two while one is being replaced
     */
    Verdict check(Incoming call, List<String> secrets);

    /**
     * What a vendor wants to hear when its call is kept.
     *
     * @param contentType empty where there is no body
     */
    record Reply(int status, String contentType, String body) {}

    /** Most vendors want nothing but a good status. */
    default Reply acknowledgement() {
        return new Reply(204, "", "");
    }

    /**
     * What is kept of a genuine call: the body, for most. Where a header says what happened, it is kept with it. A call of which the
     * same is kept already is the same call.
     */
    default byte[] kept(Incoming call) {
        return call.body();
    }

    /**
     * What a genuine call is about. Never throws: what is not understood is said in the result.
     *
     * @param kept what {@link #kept} gave
     */
    Hints read(byte[] kept);
}
