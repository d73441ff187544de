/** A field of a snapshot is known, known to be absent, or unknown, and says where that comes from. */
package nextbest.fact;
