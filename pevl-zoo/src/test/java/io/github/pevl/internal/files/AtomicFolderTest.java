package io.github.pevl.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicFolderTest {

    @TempDir Path temp;

    private static void fill(Path draft) throws IOException {
        Files.createDirectory(draft.resolve("deep"));
        Files.writeString(draft.resolve("deep/file"), "new");
    }

    private List<String> entries() throws IOException {
        try (Stream<Path> all = Files.list(temp)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theFolderIsAllThatIsLeft() throws IOException {
        AtomicFolder.write(temp.resolve("a"), AtomicFolderTest::fill);
        AtomicFolder.write(temp.resolve("a"), AtomicFolderTest::fill);
        assertThat(entries()).containsExactly("a");
        assertThat(temp.resolve("a/deep/file")).hasContent("new");
    }

    @Test
    void aFailureLeavesTheOldFolder() throws IOException {
        AtomicFolder.write(temp.resolve("a"), AtomicFolderTest::fill);
        assertThatIOException()
                .isThrownBy(
                        () ->
                                AtomicFolder.write(
                                        temp.resolve("a"),
                                        draft -> {
                                            Files.writeString(draft.resolve("half"), "half");
                                            throw new IOException("No space left on device");
                                        }))
                .withMessage(temp.resolve("a") + ": No space left on device");
        assertThat(entries()).containsExactly("a");
        assertThat(temp.resolve("a/deep/file")).hasContent("new");
    }

    /** As a process leaves it that is killed before its draft is complete, or between two moves. */
    @Test
    void whatKilledWritersLeftIsClearedByTheNext() throws IOException {
        String id = "-7b9a64ac-5b44-4a0c-8e3b-0a1b2c3d4e5f";
        fill(Files.createDirectory(temp.resolve(".a-new" + id)));
        Files.createFile(temp.resolve(".a-new" + id + ".lock"));
        fill(Files.createDirectory(temp.resolve(".a-old" + id)));
        Path others = Files.createDirectory(temp.resolve(".a-new-b-old" + id));
        AtomicFolder.recover(temp.resolve("a"));
        assertThat(entries()).containsExactly(others.getFileName().toString(), "a");
        assertThat(temp.resolve("a/deep/file")).hasContent("new");
    }

    @Test
    void aDraftThatIsBeingWrittenIsLeftAlone() throws IOException {
        AtomicFolder.write(
                temp.resolve("a"),
                draft -> {
                    fill(draft);
                    AtomicFolder.recover(temp.resolve("a"));
                    assertThat(draft.resolve("deep/file")).hasContent("new");
                });
        assertThat(entries()).containsExactly("a");
    }

    @Test
    void aCheckLeavesNothing() throws IOException {
        OutputFolder.requireNew(temp.resolve("not/yet/there"));
        OutputFolder.requireWritable(temp);
        assertThat(entries()).isEmpty();
        OutputFolder.requireNew(Files.createDirectory(temp.resolve("empty")));
        assertThat(entries()).containsExactly("empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file/x", "file/x/y", "LONG", "LONG/x"})
    void aFolderThatCannotBeIsRefusedByTheUsersName(String name) throws IOException {
        Files.createFile(temp.resolve("file"));
        Path folder = temp.resolve(name.replace("LONG", "x".repeat(300)));
        assertThatIOException()
                .isThrownBy(() -> OutputFolder.requireNew(folder))
                .withMessageContaining(temp.toString())
                .withMessageContaining("; name another folder");
        assertThatIOException()
                .isThrownBy(() -> AtomicFolder.write(folder, draft -> {}))
                .withMessageContaining(temp.toString());
        assertThat(entries()).containsExactly("file");
    }

    @Test
    void aFolderWithFilesIsNotNew() throws IOException {
        Path mine = Files.createDirectory(temp.resolve("mine"));
        Files.createFile(mine.resolve("thesis.txt"));
        assertThatCode(() -> OutputFolder.requireNew(mine))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessage(mine + " is not empty; name a new or an empty folder");
        OutputFolder.requireWritable(mine);
    }
}
