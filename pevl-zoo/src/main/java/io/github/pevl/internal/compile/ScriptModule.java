package io.github.pevl.internal.compile;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * A script without values, whose methods work on the caller's arrays: one call for what would be
 * thousands of DJL's. The arrays may be on any device.
 */
public final class ScriptModule {

    /** The name of an input that tells DJL which method to run; its values are ignored. */
    static final String METHOD = "module_method:";

    private final Model model;

    private ScriptModule(Model model) {
        this.model = model;
    }

    /**
     * Opens a script among the resources.
     *
     * @param owner closes the script when it is closed
     * @param beside a class beside the script
     * @param file its name
     * @param type the class whose methods are to be called; it has no attribute but {@code
     *     training}
     */
    public static ScriptModule of(NDManager owner, Class<?> beside, String file, String type) {
        Model model = Model.newInstance("script", "PyTorch");
        try (InputStream in = beside.getResourceAsStream(file)) {
            String source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            ByteArrayOutputStream archive = new ByteArrayOutputStream();
            ScriptObject root = new ScriptObject(type).with("training", false);
            ScriptArchive.write(archive, file, root, source, "");
            model.load(new ByteArrayInputStream(archive.toByteArray()));
            owner.attachInternal("pevl-script-" + UUID.randomUUID(), model);
            return new ScriptModule(model);
        } catch (IOException | MalformedModelException e) {
            model.close();
            throw new IllegalStateException(file + " cannot be opened: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /**
     * Calls a method that takes arrays and returns one, through which gradients pass.
     *
     * @param arrays on one device; they keep their names
     * @return belongs to the manager of the first array
     */
    public NDArray apply(String method, NDArray... arrays) {
        NDManager owner = arrays[0].getManager();
        try (NDManager own = owner.newSubManager()) {
            NDList in = new NDList();
            for (NDArray array : arrays) {
                in.add(unnamed(array, own));
            }
            NDArray name = own.create(0);
            name.setName(METHOD + method);
            in.add(name);
            NDArray result =
                    model.getBlock().forward(new ParameterStore(own, false), in, true).head();
            result.attach(owner);
            return result;
        }
    }

    /** DJL takes a name for the place of an argument. */
    private static NDArray unnamed(NDArray array, NDManager owner) {
        if (array.getName() == null || array.getName().isEmpty()) {
            return array;
        }
        NDArray view = array.reshape(array.getShape());
        view.attach(owner);
        return view;
    }

    /**
     * Calls a method that takes some lists of arrays and one of numbers, and returns an array.
     *
     * @param lists may be changed by the method; their names are lost
     * @param numbers float64 for the method
     * @return the values of what it returns, float32
     */
    public float[] call(String method, List<NDList> lists, double... numbers) {
        try (NDManager own = NDManager.newBaseManager(model.getNDManager().getDevice())) {
            NDList in = new NDList();
            for (int i = 0; i < lists.size(); i++) {
                for (NDArray array : lists.get(i)) {
                    array.setName("list" + i + "[]");
                    in.add(array);
                }
            }
            in.add(own.create(numbers));
            NDArray name = own.create(0);
            name.setName(METHOD + method);
            in.add(name);
            NDList out = model.getBlock().forward(new ParameterStore(own, false), in, false);
            out.attach(own);
            return out.head().toFloatArray();
        }
    }
}
