package io.github.pevl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of the program in a process of its own.
 *
 * @param code the exit code
 * @param out standard output
 * @param err standard error, or what a terminal showed in its place
 */
record Child(int code, String out, String err) {

    /** The program with options of Java, not started yet. */
    static ProcessBuilder builder(List<String> options, String... args) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-Xmx512m", "-Dai.djl.pytorch.num_threads=1"));
        line.addAll(options);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), Pevl.class.getName()));
        line.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().keySet().removeIf(name -> name.startsWith("PEVL_"));
        builder.environment().remove("DJL_OFFLINE");
        return builder;
    }

    /** Runs it with its outputs in files of a folder. */
    static Child run(ProcessBuilder builder, Path folder) throws Exception {
        Path err = folder.resolve("err");
        Process process = started(builder.redirectError(err.toFile()), folder);
        int code = process.waitFor();
        return new Child(code, out(folder), Files.readString(err));
    }

    /** Runs it at a terminal, which is standard input and error, with a line typed already. */
    static Child atTerminal(ProcessBuilder builder, Path folder, String typed) throws Exception {
        try (PseudoTerminal terminal = new PseudoTerminal()) {
            terminal.type(typed);
            builder.redirectInput(terminal.device).redirectError(terminal.device);
            Process process = started(builder, folder);
            String shown = terminal.shown();
            return new Child(process.waitFor(), out(folder), shown);
        }
    }

    private static Process started(ProcessBuilder builder, Path folder) throws IOException {
        return builder.redirectOutput(folder.resolve("out").toFile()).start();
    }

    private static String out(Path folder) throws IOException {
        return Files.readString(folder.resolve("out"));
    }
}
