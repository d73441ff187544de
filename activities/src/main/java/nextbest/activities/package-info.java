/**
 * What the workflows do. {@code loop} works on our own database; {@code port} names what we need of the systems outside, by
 * capability; {@code vendor} holds one package for each of them; {@code mail} writes the messages that people read.
 */
package nextbest.activities;
