package io.github.pevl.cli.console;

import picocli.CommandLine.IVersionProvider;

/** Name and version of the program, Java and the system. */
public final class ProgramVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = ProgramVersion.class.getPackage().getImplementationVersion();
        return new String[] {
            "pevl " + (version == null ? "(not from its jar)" : version),
            "Java ${java.version}, ${os.name} ${os.arch}"
        };
    }
}
