/** Files of a CRM over HTTP: {@link nextbest.api.imports.ImportRuns} carries imports out in the background. */
package nextbest.api.imports;
