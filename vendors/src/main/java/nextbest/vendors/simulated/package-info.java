/**
 * A system outside that is none: it plays a CRM, an engagement platform or a place where calls are, so that the loop runs, and can
 * be tried, without any account. {@link nextbest.vendors.simulated.Simulated} is the door, {@code SimulatedWorld} what people there
 * have written down, {@code Population} fills it, {@code SimulatedLine} reads and writes it like any other vendor's line and keeps
 * the same contract. Nothing leaves the process and nothing outlives it. The page is docs/vendor/simulated.md.
 */
package nextbest.vendors.simulated;
