package nextbest.api.security;

import static nextbest.store.security.Role.INTEGRATION;
import static nextbest.store.security.Role.MANAGER;
import static nextbest.store.security.Role.MARKETING;
import static nextbest.store.security.Role.OPERATOR;
import static nextbest.store.security.Role.PRODUCT_MANAGER;
import static nextbest.store.security.Role.REP;
import static nextbest.store.security.Role.TOP_MANAGEMENT;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import nextbest.store.security.Role;

/** Everything that can be done through the API and the pages, and the roles that may do it. */
public enum Act {
    SEND_EVENTS(INTEGRATION, OPERATOR),
    READ_SUBJECTS(REP, MANAGER, PRODUCT_MANAGER, OPERATOR, INTEGRATION),
    DECIDE(REP, MANAGER, OPERATOR, INTEGRATION),
    READ_DECISIONS(REP, MANAGER, PRODUCT_MANAGER, OPERATOR, INTEGRATION),
    /** Saying what the rep did: the rep, or a program on the rep's behalf; nobody else puts words in a rep's mouth. */
    ANSWER(REP, INTEGRATION),
    /** Carrying out in the record of a deal what its card recommends: the deal's rep, in person. */
    CHANGE_RECORDS(REP),
    /** Opening a card in another program for the rep who uses it. */
    EMBED_CARDS(INTEGRATION),
    READ_REPORTS(MANAGER, PRODUCT_MANAGER, MARKETING, TOP_MANAGEMENT, OPERATOR, INTEGRATION),
    ANSWER_REPORTS(MANAGER, PRODUCT_MANAGER, MARKETING, TOP_MANAGEMENT),
    /** Topics, material and what is missing of it. */
    READ_MATERIAL(MARKETING, PRODUCT_MANAGER),
    /** A manager's own team: its figures, its contradictions, guidance for it. */
    READ_TEAM(MANAGER),
    GUIDE_TEAM(MANAGER),
    READ_OVERVIEW(TOP_MANAGEMENT, OPERATOR),
    /** Seeing contradictions on cards, and taking a side. */
    SETTLE_CONFLICTS(REP, MANAGER),
    RELEASE_CATALOGUE(PRODUCT_MANAGER, OPERATOR),
    /** What waits for a manager's word before it decides, and what was answered. */
    READ_APPROVALS(MANAGER, PRODUCT_MANAGER, TOP_MANAGEMENT, OPERATOR),
    APPROVE(MANAGER, TOP_MANAGEMENT),
    SET_APPROVAL_RULE(TOP_MANAGEMENT, OPERATOR),
    TRY_RULES(MANAGER, PRODUCT_MANAGER, TOP_MANAGEMENT, OPERATOR),
    READ_TRIALS(MANAGER, PRODUCT_MANAGER, MARKETING, TOP_MANAGEMENT, OPERATOR, INTEGRATION),
    RUN_TRIALS(PRODUCT_MANAGER, TOP_MANAGEMENT, OPERATOR),
    READ_CATALOGUE(REP, MANAGER, PRODUCT_MANAGER, MARKETING, TOP_MANAGEMENT, OPERATOR, INTEGRATION),
    READ_STAGES(REP, MANAGER, PRODUCT_MANAGER, MARKETING, TOP_MANAGEMENT, OPERATOR, INTEGRATION),
    CHANGE_STAGES(OPERATOR, INTEGRATION),
    IMPORT(OPERATOR, INTEGRATION),
    READ_CLOCK(REP, MANAGER, PRODUCT_MANAGER, MARKETING, TOP_MANAGEMENT, OPERATOR, INTEGRATION),
    SET_CLOCK(OPERATOR, INTEGRATION),
    /** What topics and products are called, and setting clients against products. */
    CHANGE_ONTOLOGY(PRODUCT_MANAGER, MARKETING, OPERATOR, INTEGRATION),
    SCREEN(PRODUCT_MANAGER, OPERATOR, INTEGRATION),
    SUGGEST_TOPICS(REP, MANAGER, PRODUCT_MANAGER, MARKETING, INTEGRATION),
    READ_SUGGESTIONS(REP, MANAGER, PRODUCT_MANAGER, MARKETING, TOP_MANAGEMENT, OPERATOR, INTEGRATION),
    ANSWER_SUGGESTIONS(PRODUCT_MANAGER, MARKETING, INTEGRATION),
    /** Saying which names are one client, contact, product or competitor. */
    HARMONISE(PRODUCT_MANAGER, OPERATOR, INTEGRATION),
    UPLOAD_DOCUMENTS(PRODUCT_MANAGER, MARKETING, OPERATOR, INTEGRATION),
    ANSWER_ALERTS(PRODUCT_MANAGER, INTEGRATION),
    /** When the loop report goes out by mail, and sending it now. */
    MAIL_REPORTS(PRODUCT_MANAGER, TOP_MANAGEMENT, OPERATOR),
    CHANGE_MODE(OPERATOR, TOP_MANAGEMENT),
    MANAGE_TOKENS(OPERATOR),
    /** Who may log in, and as what. */
    MANAGE_PEOPLE(OPERATOR),
    READ_MODELS(MANAGER, PRODUCT_MANAGER, MARKETING, TOP_MANAGEMENT, OPERATOR, INTEGRATION),
    TRAIN_MODELS(PRODUCT_MANAGER, OPERATOR),
    /** Telling the model that something changed in what is sold. */
    TELL_PRODUCT_NEWS(PRODUCT_MANAGER, MARKETING, OPERATOR, INTEGRATION),
    /** Turning off what was learned is for everybody who answers for what is shown. */
    SWITCH_MODEL(MANAGER, PRODUCT_MANAGER, TOP_MANAGEMENT, OPERATOR),
    /** Reaching systems outside, with their credentials. */
    CONNECT(OPERATOR),
    CONTROL_LOOPS(OPERATOR),
    /** What is stored of a person, on that person's request. */
    EXPORT_PERSON(OPERATOR),
    ERASE_PERSON(OPERATOR),
    READ_OPERATIONS(OPERATOR),
    /** Who saw and did what about a deal. */
    READ_TRAIL(MANAGER, OPERATOR),
    /** What the platform costs beside what it counts itself. */
    ENTER_COSTS(TOP_MANAGEMENT, OPERATOR),
    /** Looking at oneself, at the front page, leaving. */
    BE_HERE(REP, MANAGER, PRODUCT_MANAGER, MARKETING, TOP_MANAGEMENT, OPERATOR, INTEGRATION);

    private final Set<Role> roles;

    Act(Role first, Role... others) {
        this.roles = EnumSet.of(first, others);
    }

    boolean isFor(Role role) {
        return roles.contains(role);
    }

    /** The roles that may do it, for messages and the API's description. */
    public String allowed() {
        return roles.stream().map(Role::name).collect(Collectors.joining(", "));
    }
}
