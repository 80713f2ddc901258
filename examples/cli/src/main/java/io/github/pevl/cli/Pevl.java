package io.github.pevl.cli;

import io.github.pevl.cli.answer.Answer;
import io.github.pevl.cli.command.AskCommand;
import io.github.pevl.cli.command.BenchCommand;
import io.github.pevl.cli.command.BenchTrainingCommand;
import io.github.pevl.cli.command.CalibrateCommand;
import io.github.pevl.cli.command.ChainCommand;
import io.github.pevl.cli.command.CheckCommand;
import io.github.pevl.cli.command.CompileCommand;
import io.github.pevl.cli.command.CompletionCommand;
import io.github.pevl.cli.command.EngineStart;
import io.github.pevl.cli.command.EvaluateCommand;
import io.github.pevl.cli.command.FillCommand;
import io.github.pevl.cli.command.GroundCommand;
import io.github.pevl.cli.command.ImportCommand;
import io.github.pevl.cli.command.InspectCommand;
import io.github.pevl.cli.command.ManCommand;
import io.github.pevl.cli.command.ModelsCommand;
import io.github.pevl.cli.command.PhrasesCommand;
import io.github.pevl.cli.command.ReasonCommand;
import io.github.pevl.cli.command.RelationsCommand;
import io.github.pevl.cli.command.ReportCommand;
import io.github.pevl.cli.command.ScenesCommand;
import io.github.pevl.cli.command.ServeCommand;
import io.github.pevl.cli.command.TrainCommand;
import io.github.pevl.cli.console.Console;
import io.github.pevl.cli.console.EnvironmentDefaults;
import io.github.pevl.cli.console.EnvironmentVariable;
import io.github.pevl.cli.console.Failures;
import io.github.pevl.cli.console.NativeLinks;
import io.github.pevl.cli.console.OfflineMode;
import io.github.pevl.cli.console.ProcessEnd;
import io.github.pevl.cli.console.ProgramVersion;
import io.github.pevl.cli.console.Quiet;
import io.github.pevl.cli.console.ThreadCount;
import io.github.pevl.cli.console.Threads;
import io.github.pevl.internal.util.PosixLocale;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The program {@code pevl}. */
@Command(
        name = "pevl",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Finds the objects that sentences name in images, and answers questions about images."
                        + " The model reads and writes boxes as words.",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pevl ground --image docs/scene.png --text \"the small bear\" --out found.png",
            "  pevl ground --help",
            "",
            "'pevl' stands for 'java -jar pevl.jar'. Exit codes: 0 done, 1 failed, 2 wrong input.",
            "Environment variables such as PEVL_MODEL are defaults of options, which name them."
        })
public final class Pevl {

    /** In the order of the help text. */
    private static final List<Class<?>> COMMANDS =
            List.of(
                    GroundCommand.class,
                    PhrasesCommand.class,
                    RelationsCommand.class,
                    ReasonCommand.class,
                    AskCommand.class,
                    FillCommand.class,
                    ModelsCommand.class,
                    ServeCommand.class,
                    ScenesCommand.class,
                    TrainCommand.class,
                    ChainCommand.class,
                    CheckCommand.class,
                    EvaluateCommand.class,
                    CalibrateCommand.class,
                    ReportCommand.class,
                    ImportCommand.class,
                    CompileCommand.class,
                    InspectCommand.class,
                    BenchCommand.class,
                    BenchTrainingCommand.class,
                    CompletionCommand.class,
                    ManCommand.class);

    /** Options of all commands that print a text and do nothing else. */
    private static final Set<String> NO_WORK = Set.of("-h", "--help", "-V", "--version");

    /** Not a drive letter, nor a name with a colon. */
    private static final Pattern URL = Pattern.compile("(?i)[a-z][a-z0-9+.-]+://|data:[a-z]+/");

    @EnvironmentVariable("PEVL_VERBOSE")
    @Option(
            names = {"-v", Failures.VERBOSE},
            scope = ScopeType.INHERIT,
            fallbackValue = "true",
            description = "Print the stack trace of an error. Variable: PEVL_VERBOSE.")
    @SuppressWarnings("UnusedVariable") // Failures reads the option
    private boolean verbose;

    @EnvironmentVariable(Quiet.VARIABLE)
    @Option(
            names = Quiet.OPTION,
            scope = ScopeType.INHERIT,
            fallbackValue = "true",
            description =
                    "Print answers and errors only, no progress and no remarks. Variable:"
                            + " PEVL_QUIET.")
    @SuppressWarnings("UnusedVariable") // Quiet reads the option
    private boolean quiet;

    @EnvironmentVariable(Threads.VARIABLE)
    @Option(
            names = Threads.OPTION,
            scope = ScopeType.INHERIT,
            paramLabel = "N",
            converter = ThreadCount.class,
            description =
                    "Threads that PyTorch computes with. Default: half of the CPUs. Variable:"
                            + " PEVL_THREADS.")
    @SuppressWarnings("UnusedVariable") // main reads the option, before PyTorch starts
    private @Nullable Integer threads;

