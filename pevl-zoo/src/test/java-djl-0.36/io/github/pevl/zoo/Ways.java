package io.github.pevl.zoo;

import ai.djl.Application;
import ai.djl.repository.zoo.Criteria;
import java.nio.file.Path;

/** The ways in which users name a model to {@code Criteria}. */
final class Ways {

    private Ways() {}

    /** By the name of an entry. */
    static Asked.Way entry(String name) {
        return new Asked.Way() {
            @Override
            public <I, O> Criteria.Builder<I, O> to(Criteria.Builder<I, O> criteria) {
                return criteria.optGroupId(PevlModelZoo.GROUP_ID).optArtifactId(name);
            }
        };
    }

    static Asked.Way url(String url) {
        return new Asked.Way() {
            @Override
            public <I, O> Criteria.Builder<I, O> to(Criteria.Builder<I, O> criteria) {
                return criteria.optModelUrls(url);
            }
        };
    }

    static Asked.Way path(Path folder) {
        return new Asked.Way() {
            @Override
            public <I, O> Criteria.Builder<I, O> to(Criteria.Builder<I, O> criteria) {
                return criteria.optModelPath(folder);
            }
        };
    }

    /** By the group and a task. */
    static Asked.Way filter(String task) {
        return new Asked.Way() {
            @Override
            public <I, O> Criteria.Builder<I, O> to(Criteria.Builder<I, O> criteria) {
                return criteria.optGroupId(PevlModelZoo.GROUP_ID).optFilter("task", task);
            }
        };
    }

    /** By the group and an application. */
    static Asked.Way application(Application application) {
        return new Asked.Way() {
            @Override
            public <I, O> Criteria.Builder<I, O> to(Criteria.Builder<I, O> criteria) {
                return criteria.optGroupId(PevlModelZoo.GROUP_ID).optApplication(application);
            }
        };
    }
}
