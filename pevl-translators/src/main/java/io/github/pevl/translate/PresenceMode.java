package io.github.pevl.translate;

import io.github.pevl.internal.presence.PresenceCalibration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether grounding asks if expressions mean anything.
 *
 * @param asks whether it does
 * @param calibration of the answers; null for none
 */
record PresenceMode(boolean asks, @Nullable PresenceCalibration calibration) {

    /** Each expression gets a box, whether it means something or not. */
    static final PresenceMode OFF = new PresenceMode(false, null);

    private static final PresenceMode UNCALIBRATED = new PresenceMode(true, null);

    private enum Argument {
        CALIBRATED,
        UNCALIBRATED,
        OFF;

        static Argument of(Object value, Path folder) {
            return Arrays.stream(values())
                    .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(value.toString()))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new IllegalArgumentException(
                                            "%s: the argument %s is \"%s\"; it must be calibrated, uncalibrated or off."
                                                    .formatted(
                                                            folder,
                                                            PevlTranslatorFactory.PRESENCE,
                                                            value)));
        }
    }

    /** Reads the argument, and the calibration of a model folder. */
    static PresenceMode of(Map<String, ?> arguments, Path folder) throws IOException {
        Object value = arguments.get(PevlTranslatorFactory.PRESENCE);
        Optional<Argument> asked = Optional.ofNullable(value).map(it -> Argument.of(it, folder));
        if (asked.filter(it -> it != Argument.CALIBRATED).isPresent()) {
            return asked.get() == Argument.OFF ? OFF : UNCALIBRATED;
        }
        Optional<PresenceCalibration> calibration = PresenceCalibration.read(folder);
        if (asked.isPresent() && calibration.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s: the argument %s is \"calibrated\", but there is no %s; let 'pevl calibrate' write it."
                            .formatted(
                                    folder,
                                    PevlTranslatorFactory.PRESENCE,
                                    PresenceCalibration.FILE));
        }
        return calibration.map(it -> new PresenceMode(true, it)).orElse(OFF);
    }
}
