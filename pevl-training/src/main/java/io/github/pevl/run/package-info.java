/**
 * Training runs: the loop, the optimiser, the folder of a run and how it goes on, and the
 * evaluation of each task.
 *
 * <p>May import every other package of training, and what they import.
 */
package io.github.pevl.run;
