/**
 * {@code nextbest evaluate}: the public reference tasks, and the same checks on anybody's CSV. Start with
 * {@link nextbest.evaluation.EvaluateCommand}; each task is a class that reads a {@link nextbest.evaluation.Table}, runs the
 * learning of {@code nextbest.learning} with its one shipped configuration, and returns what it measured.
 */
package nextbest.evaluation;
