/** What is stored of a person: handed out and erased, on request of that person. */
package nextbest.api.person;
