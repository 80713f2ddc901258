package io.github.pevl.cli.console;

import io.github.pevl.internal.compile.Processor;
import picocli.CommandLine.IVersionProvider;

/** Versions of the program and of what it runs on; starts no engine. */
public final class ProgramVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = ProgramVersion.class.getPackage().getImplementationVersion();
        BundledPytorch pytorch = BundledPytorch.read();
        return new String[] {
            "pevl " + (version == null ? "(not from its jar)" : version),
            "DJL " + BundledPytorch.djlVersion(),
            pytorch.platform().isEmpty()
                    ? "PyTorch %s, without a library".formatted(pytorch.version())
                    : "PyTorch %s, %s, %s"
                            .formatted(pytorch.version(), pytorch.flavor(), pytorch.platform()),
            "Java ${java.version}, ${os.name} ${os.arch}",
            "Threads %s of %d CPUs"
                    .formatted(
                            Threads.configured() == 0
                                    ? "as PyTorch's default"
                                    : Threads.configured(),
                            Runtime.getRuntime().availableProcessors()),
            "Processor " + Processor.summary()
        };
    }
}
