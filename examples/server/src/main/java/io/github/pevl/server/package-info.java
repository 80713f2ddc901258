/**
 * Serves PEVL models over HTTP: DJL Serving's REST interface, and a page to try every task. {@link
 * io.github.pevl.server.PevlServer} is the whole of it.
 */
@NullMarked
package io.github.pevl.server;

import org.jspecify.annotations.NullMarked;
