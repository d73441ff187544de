/**
 * Where the loops of subjects stand, as far as it must outlive them: {@link nextbest.store.loop.LoopStates} remembers which were
 * stopped, so that news does not start them again. All else about a running loop is asked of its workflow.
 */
package nextbest.store.loop;
