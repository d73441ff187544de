/** What histories are written in. See docs/adr/0001-payload-json.md. */
package nextbest.workflows.payload;
