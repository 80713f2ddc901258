package io.github.pevl.cli.console;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The option {@code --quiet}: no progress, no remarks, no log but errors. */
public final class Quiet {

    /** The name of the option. */
    public static final String OPTION = "--quiet";

    /** The environment variable that is its default. */
    public static final String VARIABLE = "PEVL_QUIET";

    private static final String LEVELS = "org.slf4j.simpleLogger.";

    private Quiet() {}

    /** Sets the level of logs, which are read before the command line is parsed. */
    public static void setLogs(List<String> words) {
        String variable = System.getenv(VARIABLE);
        if (words.contains(OPTION) || variable != null && EnvironmentDefaults.isOn(variable)) {
            System.setProperty(LEVELS + "defaultLogLevel", "error");
            System.setProperty(LEVELS + "log.ai.djl", "error");
            System.setProperty(LEVELS + "log.io.github.pevl", "error");
            System.setProperty(LEVELS + "log.io.github.pevl.zoo.CompiledCache", "error");
        }
    }

    /** Whether the user wants it, for a command of the program; not for none. */
    public static boolean isOn(@Nullable CommandSpec command) {
        OptionSpec option = command == null ? null : command.root().findOption(OPTION);
        return option != null && Boolean.TRUE.equals(option.getValue());
    }
}
