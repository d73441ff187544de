package nextbest.workflows.retraining;

/**
 * What became of a training.
 *
 * @param version number of what was trained
 * @param promoted whether it decides from now on
 * @param demoted whether what decided until now was taken back
 * @param champion number of the version that decides now; 0: the untrained model
 */
public record RetrainingResult(int version, boolean promoted, boolean demoted, int champion) {}
