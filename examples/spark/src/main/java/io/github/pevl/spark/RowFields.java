package io.github.pevl.spark;

import io.github.pevl.translate.Task;
import io.github.pevl.translate.Tasks;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Where a table has what a request is made of; {@link #NONE} for what it lacks.
 *
 * @param idField the column of the identifier
 */
record RowFields(StructField idField, int id, int path, int content, int expressions, int request)
        implements Serializable {

    static final String ID = "id";
    static final String PATH = "path";
    static final String EXPRESSIONS = "expressions";

    private static final String CONTENT = "content";
    private static final String REQUEST = "request";
    private static final int NONE = -1;

    /**
     * Finds the columns.
     *
     * @throws IllegalArgumentException if one is missing or has another type
     */
    static RowFields of(StructType schema, Task<?, ?> task) {
        RowFields fields =
                new RowFields(
                        schema.apply(require(schema, ID)),
                        find(schema, ID, null),
                        find(schema, PATH, DataTypes.StringType),
                        find(schema, CONTENT, DataTypes.BinaryType),
                        find(
                                schema,
                                EXPRESSIONS,
                                DataTypes.createArrayType(DataTypes.StringType, true)),
                        find(schema, REQUEST, DataTypes.StringType));
        if (fields.path == NONE && fields.content == NONE) {
            throw missing(schema, "path or content");
        }
        if (fields.request == NONE && (task != Tasks.GROUNDING || fields.expressions == NONE)) {
            throw missing(schema, task == Tasks.GROUNDING ? "expressions or request" : REQUEST);
        }
        return fields;
    }

    private static int require(StructType schema, String name) {
        int index = find(schema, name, null);
        if (index == NONE) {
            throw missing(schema, name);
        }
        return index;
    }

    private static IllegalArgumentException missing(StructType schema, String name) {
        return new IllegalArgumentException(
                "The table has the columns %s, but no %s. Rename or add one (PevlSpark lists them)."
                        .formatted(Arrays.toString(schema.fieldNames()), name));
    }

    private static int find(StructType schema, String name, @Nullable DataType type) {
        int index = Arrays.asList(schema.fieldNames()).indexOf(name);
        if (index == NONE || type == null) {
            return index;
        }
        DataType found = schema.apply(index).dataType();
        if (!type.catalogString().equals(found.catalogString())) {
            throw new IllegalArgumentException(
                    "The column %s of the table is %s; it must be %s. Cast it."
                            .formatted(name, found.catalogString(), type.catalogString()));
        }
        return index;
    }

    /** Whether requests are JSON; else they are expressions. */
    boolean hasRequest() {
        return request != NONE;
    }

    @Nullable Object id(Row row) {
        return row.get(id);
    }

    @Nullable String path(Row row) {
        return path == NONE ? null : row.getString(path);
    }

    byte @Nullable [] content(Row row) {
        return content == NONE ? null : row.getAs(content);
    }

    @Nullable String request(Row row) {
        return row.getString(request);
    }

    /** The expressions, of which any may be null. */
    @Nullable Iterable<@Nullable String> expressions(Row row) {
        return row.isNullAt(expressions) ? null : row.getList(expressions);
    }
}
