/** The page on which people say which names are one thing. */
package nextbest.api.page.entity;
