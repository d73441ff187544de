/** A manager's page: how the team works with recommendations, contradictions to decide, guidance for those who are new. */
package nextbest.api.page.team;
