package nextbest.workflows.sweep;

/**
 * What a sweep found.
 *
 * @param subjectsTold subjects whose loops were told of news that nobody had told them of
 * @param deliveriesSettled messages that had been under way for too long and were settled
 * @param resultsLearned subjects whose results nobody had looked at in time
 */
public record SweepReport(int subjectsTold, int deliveriesSettled, int resultsLearned) {}
