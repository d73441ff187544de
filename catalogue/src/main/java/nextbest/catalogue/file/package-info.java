/**
 * The catalogue as files. {@link nextbest.catalogue.file.CatalogueReader} reads YAML into a {@link
 * nextbest.catalogue.Catalogue} and reports everything that is wrong at once, with file, line and column. {@link
 * nextbest.catalogue.file.Messages} holds the texts, {@link nextbest.catalogue.file.TerminalCard} prints a card with them.
 */
package nextbest.catalogue.file;
