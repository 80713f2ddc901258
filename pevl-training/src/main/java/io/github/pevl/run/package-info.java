/**
 * Training runs: the loop, the optimiser, the folder of a run and how it resumes.
 *
 * <p>May import every other package of training, and what they import.
 */
package io.github.pevl.run;
