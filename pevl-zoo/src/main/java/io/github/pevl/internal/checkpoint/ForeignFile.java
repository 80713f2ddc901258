package io.github.pevl.internal.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Files that are often taken for weights: what they are, by their first bytes, and what to do. */
final class ForeignFile {

    /** Bytes of a file's beginning that tell what it is. */
    static final int HEAD = 512;

    private static final String SAVE = "save the model's state dict with torch.save";
    private static final String UNPACK = "unpack it and name the weights file itself";

    /** What begins with these characters (of Latin 1), from this byte on. */
    private record Known(int at, String start, String what, String next) {}

    private static final List<Known> KNOWN =
            List.of(
                    new Known(
                            0,
                            "version https://git-lfs",
                            "a Git LFS pointer and not the weights it stands for",
                            "run git lfs pull in its repository, or download the file from its page"),
                    new Known(0, "\u001f\u008b", "a file compressed with gzip", UNPACK),
                    new Known(0, "BZh", "a file compressed with bzip2", UNPACK),
                    new Known(0, "\u00fd7zXZ", "a file compressed with xz", UNPACK),
                    new Known(0, "(\u00b5/\u00fd", "a file compressed with zstd", UNPACK),
                    new Known(0, "7z\u00bc\u00af", "a 7z archive", UNPACK),
                    new Known(0, "Rar!", "a RAR archive", UNPACK),
                    new Known(0, "\u0089HDF", "an HDF5 file, as of Keras", SAVE),
                    new Known(0, "\u0093NUMPY", "an array of NumPy", SAVE),
                    new Known(0, "GGUF", "a GGUF file of llama.cpp", SAVE),
                    new Known(4, "TFL3", "a model of TensorFlow Lite", SAVE),
                    new Known(0, "\u0089PNG", "an image", "name the weights file"),
                    new Known(0, "\u00ff\u00d8\u00ff", "an image", "name the weights file"),
                    new Known(
                            0,
                            "{",
                            "JSON and no weights, such as the index of a file in parts",
                            "join the parts into one file"),
                    new Known(0, "%PDF", "a document", "name the weights file"),
                    new Known(
                            0,
                            "\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j",
                            "a file cut off in its first bytes",
                            "fetch it again"));

    private ForeignFile() {}

    /** The refusal of a file that begins so and is none of weights. */
    static CheckpointException refuse(Source source, ByteBuffer head) {
        byte[] bytes = new byte[head.remaining()];
        head.get(head.position(), bytes);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (Known known : KNOWN) {
            if (text.startsWith(known.start(), known.at())) {
                return refuse(source, known.what(), known.next());
            }
        }
        if (text.startsWith("ustar", 257)) {
            return tar(source, text);
        }
        String words = text.replaceFirst("^\u00ef\u00bb\u00bf", "").strip();
        if (words.startsWith("<")) {
            return refuse(
                    source,
                    words.toLowerCase(Locale.ROOT).startsWith("<?xml")
                            ? "XML, such as a server's error"
                            : "a web page",
                    "download the file itself, not the page about it");
        }
        if (text.startsWith("\u0080") && text.length() > 1 && text.charAt(1) <= 5) {
            return refuse(source, "a pickle that torch.save did not write", SAVE);
        }
        if (text.matches("(?s)\b[\u0001-\u0014]\u0012.*")) { // the version, and the producer's name
            return refuse(source, "an ONNX model", SAVE);
        }
        return source.refuse(
                "is no weights file; a PyTorch .pth or .pt file or a .safetensors file is needed.");
    }

    private static CheckpointException tar(Source source, String head) {
        String first = head.substring(0, head.indexOf('\0') < 0 ? 0 : head.indexOf('\0'));
        boolean torch = List.of("sys_info", "pickle", "storages", "tensors").contains(first);
        return torch
                ? refuse(
                        source,
                        "a tar archive, which PyTorch wrote before 0.1.10",
                        "load it and save it again with a newer PyTorch")
                : refuse(source, "a tar archive", UNPACK);
    }

    private static CheckpointException refuse(Source source, String what, String next) {
        return source.refuse("is no weights file: it looks like %s; %s.".formatted(what, next));
    }
}
