package io.github.pevl.examples;

import picocli.CommandLine.IVersionProvider;

/** Name, version and what it runs on. */
final class ProgramVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = ProgramVersion.class.getPackage().getImplementationVersion();
        return new String[] {
            "pevl " + (version == null ? "(not from its jar)" : version),
            "Java ${java.version}, ${os.name} ${os.arch}"
        };
    }
}
