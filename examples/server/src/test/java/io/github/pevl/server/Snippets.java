package io.github.pevl.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** What the page gives to copy: the curl line is run, and the Java program compiled. */
final class Snippets {

    private Snippets() {}

    static void askTheSame(Browser browser) throws Exception {
        String curl =
                hidden(browser, "#curl").replace("image=@", "image=@" + exampleFolder() + "/");
        Process process = new ProcessBuilder("bash", "-c", curl + " -s").start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        String shown = hidden(browser, "#json");
        assertThat(Answers.nearly(Client.json(answer), Client.json(shown)))
                .as("%s%n%s", answer, shown)
                .isTrue();
        compile(hidden(browser, "#java"));
    }

    private static String hidden(Browser browser, String selector) {
        return browser.at(selector).getDomProperty("textContent");
    }

    private static Path exampleFolder() throws Exception {
        URI image = Snippets.class.getResource("page/scene1.jpg").toURI();
        return Path.of(image).getParent();
    }

    private static void compile(String program) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        JavaFileObject source =
                new SimpleJavaFileObject(
                        URI.create("string:///Ask.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreErrors) {
                        return program;
                    }
                };
        List<String> options =
                List.of("-proc:none", "-d", "target", "-cp", System.getProperty("java.class.path"));
        boolean compiled =
                compiler.getTask(null, null, problems, options, null, List.of(source)).call();
        assertThat(compiled).as("%s%n%s", problems.getDiagnostics(), program).isTrue();
    }
}
