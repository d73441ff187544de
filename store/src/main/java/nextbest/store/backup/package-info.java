/**
 * A copy of the database in a format of our own, that outlives releases and versions of PostgreSQL. {@link
 * nextbest.store.backup.Backup} writes one from a single moment of the database, {@link nextbest.store.backup.Restore} checks a
 * file from end to end and then loads it in one transaction. The format is described in docs/backup.md.
 */
package nextbest.store.backup;
