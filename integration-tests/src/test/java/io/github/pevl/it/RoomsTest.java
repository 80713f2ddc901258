package io.github.pevl.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows between packages that docs/architecture.md draws, and no other. */
class RoomsTest {

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.github.pevl");
    }

    @Test
    void packagesFormNoRing() {
        slices().matching("io.github.pevl.(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void packagesUseOnlyWhatTheyMay() {
        Architectures.LayeredArchitecture rooms =
                Architectures.layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String room :
                new String[] {
                    "json",
                    "text",
                    "image",
                    "request",
                    "prompt",
                    "translate",
                    "model",
                    "checkpoint",
                    "compile",
                    "zoo",
                    "scenes",
                    "data",
                    "objective",
                    "step",
                    "recipe",
                    "run",
                    "benchmark",
                    "cli"
                }) {
            rooms = rooms.layer(room).definedBy("io.github.pevl." + room + "..");
        }
        rooms.whereLayer("text")
                .mayNotAccessAnyLayer()
                .whereLayer("json")
                .mayNotAccessAnyLayer()
                .whereLayer("image")
                .mayNotAccessAnyLayer()
                .whereLayer("request")
                .mayOnlyAccessLayers("text")
                .whereLayer("prompt")
                .mayOnlyAccessLayers("request", "text")
                .whereLayer("translate")
                .mayOnlyAccessLayers("request", "text", "prompt", "image", "json")
                .whereLayer("model")
                .mayOnlyAccessLayers("translate")
                .whereLayer("checkpoint")
                .mayNotAccessAnyLayer()
                .whereLayer("compile")
                .mayOnlyAccessLayers("model", "checkpoint", "translate", "json")
                .whereLayer("zoo")
                .mayOnlyAccessLayers("model", "checkpoint", "compile", "translate", "text", "json")
                .whereLayer("scenes")
                .mayOnlyAccessLayers("text", "model", "zoo")
                .whereLayer("data")
                .mayOnlyAccessLayers("request", "text", "prompt", "image", "translate", "json")
                .whereLayer("objective")
                .mayOnlyAccessLayers("text")
                .whereLayer("step")
                .mayOnlyAccessLayers("data", "objective", "model", "text")
                .whereLayer("recipe")
                .mayOnlyAccessLayers("data", "objective", "json")
                .whereLayer("scenes")
                .mayOnlyBeAccessedByLayers("benchmark", "cli")
                .whereLayer("benchmark")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .check(classes);
    }

    @Test
    void nothingButTheProgramPrints() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.github.pevl.cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(classes);
    }

    /** DJL has no profiler: {@code pevl bench --profile} asks PyTorch's, in one class. */
    @Test
    void nothingButTheProfilerDependsOnTheEngineItself() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.github.pevl.benchmark.OperationProfiler")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl.pytorch..")
                .check(classes);
    }
}
