/**
 * The systems outside where people work: {@code ConnectionController} connects an organisation to them, and
 * {@code WebhookController} takes their calls, stores them and answers before anything is done about them.
 */
package nextbest.api.connection;
