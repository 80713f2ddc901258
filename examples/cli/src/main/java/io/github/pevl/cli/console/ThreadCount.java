package io.github.pevl.cli.console;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of threads. */
public final class ThreadCount implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
        if (!Threads.isNumber(value)) {
            throw new TypeConversionException(
                    "\"%s\" is no number of threads; give 1 to 9999".formatted(value));
        }
        return Integer.valueOf(value.strip());
    }
}
