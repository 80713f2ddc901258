/** Training runs: the loop, the optimiser, the folder of a run and how it resumes. */
package io.github.pevl.run;
