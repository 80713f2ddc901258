package io.github.pevl.internal.compile;

import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.it.GoldenFolder;
import io.github.pevl.it.GoldenModel;
import io.github.pevl.it.GoldenTasks;
import io.github.pevl.model.Precision;
import io.github.pevl.zoo.ModelCompiler;
import io.github.pevl.zoo.ModelImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The golden model, compiled. */
public final class CompiledGolden {

    private CompiledGolden() {}

    /**
     * Compiles the checkpoint of a golden folder.
     *
     * @param temp gets the folders of the imported and the compiled model
     * @return the folder of the compiled model
     */
    public static Path compile(GoldenFolder golden, Path temp, Precision precision)
            throws IOException {
        Path imported = temp.resolve("imported");
        if (!Files.exists(imported)) {
            ModelImport.builder()
                    .setCheckpoint(golden.file("model/checkpoint.pth"))
                    .setTask("refcoco")
                    .optConfig(golden.config())
                    .optFolder(imported)
                    .build()
                    .run();
        }
        Path folder = temp.resolve(precision.name());
        ModelCompiler.compile(imported, folder, precision);
        return folder;
    }

    public static ZooModel<NDList, NDList> open(Path folder) throws Exception {
        return criteria().optModelUrls("pevl://" + folder.toUri().getRawPath()).build().loadModel();
    }

    /** All tasks of the compiled model, which is closed with them. */
    public static GoldenTasks tasks(GoldenFolder folder, Path temp, Precision precision)
            throws Exception {
        ZooModel<NDList, NDList> model = open(compile(folder, temp, precision));
        GoldenModel golden = GoldenModel.open(folder);
        golden.manager.attachInternal("compiled", model);
        return new GoldenTasks(golden, model.getBlock());
    }

    public static Criteria.Builder<NDList, NDList> criteria() {
        return Criteria.builder().setTypes(NDList.class, NDList.class);
    }
}
