/**
 * The process that runs workflows and activities. {@link nextbest.worker.LoopWorker} registers them one by one, without
 * scanning, so that this file tells what a worker does; {@link nextbest.worker.Worker} is the program.
 */
package nextbest.worker;
