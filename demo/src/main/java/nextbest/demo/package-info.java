/**
 * A made-up vendor of industrial sensors and software, and people who play with it. {@link nextbest.demo.DemoOrganisation}
 * generates the organisation, its past and its open deals as events; {@link nextbest.demo.Simulation} sends them to a running
 * instance and then lets simulated reps answer recommendations and simulated buyers decide, all through the public HTTP API
 * and in business time. {@link nextbest.demo.PlantedEffect} says what truly helps in this world, so that what the platform
 * learns can be compared with it. Nobody in it is real: names are put together from syllables.
 */
package nextbest.demo;
