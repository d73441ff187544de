package nextbest.demo;

import java.util.List;
import nextbest.signal.SignalType;

/** What people of the demo organisation say and write. */
final class Phrases {
    private static final List<String> LOSS_REASONS =
            List.of("price", "no decision", "competitor", "budget cut", "project stopped", "timing");

    private Phrases() {}

    static String lossReason(Chance chance) {
        return chance.pick(LOSS_REASONS);
    }

    /** What a signal is about; empty if it names nothing. */
    static String topic(SignalType signal, Deal deal, Chance chance) {
        return switch (signal) {
            case PAIN_POINT_MENTIONED -> chance.pick(Vendor.PAINS);
            case FEATURE_INTEREST -> chance.pick(Vendor.FEATURES);
            case COMPETITOR_MENTIONED -> deal.competitor();
            case INTEGRATION_DISCUSSED -> deal.technology();
            case OBJECTION_RAISED -> chance.pick(Vendor.OBJECTIONS);
            default -> "";
        };
    }

    /** The buyer's words. */
    static String quote(SignalType signal, String topic) {
        return switch (signal) {
            case PAIN_POINT_MENTIONED -> "Our biggest worry in the plant right now is " + topic + ".";
            case BUDGET_DISCUSSED -> "We have a frame for this, but I need to show what it brings back.";
            case ROI_DISCUSSED -> "How soon would this pay for itself?";
            case BUDGET_APPROVAL_NEEDED -> "The finance committee has to approve anything of this size.";
            case TIMELINE_MENTIONED -> "It should run before the summer shutdown.";
            case TIMELINE_CHANGED -> "The shutdown has been moved, so our dates move too.";
            case COMPETITOR_MENTIONED -> "We are also talking to " + topic + ".";
            case DEMO_COMPLETED -> "Thank you for the demonstration, the team found it clear.";
            case TECHNICAL_REVIEW_NEEDED -> "Our automation team has to review this first.";
            case TECHNICAL_VALIDATION_NEEDED -> "Can you show that it copes with our sampling rates?";
            case PRICING_DISCUSSED -> "Please send us figures for ten and for forty measuring points.";
            case CONTRACT_REVIEW_STARTED -> "The contract is with our legal department now.";
            case DISCOUNT_REQUESTED -> "At this volume we expect a better price.";
            case EXECUTIVE_SIGN_OFF_NEEDED -> "Our managing director has to sign this.";
            case EXECUTIVE_ATTENTION_NEEDED -> "Someone from your management should talk to ours.";
            case SKEPTICISM_VOICED -> "We have heard such promises before.";
            case EVALUATION_STARTED -> "We have begun to compare suppliers.";
            case HANDS_ON_WANTED -> "Could we try it on one line first?";
            case FEATURE_INTEREST -> "Tell me more about " + topic + ".";
            case INDUSTRY_INSIGHT_WANTED -> "What do others in our industry do about this?";
            case SECURITY_REVIEW_STARTED -> "Security has sent you a list of questions.";
            case SOCIAL_PROOF_NEEDED -> "Who else uses this in a plant like ours?";
            case INTEGRATION_DISCUSSED -> "It has to talk " + topic + " to what we have.";
            case NEW_STAKEHOLDER -> "A colleague from purchasing joins us from now on.";
            case NON_STANDARD_TERMS_WANTED -> "We cannot accept your standard terms on liability.";
            case CHAMPION_NEEDS_MATERIAL -> "I need two pages that I can show upstairs.";
            case CHAMPION_DEPARTURE_RISK -> "I may move to another site in the autumn.";
            case OBJECTION_RAISED -> "What holds us back is " + topic + ".";
            case BUDGET_UNCLEAR -> "I cannot say yet where the money would come from.";
            case ENGAGEMENT_DECLINING -> "We are rather busy with other things at the moment.";
        };
    }

    /** A rep's note after somebody spoke. */
    static String note(Deal deal, SignalType signal, String topic) {
        return "Talked to " + deal.client().contacts().getFirst().title().toLowerCase(java.util.Locale.ROOT) + " of "
                + deal.client().name() + " about " + deal.products().getFirst().name() + ". In their words: \""
                + quote(signal, topic) + "\"";
    }
}
