/**
 * Recorded histories: what workflows did on a real server, kept so that the build notices when a change would make a running
 * one go astray. {@link nextbest.workflows.history.RecordHistories} writes them, {@link
 * nextbest.workflows.history.RecordedHistoriesTest} replays them. See docs/adr/0003-worker-versioning.md.
 */
package nextbest.workflows.history;
