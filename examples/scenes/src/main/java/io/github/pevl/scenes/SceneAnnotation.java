package io.github.pevl.scenes;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.pevl.text.Box;
import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PositionTokens;
import java.util.List;

/** One expression about one image, as an entry of the original's annotation files. */
record SceneAnnotation(String fileName, int side, SceneExpression expression, Box box) {
    /** An annotation for each object that the expression means: a text has one box behind it. */
    static List<SceneAnnotation> of(String fileName, Scene scene, SceneExpression expression) {
        return expression.targets().stream()
                .map(target -> scene.objects().get(target).box())
                .map(box -> new SceneAnnotation(fileName, scene.side(), expression, box))
                .toList();
    }

    JsonObject forTraining() {
        JsonObject entry = new JsonObject();
        entry.addProperty("file_name", fileName);
        entry.addProperty("caption", expression.text());
        entry.add("tokens_positive", Json.list(Json.array(0, expression.text().length())));
        JsonArray corners = Json.corners(box);
        entry.add("bbox_list", Json.list(corners));
        entry.add("not_crop_bbox_list", Json.list(corners));
        return withCommon(entry);
    }

    JsonObject forEvaluation() {
        JsonObject entry = new JsonObject();
        entry.addProperty("file_name", fileName);
        BoxBins bins = PositionTokens.encodeClamped(box, side, side);
        entry.addProperty("pseudo_caption", expression.text() + " " + PositionTokens.words(bins));
        double width = thousandths(box.x2() - box.x1());
        double height = thousandths(box.y2() - box.y1());
        entry.add("bbox", Json.array(box.x1(), box.y1(), width, height));
        return withCommon(entry);
    }

    private JsonObject withCommon(JsonObject entry) {
        entry.addProperty("width", side);
        entry.addProperty("height", side);
        entry.addProperty("kind", expression.kind().label());
        return entry;
    }

    private static double thousandths(double pixels) {
        return Math.round(pixels * 1000) / 1000.0;
    }
}
