package io.github.pevl.cli.command;

import ai.djl.MalformedModelException;
import ai.djl.repository.zoo.ModelNotFoundException;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.console.EnvironmentVariable;
import io.github.pevl.server.PevlServer;
import io.github.pevl.server.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pevl serve}. */
@Command(
        name = "serve",
        description = {
            "Serves models over HTTP: a page to try every task, and DJL Serving's REST interface.",
            "It runs until it is interrupted, and answers running requests before it stops."
        },
        footer = {
            "  pevl serve",
            "  pevl serve --model models/fast --port 9000",
            "  pevl serve --host 0.0.0.0 --token-file token.txt --max-pixels 4000000"
        })
public final class ServeCommand extends ConsoleCommand {

    private static final int MAX_MEGABYTES = 1024;

    @EnvironmentVariable("PEVL_MODEL")
    @Option(
            names = {"-m", "--model"},
            paramLabel = "MODEL",
            completionCandidates = Names.Models.class,
            description =
                    "Name or folder of a model, compiled or not; repeat it for more. Default: all"
                            + " models that come with the program. Variable: PEVL_MODEL.")
    private List<String> models = new ArrayList<>();

    @Mixin private final PrecisionOption precision = new PrecisionOption();

    @Mixin private final DownloadOption download = new DownloadOption();

    @EnvironmentVariable("PEVL_PORT")
    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description =
                    "Port to listen at; 0 for any free one. Default: ${DEFAULT-VALUE}. Variable:"
                            + " PEVL_PORT.")
    private int port;

    @EnvironmentVariable("PEVL_HOST")
    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description =
                    "Address to listen at; 0.0.0.0 for all of this machine. Default:"
                            + " 127.0.0.1, which only this machine reaches. Variable: PEVL_HOST.")
    private String host;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "2",
            description =
                    "Predictions that run at the same time, each with the threads that PyTorch has."
                            + " Default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(
            names = "--queue",
            paramLabel = "N",
            defaultValue = "64",
            description =
                    "Requests of one model that may wait or run; more are refused at once."
                            + " Default: ${DEFAULT-VALUE}.")
    private int queue;

    @Option(
            names = "--max-body",
            paramLabel = "MB",
            defaultValue = "32",
            description = "Size of a request, MiB. Default: ${DEFAULT-VALUE}.")
    private int maxBody;

    @Option(
            names = "--max-pixels",
            paramLabel = "N",
            defaultValue = "16777216",
            description = "Pixels of an image. Default: ${DEFAULT-VALUE}.")
    private int maxPixels;

    @Option(
            names = "--max-texts",
            paramLabel = "N",
            defaultValue = "128",
            description =
                    "Expressions, phrases, choices or masks of a request. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int maxTexts;

    @Option(
            names = "--request-timeout",
            paramLabel = "S",
            defaultValue = "30",
            description =
                    "Seconds that a request may take to arrive, and then to be answered. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int timeout;

    @Option(
            names = "--sessions",
            paramLabel = "N",
            defaultValue = "32",
            description =
                    "Encoded images that are kept to be asked again. Default: ${DEFAULT-VALUE}.")
    private int sessions;

    @Option(
            names = "--allow-url",
            paramLabel = "HOST",
            description =
                    "Host that images may be fetched from, name or name:port; repeat it for more."
                            + " Default: none.")
    private List<String> hosts = new ArrayList<>();

    @EnvironmentVariable("PEVL_TOKEN_FILE")
    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "File with a token that requests must bring. Default: anyone may ask."
                            + " Variable: PEVL_TOKEN_FILE.")
    private Path tokenFile;

    @Option(
            names = "--cors",
            paramLabel = "ORIGIN",
            description = "Other site whose pages may ask, such as https://app.example.org.")
    private String cors;

    @Override
    public Integer call() throws BadInput, IOException, InterruptedException {
        ServerOptions options = options();
        for (String model : models) {
            download.provide(model);
        }
        PevlServer server = start(options);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        String names = String.join(", ", server.modelNames());
        out().println("serving  %s at http://%s:%d".formatted(names, host, server.port()));
        out().flush();
        new CountDownLatch(1).await(); // until the process is to end, which the hook then delays
        return ExitCode.OK;
    }

    private static PevlServer start(ServerOptions options) throws BadInput, IOException {
        try {
            return PevlServer.start(options);
        } catch (IllegalArgumentException | ModelNotFoundException | MalformedModelException e) {
            throw new BadInput(e);
        }
    }

    private ServerOptions options() throws BadInput, IOException {
        BadInput.unlessIn("--max-body", maxBody, 1, MAX_MEGABYTES);
        BadInput.unlessIn("--request-timeout", timeout, 1, 86_400);
        ServerOptions.Builder options =
                ServerOptions.builder()
                        .optModels(models)
                        .optPrecision(precision.label())
                        .optAddress(host, port)
                        .optWorkers(workers)
                        .optQueue(queue)
                        .optMaxBodyBytes(maxBody << 20)
                        .optMaxPixels(maxPixels)
                        .optMaxTexts(maxTexts)
                        .optRequestTimeout(Duration.ofSeconds(timeout))
                        .optSessions(sessions)
                        .optAllowedHosts(hosts)
                        .optToken(token())
                        .optCorsOrigin(cors);
        try {
            return options.build();
        } catch (IllegalArgumentException e) {
            throw new BadInput("--" + e.getMessage(), e);
        }
    }

    private @Nullable String token() throws BadInput, IOException {
        if (tokenFile == null) {
            return null;
        }
        BadInput.unlessFile("--token-file", tokenFile);
        String token = Files.readString(tokenFile).strip();
        if (token.isEmpty() || token.lines().count() > 1) {
            throw new BadInput(
                    "--token-file: %s must hold one line with the token.".formatted(tokenFile));
        }
        return token;
    }
}