    private Pevl() {}

    /** Runs the program and ends the process with its exit code. */
    public static void main(String... args) {
        setDefaults();
        ProcessEnd.expectSignals();
        String[] words = Console.restore(args);
        Threads.setFrom(List.of(words));
        Quiet.setLogs(List.of(words));
        if (asksAModel(words)) {
            NativeLinks.make();
            EngineStart.PYTORCH.beside();
        }
        int code = execute(commandLine(words), words);
        EngineStart.PYTORCH.settle();
        ProcessEnd.exit(code);
    }

    /** Whether a command line is going to need the engine. */
    static boolean asksAModel(String... words) {
        List<String> named = Arrays.asList(words);
        return Collections.disjoint(named, NO_WORK)
                && COMMANDS.stream()
                        .filter(type -> isNamed(type, named))
                        .anyMatch(EngineStart::isNeededBy);
    }

    private static boolean isNamed(Class<?> type, Collection<String> words) {
        Command command = type.getAnnotation(Command.class);
        return words.contains(command.name())
                || Stream.of(command.aliases()).anyMatch(words::contains);
    }

    /** Runs a command; returns its exit code. */
    static int execute(CommandLine program, String... args) {
        try {
            return program.execute(args);
        } catch (LinkageError | OutOfMemoryError e) { // no native library, or too large an image
            Failures.report(program, Failures.describe(e), e);
            return ExitCode.SOFTWARE;
        }
    }

    /**
     * The program for a command line. picocli reads all options of a command by reflection, which
     * takes longer than some commands: of those that no word names, the help text alone is there.
     *
     * @param words names of commands among others
     */
    static CommandLine commandLine(String... words) {
        return commandLine(System::getenv, words);
    }

    /** The same with other environment variables. */
    static CommandLine commandLine(UnaryOperator<@Nullable String> environment, String... words) {
        EnvironmentDefaults defaults = new EnvironmentDefaults(environment);
        Failures failures = new Failures(defaults);
        CommandLine program = new CommandLine(new Pevl());
        Set<String> named = Set.copyOf(Arrays.asList(words));
        boolean all = readsAll(words);
        for (Class<?> type : COMMANDS) {
            Command command = type.getAnnotation(Command.class);
            program.addSubcommand(
                    command.name(),
                    all || isNamed(type, named) ? new CommandLine(type) : outline(command));
        }
        return program.setDefaultValueProvider(defaults)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false) // texts may start with "@", such as "@@ [MASK] ... ##"
                .registerConverter(Path.class, Pevl::path)
                .setUsageHelpAutoWidth(true)
                .setHelpFactory(OptionsInOrder::new)
                .setOut(new PrintWriter(System.out, true, Console.charset()))
                .setErr(new PrintWriter(System.err, true, Console.charset()));
    }

    /** Whether the first command that is named tells of the others' options. */
    private static boolean readsAll(String... words) {
        return Stream.of(words)
                .flatMap(word -> COMMANDS.stream().filter(type -> isNamed(type, Set.of(word))))
                .findFirst()
                .filter(type -> type == CompletionCommand.class || type == ManCommand.class)
                .isPresent();
    }

    private static CommandSpec outline(Command command) {
        CommandSpec outline = CommandSpec.create().name(command.name()).aliases(command.aliases());
        outline.usageMessage().description(command.description());
        return outline;
    }

    private static Path path(String text) {
        if (URL.matcher(text).lookingAt()) {
            throw new TypeConversionException(
                    "%s is a URL. Only files are read: download it, and give the file's path"
                            .formatted(Answer.shortened(text)));
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException(PosixLocale.noPath(text));
        }
    }

    /** Settings that libraries read when they start; the user's own take precedence. */
    private static void setDefaults() {
        setDefault("java.awt.headless", "true");
        OfflineMode.turnOnByDefault(); // the jar contains all that the program needs
        // For a compiled network it only slows the first answer down.
        setDefault("ai.djl.pytorch.graph_optimizer", "false");
        setDefault("org.jboss.logging.provider", "slf4j"); // the server's own
        // Otherwise later Java versions report a console even if output goes to a file.
        setDefault("jdk.console", "java.base");
        Threads.setDefault();
    }

    private static void setDefault(String key, String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }

    /** A command's own options by their order, then the options of all commands. */
    private static final class OptionsInOrder extends Help {

        OptionsInOrder(CommandSpec command, ColorScheme colors) {
            super(command, colors);
        }

        @Override
        public String optionList() {
            Comparator<OptionSpec> order =
                    Comparator.comparing(OptionsInOrder::everywhere)
                            .thenComparing(OptionSpec::order);
            return optionList(createDefaultLayout(), order, parameterLabelRenderer());
        }

        private static boolean everywhere(OptionSpec option) {
            return option.usageHelp() || option.versionHelp() || option.inherited();
        }
    }
}
