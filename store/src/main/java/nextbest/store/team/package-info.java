/** A manager's team: {@link nextbest.store.team.TeamBook} reads how it works with recommendations, {@link nextbest.store.team.Guidances} keeps what the manager wants tried or left. */
package nextbest.store.team;
