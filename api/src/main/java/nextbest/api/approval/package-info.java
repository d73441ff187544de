/** What waits for a manager's word: releases of the catalogue, and versions of the model that are to decide. */
package nextbest.api.approval;
