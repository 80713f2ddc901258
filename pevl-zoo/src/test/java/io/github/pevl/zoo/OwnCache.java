package io.github.pevl.zoo;

import ai.djl.util.Utils;
import io.github.pevl.internal.files.AtomicFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An empty cache of models for a test class; the native libraries stay where they are. */
final class OwnCache implements BeforeAllCallback, AfterAllCallback {

    private Path folder;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        System.setProperty("ENGINE_CACHE_DIR", Utils.getEngineCacheDir().toString());
        folder = Files.createTempDirectory("pevl-cache");
        System.setProperty("DJL_CACHE_DIR", folder.toString());
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        System.clearProperty("DJL_CACHE_DIR");
        System.clearProperty("ENGINE_CACHE_DIR");
        AtomicFolder.delete(folder);
    }
}
