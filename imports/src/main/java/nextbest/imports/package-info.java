/**
 * Files of a CRM in, events out. Pure: nothing here knows a database, a network or a clock; the moment as of which the
 * files speak is a parameter.
 *
 * <p>Start with {@link nextbest.imports.Imports#recognise}: it inspects the files ({@link nextbest.imports.RawFile},
 * {@link nextbest.imports.TableFile}), finds out what each table is and which column means what ({@link
 * nextbest.imports.Recogniser}), walks over every row once without emitting anything, and answers with an {@link
 * nextbest.imports.ImportPlan}: a report for people, the stages, and the events as a stream.
 *
 * <p>Words used here: a <em>table</em> is one file; its <em>family</em> is the kind of export it belongs to ({@code crm},
 * {@code salesforce}, {@code hubspot}, {@code qualification}, or a mapping's own name) and becomes the events' source
 * {@code file:<family>}; a column's <em>role</em> says what the column means.
 */
package nextbest.imports;
