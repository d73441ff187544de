/** Finding deals, clients and reps. Start with {@link nextbest.store.directory.SubjectDirectory}. */
package nextbest.store.directory;
