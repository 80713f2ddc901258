/** Training runs: the loop, the optimiser, the folder of a run and how it resumes. */
@NullMarked
package io.github.pevl.run;

import org.jspecify.annotations.NullMarked;
