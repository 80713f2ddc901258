package io.github.pevl.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packages and arrows that docs/architecture.md draws, and no other. */
class RoomsTest {

    private static final String ROOT = "io.github.pevl.";
    private static final String INTERNAL = "internal.";

    private static JavaClasses classes;
    private static PackageMap drawn;

    @BeforeAll
    static void read() throws IOException {
        classes =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.github.pevl");
        drawn =
                PackageMap.read(
                        Path.of(System.getProperty("pevl.root"), "docs", "architecture.md"));
    }

    /** What each package imports. */
    private static Map<String, Set<String>> imports() {
        Map<String, Set<String>> imports = new TreeMap<>();
        for (JavaClass used : classes) {
            String from = room(used);
            Set<String> to = imports.computeIfAbsent(from, room -> new TreeSet<>());
            used.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(target -> target.getPackageName().startsWith(ROOT))
                    .map(RoomsTest::room)
                    .filter(room -> !room.equals(from))
                    .forEach(to::add);
        }
        return imports;
    }

    /** The package below the project's or below {@code internal}, with what lies in it. */
    private static String room(JavaClass used) {
        String name = used.getPackageName().substring(ROOT.length());
        int from = name.startsWith(INTERNAL) ? INTERNAL.length() : 0;
        return name.substring(0, (name + ".").indexOf('.', from));
    }

    @Test
    void everyPackageIsDrawnAndEveryDrawnOneExists() {
        assertThat(drawn.packages()).isEqualTo(imports().keySet());
    }

    @Test
    void packagesImportWhatIsDrawn() {
        imports()
                .forEach(
                        (room, used) ->
                                assertThat(drawn.arrows(room))
                                        .as("arrows of " + room)
                                        .containsAll(used));
    }

    @Test
    void everyArrowIsUsed() {
        Map<String, Set<String>> imports = imports();
        for (String room : drawn.packages()) {
            assertThat(imports.get(room)).as("imports of " + room).containsAll(drawn.named(room));
        }
    }

    @Test
    void packagesFormNoRing() {
        slices().matching("io.github.pevl.(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void onlyProgramsPrint() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.github.pevl.cli..", "io.github.pevl.quickstart..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(classes);
    }

    /** DJL has no profiler: {@code pevl bench --profile} asks PyTorch's, in one class. */
    @Test
    void onlyTheProfilerDependsOnTheEngineItself() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.github.pevl.benchmark.OperationProfiler")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl.pytorch..")
                .check(classes);
    }
}
