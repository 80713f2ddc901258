package io.github.pevl.cli.console;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The environment variable that is an option's default, see {@link EnvironmentDefaults}. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
public @interface EnvironmentVariable {

    /** The name, such as {@code PEVL_MODEL}. */
    String value();
}
