/** The canonical JSON of stored records. The JSON of workflow histories has an owner of its own in {@code workflows}. */
package nextbest.store.json;
