/**
 * The process that runs workflows and activities. {@link nextbest.worker.LoopWorker} registers them one by one, without
 * scanning, so that this file tells what a worker does; {@link nextbest.worker.WorkerSettings} says how much at once.
 */
package nextbest.worker;
