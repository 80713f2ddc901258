package io.github.pevl.spark;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A master and workers of one core each on this machine, of the jars of the class path. Everything
 * that it starts ends with it.
 */
final class StandaloneCluster implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final String EXECUTOR = "CoarseGrainedExecutorBackend";

    private final Path home;
    private final boolean pinned;
    private final List<Path> classPath;
    private final String master;
    private final List<Process> processes = new ArrayList<>();

    StandaloneCluster(Path home, int workers) throws IOException {
        this(home, workers, false);
    }

    /**
     * Starts a cluster.
     *
     * @param pinned whether worker n and its executors may run on processor n only (Linux's {@code
     *     taskset}), compilers and garbage collectors included
     */
    StandaloneCluster(Path home, int workers, boolean pinned) throws IOException {
        this.home = home;
        this.pinned = pinned;
        String tests = System.getProperty("surefire.test.class.path");
        classPath =
                Arrays.stream(
                                (tests == null ? System.getProperty("java.class.path") : tests)
                                        .split(File.pathSeparator))
                        .map(Path::of)
                        .toList();
        Path jars = Files.createDirectories(home.resolve("jars"));
        for (Path entry : classPath) {
            if (Files.isRegularFile(entry)) {
                Path link = jars.resolve(entry.getFileName());
                if (!Files.exists(link)) {
                    Files.createSymbolicLink(link, entry);
                }
            }
        }
        int port = freePort();
        master = "spark://%s:%d".formatted(HOST, port);
        start(
                "master",
                List.of(),
                List.of(),
                "org.apache.spark.deploy.master.Master",
                "--host",
                HOST,
                "--port",
                Integer.toString(port),
                "--webui-port",
                "0");
        for (int i = 0; i < workers; i++) {
            addWorker(i);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Adds a worker, of one core. */
    void addWorker(int number) throws IOException {
        start(
                "worker-" + number,
                prefix(number),
                List.of("-Xmx256m"),
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                HOST,
                "--cores",
                "1",
                "--memory",
                "1g",
                "--webui-port",
                "0",
                "--work-dir",
                home.resolve("work-" + number).toString(),
                master);
    }

    private List<String> prefix(int worker) {
        return pinned ? List.of("taskset", "-c", Integer.toString(worker)) : List.of();
    }

    /** Starts a program whose executors run here. */
    Process submit(Class<?> program, List<String> settings, String... arguments)
            throws IOException {
        String folders =
                classPath.stream()
                        .filter(Files::isDirectory)
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator));
        List<String> options = new ArrayList<>();
        options.add("-Xmx768m");
        options.add("--add-exports=java.base/sun.nio.ch=ALL-UNNAMED");
        options.add("-Dspark.master=" + master);
        options.add("-Dspark.driver.host=" + HOST);
        options.add("-Dspark.ui.enabled=false");
        options.add("-Dspark.executor.memory=512m");
        options.add("-Dspark.executor.extraClassPath=" + folders);
        options.add("-Dspark.hadoop.fs.poison.impl=" + PoisonFileSystem.class.getName());
        options.addAll(settings);
        return start("driver", List.of(), options, program.getName(), arguments);
    }

    private Process start(
            String name,
            List<String> prefix,
            List<String> options,
            String program,
            String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(
                classPath.stream()
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator)));
        command.add(program);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", HOST);
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(home.resolve(name + ".log").toFile()));
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    /** All that programs have printed. */
    String driverLog() throws IOException {
        return Files.readString(home.resolve("driver.log"));
    }

    /** The executors that run now. */
    List<ProcessHandle> executors() {
        return processes.stream()
                .flatMap(Process::descendants)
                .filter(p -> p.info().commandLine().orElse("").contains(EXECUTOR))
                .toList();
    }

    @Override
    public void close() {
        List<ProcessHandle> all =
                processes.stream()
                        .flatMap(p -> Stream.concat(p.descendants(), Stream.of(p.toHandle())))
                        .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(p -> p.onExit().join());
    }
}
