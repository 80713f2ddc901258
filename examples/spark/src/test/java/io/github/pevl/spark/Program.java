package io.github.pevl.spark;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What a program said and returned. */
record Program(int code, String out, String err) {

    /** Runs a program in the session of the tests. */
    static Program run(JobCommand job, String... args) {
        LocalSpark.session();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = JobCommand.commandLine(job);
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return new Program(line.execute(args), out.toString(), err.toString());
    }
}
