/** Pages for people, made on the server, without script. */
package nextbest.api.page;
