package io.github.pevl.cli.console;

import ai.djl.engine.EngineException;
import ai.djl.translate.TranslateException;
import ai.djl.util.Utils;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports an error in one line; {@code --verbose} adds the stack trace. */
public final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private final EnvironmentDefaults defaults;

    /** The option that adds the stack trace. */
    public static final String VERBOSE = "--verbose";

    /** Names the environment variables that wrong values come from. */
    public Failures(EnvironmentDefaults defaults) {
        this.defaults = defaults;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String help = command.getCommandSpec().qualifiedName() + " --help";
        String message = sentence(defaults.named(e.getArgSpec(), String.valueOf(e.getMessage())));
        ParameterException unknown = unknown(e);
        if (unknown != null) {
            List<String> near = ((UnmatchedArgumentException) unknown).getSuggestions();
            message = sentence(unknown.getMessage());
            message += near.isEmpty() ? "" : " Did you mean %s?".formatted(either(near));
        }
        report(command, "%s See '%s'.".formatted(message, help), e);
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        report(command, defaults.named(command, describe(e)), e);
        return e instanceof BadInput ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }

    /** An unknown word; where a required option is missing, it is most likely a typo of that. */
    private static @Nullable ParameterException unknown(ParameterException e) {
        if (e instanceof UnmatchedArgumentException) {
            return e;
        }
        List<String> words = e.getCommandLine().getUnmatchedArguments();
        return e instanceof MissingParameterException && !words.isEmpty()
                ? new UnmatchedArgumentException(e.getCommandLine(), words)
                : null;
    }

    /** Such as "--image" or "--image, --images". */
    private static String either(List<String> names) {
        return String.join(" or ", names.stream().limit(2).toList());
    }

    /** Prints an error. */
    public static void report(CommandLine command, String message, Throwable error) {
        if (isShuttingDown()) { // what an interruption breaks is not an error
            return;
        }
        PrintWriter err = command.getErr();
        err.println(command.getCommandSpec().qualifiedName() + ": " + oneLine(message));
        if (command.getCommandSpec().root().findOption(VERBOSE).getValue()) {
            error.printStackTrace(err);
        }
        err.flush();
    }

    private static boolean isShuttingDown() {
        Thread hook = new Thread();
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    /** The most useful message: that of the cause where a library only wrapped it. */
    public static String describe(Throwable error) {
        Throwable e = error;
        while (e.getCause() != null && isWrapper(e)) {
            e = e.getCause();
        }
        if (e instanceof NoSuchFileException) {
            return "There is no " + e.getMessage() + ". Check the path.";
        }
        if (e instanceof AccessDeniedException) {
            return "No permission for " + e.getMessage() + ".";
        }
        String platform = isOfTheEngine(error) ? BundledPytorch.read().refusal() : null;
        if (platform != null) {
            return platform;
        }
        if (e instanceof EngineException) { // usually its files cannot be unpacked
            return "PyTorch does not start: %s. It needs 500 MB in the folder %s; DJL_CACHE_DIR names another."
                    .formatted(reason(e), Utils.getCacheDir());
        }
        if (e instanceof OutOfMemoryError) {
            return "Out of memory (%s). Give Java more, as in 'java -Xmx4g -jar pevl.jar'."
                    .formatted(e.getMessage());
        }
        return e.getMessage() == null || e instanceof LinkageError ? e.toString() : e.getMessage();
    }

    /** Whether a native library is missing or cannot be loaded. */
    private static boolean isOfTheEngine(Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            if (e instanceof EngineException || e instanceof LinkageError) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String reason(Throwable e) {
        return e.getCause() == null ? e.getMessage() : e.getMessage() + ": " + e.getCause();
    }

    private static boolean isWrapper(Throwable e) {
        String message = e.getMessage();
        boolean says = message != null && !message.startsWith(String.valueOf(e.getCause()));
        return !says
                || e instanceof UncheckedIOException
                || e instanceof ExecutionException
                || e instanceof TranslateException;
    }

    /** A message in one line, whatever paths and texts of the user it contains. */
    public static String oneLine(String message) {
        return message.strip().replaceAll("\\s*[\\p{Cntrl}\\u0085\\u2028\\u2029]+\\s*", " ");
    }

    private static String sentence(@Nullable String message) {
        String line = oneLine(String.valueOf(message));
        return line.endsWith(".") ? line : line + ".";
    }
}
