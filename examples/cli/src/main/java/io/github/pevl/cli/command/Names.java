package io.github.pevl.cli.command;

import io.github.pevl.data.AnnotationFormat;
import io.github.pevl.internal.evaluate.TaskEvaluators;
import io.github.pevl.recipe.RecipeDraft;
import io.github.pevl.scenes.World;
import io.github.pevl.zoo.ModelImport;
import io.github.pevl.zoo.PevlModelZoo;
import java.util.Iterator;
import java.util.List;

/** What an option may be, for help texts: picocli creates one of the classes below. */
abstract class Names implements Iterable<String> {

    private final List<String> all;

    private Names(List<String> all) {
        this.all = all;
    }

    @Override
    public final Iterator<String> iterator() {
        return all.iterator();
    }

    static final class Recipes extends Names {
        Recipes() {
            super(RecipeDraft.names());
        }
    }

    static final class Worlds extends Names {
        Worlds() {
            super(World.names());
        }
    }

    /** Models of the zoo, which are read when a shell asks: all commands about images have them. */
    static final class Models implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return PevlModelZoo.names().iterator();
        }
    }

    /** Formats of annotations. */
    static final class Formats extends Names {
        Formats() {
            super(AnnotationFormat.names());
        }
    }

    static final class ImportedTasks extends Names {
        ImportedTasks() {
            super(ModelImport.tasks());
        }
    }

    static final class EvaluatedTasks extends Names {
        EvaluatedTasks() {
            super(TaskEvaluators.names());
        }
    }
}
