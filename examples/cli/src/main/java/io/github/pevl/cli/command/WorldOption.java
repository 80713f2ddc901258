package io.github.pevl.cli.command;

import io.github.pevl.cli.console.BadInput;
import io.github.pevl.scenes.World;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which drawn world a command is about. */
final class WorldOption {

    @Option(
            names = "--world",
            paramLabel = "WORLD",
            completionCandidates = Names.Worlds.class,
            description = "What the scenes show: ${COMPLETION-CANDIDATES}. Default: shapes.")
    private @Nullable String name;

    /** Whether it was given. */
    boolean given() {
        return name != null;
    }

    /** The world in its default style. */
    World world() throws BadInput {
        return world(null);
    }

    /**
     * The world in a style.
     *
     * @param style the name of a style of everyday things; null for the default
     */
    World world(@Nullable String style) throws BadInput {
        String world = name != null ? name : World.SHAPES.name();
        BadInput.unlessKnown("--world", "world", List.of(world), World.names());
        if (style == null) {
            return World.named(world);
        }
        if (world.equals(World.SHAPES.name())) {
            throw new BadInput(
                    "--style is %s, but shapes have no styles; add --world everyday, or leave --style out."
                            .formatted(style));
        }
        BadInput.unlessKnown("--style", "style", List.of(style), World.styles());
        return World.everyday(style);
    }
}
