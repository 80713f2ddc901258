package io.github.pevl.benchmark;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What PyTorch's operations are for, by their names in its profile. */
public enum OperationKind {
    /** Patches are read by one, too: a convolution whose windows do not overlap. */
    LINEAR(
            "linear layers",
            "aten::linear",
            "aten::addmm",
            "aten::mm",
            "aten::_convolution",
            "aten::mkldnn_convolution",
            "aten::thnn_conv2d",
            "aten::_slow_conv2d_forward",
            "mkldnn::_linear_pointwise",
            "onednn::qlinear_pointwise",
            "quantized::linear_dynamic"),
    /** Where the engine fuses them, softmax lies in between. */
    ATTENTION(
            "attention's products",
            "aten::mkldnn_linear",
            "aten::bmm",
            "aten::baddbmm",
            "aten::scaled_dot_product_attention",
            "aten::_scaled_dot_product_flash_attention_for_cpu",
            "aten::_scaled_dot_product_attention_math"),
    /** Those of attention and those over the words of slots. */
    SOFTMAX(
            "softmax",
            "aten::softmax",
            "aten::_softmax",
            "aten::log_softmax",
            "aten::_log_softmax"),
    /** Layer norms. */
    NORMALISATION("normalisation", "aten::layer_norm", "aten::native_layer_norm"),
    /** Those that are not part of a linear layer's operation. */
    GELU("GELU", "aten::gelu", "aten::gelu_"),
    /**
     * Those that are not part of a linear layer's operation. The sums and copies by which compiled
     * models make bytes cannot be told from others.
     */
    EIGHT_BITS(
            "conversion to 8 bits",
            "aten::quantize_per_tensor",
            "aten::quantize_per_tensor_dynamic",
            "aten::int_repr",
            "aten::dequantize",
            "aten::aminmax",
            "aten::_aminmax",
            "quantized::quantize_per_tensor"),
    /** Numbers that are moved, chosen, converted or summed, one by one. */
    COPIES(
            "copies and sums",
            "aten::copy_",
            "aten::_to_copy",
            "aten::clone",
            "aten::contiguous",
            "aten::add",
            "aten::add_",
            "aten::sub",
            "aten::sub_",
            "aten::mul",
            "aten::mul_",
            "aten::div",
            "aten::div_",
            "aten::sum",
            "aten::round",
            "aten::round_",
            "aten::clamp",
            "aten::clamp_",
            "aten::cat",
            "aten::stack",
            "aten::where",
            "aten::masked_fill",
            "aten::masked_fill_",
            "aten::fill_",
            "aten::to_mkldnn",
            "aten::_to_dense",
            "aten::zero_",
            "aten::embedding",
            "aten::gather",
            "aten::index",
            "aten::index_select",
            "aten::index_copy",
            "aten::index_copy_",
            "aten::index_fill",
            "aten::index_fill_"),
    /** Views, new arrays, the steps of a compiled program, and what nobody has thought of. */
    OTHER("other operations"),
    /** Between operations: reading the image, the tokenizer, calls, making the answer. */
    OUTSIDE("outside the engine");

    private static final Map<String, OperationKind> BY_NAME = new HashMap<>();

    static {
        Arrays.stream(values())
                .forEach(kind -> kind.names.forEach(name -> BY_NAME.put(name, kind)));
    }

    private final String label;
    private final Set<String> names;

    OperationKind(String label, String... names) {
        this.label = label;
        this.names = Set.of(names);
    }

    /** For people. */
    public String label() {
        return label;
    }

    /**
     * Sorts an operation; never outside.
     *
     * @param name of PyTorch's, such as {@code aten::mm}
     */
    static OperationKind of(String name) {
        return BY_NAME.getOrDefault(name, OTHER);
    }
}
