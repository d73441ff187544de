/** For marketing and research: topics that clients talk about, what became of their material, what is missing. */
package nextbest.api.page.marketing;
