package io.github.pevl.cli.console;

import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Defaults of options from environment variables: an option on the command line beats its {@link
 * EnvironmentVariable}, which beats the program's own default. Blank variables count as unset.
 */
public final class EnvironmentDefaults implements IDefaultValueProvider {

    private static final Set<String> ON = Set.of("1", "on", "yes", "true");
    private static final Set<String> OFF = Set.of("0", "off", "no");

    private final UnaryOperator<@Nullable String> environment;

    /**
     * Defaults from variables.
     *
     * @param environment gives the value of a variable, or null
     */
    public EnvironmentDefaults(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec option) {
        String value = value(option);
        if (value == null || option.arity().max() > 0) {
            return value;
        }
        boolean off = OFF.contains(value.toLowerCase(Locale.ROOT));
        return isOn(value) ? "true" : off ? "false" : value;
    }

    /** Whether the value of a variable turns a flag on. */
    static boolean isOn(String value) {
        return ON.contains(value.strip().toLowerCase(Locale.ROOT));
    }

    private @Nullable String value(ArgSpec option) {
        String variable = variable(option);
        String value = variable == null ? null : environment.apply(variable);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** The variable of an option, or null. */
    public static @Nullable String variable(ArgSpec option) {
        EnvironmentVariable variable =
                option.userObject() instanceof AnnotatedElement element
                        ? element.getAnnotation(EnvironmentVariable.class)
                        : null;
        return variable == null ? null : variable.value();
    }

    /**
     * Names the variable in the message of an error about an option, if its value is from there.
     */
    String named(@Nullable ArgSpec option, String message) {
        if (option == null) {
            return message;
        }
        String value = value(option);
        return value == null || !message.contains(value)
                ? message
                : "The environment variable %s: %s".formatted(variable(option), message);
    }

    /** Names the variables whose values a message speaks of. */
    String named(CommandLine command, String message) {
        List<String> variables = new ArrayList<>();
        for (OptionSpec option : command.getCommandSpec().options()) {
            String value = value(option);
            if (value != null && !isGiven(command, option) && speaksOf(message, option, value)) {
                variables.add(variable(option));
            }
        }
        return variables.isEmpty()
                ? message
                : "%s (Set by the environment variable %s.)"
                        .formatted(message, String.join(", ", variables));
    }

    private static boolean speaksOf(String message, OptionSpec option, String value) {
        return message.contains(option.longestName())
                || option.arity().max() > 0 && message.contains(value);
    }

    private static boolean isGiven(CommandLine command, ArgSpec option) {
        ParseResult parsed = command.getParseResult();
        return parsed != null && parsed.matchedOptions().contains(option);
    }
}
